// Whose a registered mark is. What is asked of the server is one file of many
// of the same size, each with at least 2,000 wordings: which of them the seller
// wrote stays here. Every byte is vouched for by the targets that were verified
// with the packs.

import { ParseError } from "../../shared/parse.ts";
import type { LookedUp } from "../../shared/registered.ts";
import { UpdateFailure } from "./failure.ts";
import type { Get } from "./fetch.ts";
import { fetched, type Bytes } from "./install.ts";
import type { Targets } from "./metadata.ts";
import { fileName } from "./registers.ts";
import { marksIn, maxIndex, parseIndex, shardOf } from "./shards.ts";
import { sha256 } from "./trust.ts";

/** Files that may be forgotten at any time, by their hash. */
export type FileCache = {
  get(hash: string): Promise<Bytes | undefined>;
  put(hash: string, bytes: Bytes): Promise<void>;
};

export type LookUpParts = {
  readonly get: Get;
  readonly cache: FileCache;
  /** The newest targets that were verified. */
  readonly targets: Targets;
};

/** A seller waits for this. */
const lookUpTime = 20_000;

/** Throws an UpdateFailure where it cannot be told. */
export async function lookUp(parts: LookUpParts, register: string, key: bigint): Promise<LookedUp> {
  const name = `${fileName(register)}.shards`;
  const target = parts.targets.targets.get(name);
  if (target === undefined || target.list !== register) throw new UpdateFailure("status", `${name} is not published`);
  if (target.length > maxIndex) throw new UpdateFailure("too_large", `index of ${target.length} bytes`);
  try {
    const index = parseIndex(await verified(parts, `/v1/p/${target.sha256}.${name}`, target), register);
    const hash = index.shards[shardOf(index, key)];
    if (hash === undefined) throw new ParseError("index.shards: none for this key");
    const file = await verified(parts, `/v1/s/${hash}.shard`, { sha256: hash, length: index.size });
    return { register, asOf: index.asOf, ...(await marksIn(file, index, key)) };
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError || error instanceof TypeError) throw new UpdateFailure("unusable", String(error));
    throw error;
  }
}

/** From the cache or the server; a cache that does not work only costs the request. */
async function verified(parts: LookUpParts, path: string, file: { readonly sha256: string; readonly length: number }): Promise<Bytes> {
  const kept = await parts.cache.get(file.sha256).catch(() => undefined);
  if (kept !== undefined && (await sha256(kept)) === file.sha256) return kept;
  const bytes = await fetched(parts.get, path, file, path, { time: lookUpTime });
  await parts.cache.put(file.sha256, bytes).catch((error: unknown) => console.warn(error));
  return bytes;
}
