// A look-up as the card asks for it: in the registers that are in use, each by
// itself, so that one that cannot be asked does not hide what another says.

import type { LookUp } from "../shared/protocol.ts";
import type { Checker, Pack } from "./core.ts";
import { UpdateFailure } from "./lists/failure.ts";
import { lookUp, type LookUpParts } from "./lists/lookup.ts";
import type { Targets } from "./lists/metadata.ts";
import { placeOf, registerPrefix } from "./lists/registers.ts";

type Parts = Omit<LookUpParts, "targets"> & { readonly targets: Targets | null };

export async function lookUpIn({ targets, ...parts }: Parts, checker: Pick<Checker, "markKey">, open: readonly Pack[], words: string, offices: readonly string[]): Promise<LookUp> {
  const registers = registersOf(open, offices);
  if (registers.length === 0) return { found: [], failed: [] };
  const key = checker.markKey(words);
  const asked = await Promise.all(
    registers.map(async (register) => {
      try {
        if (targets === null) throw new UpdateFailure("internal", "a register without targets");
        return { found: [await lookUp({ ...parts, targets }, register, key)], failed: [] };
      } catch (error) {
        console.warn(error);
        return { found: [], failed: [{ register, code: error instanceof UpdateFailure ? error.code : ("internal" as const) }] };
      }
    }),
  );
  return { found: asked.flatMap(({ found }) => found), failed: asked.flatMap(({ failed }) => failed) };
}

/** The registers of the offices' countries; else all. */
function registersOf(open: readonly Pack[], offices: readonly string[]): readonly string[] {
  const all = open.flatMap(({ name }) => (name.startsWith(registerPrefix) ? [name] : []));
  const own = all.filter((name) => offices.includes(placeOf(name)));
  return own.length > 0 ? own : all;
}
