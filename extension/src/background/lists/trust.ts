// What is believed, and by which proof: the rules of TUF 1.0 section 5 as
// functions over bytes. Nothing here fetches, stores or reads a clock.

import { ParseError } from "../../shared/parse.ts";
import { canonical } from "./canonical.ts";
import { UpdateFailure } from "./failure.ts";
import { parseDocument, parseEnvelope, type Documents, type Envelope, type FileMeta, type Role, type RoleName, type Root } from "./metadata.ts";

/** A root to start from: it came with the extension or was verified before. */
export function trustedRoot(bytes: Uint8Array): Root {
  return read(bytes, "root").document;
}

/** Targets that were verified when they were stored. */
export function targetsOf(bytes: Uint8Array): Documents["targets"] {
  return read(bytes, "targets").document;
}

/** The next root: signed by enough keys of the one before and of its own, and exactly one version on. */
export async function nextRoot(bytes: Uint8Array, before: Root): Promise<Root> {
  const { envelope, document } = read(bytes, "root");
  await verify(envelope, before, "root");
  await verify(envelope, document, "root");
  if (document.version !== before.version + 1) {
    throw new UpdateFailure("rollback", `root ${document.version} after ${before.version}`);
  }
  return document;
}

/** A document of another role, signed as the root asks. */
export async function signedBy<R extends Exclude<RoleName, "root">>(root: Root, role: R, bytes: Uint8Array): Promise<Documents[R]> {
  const { envelope, document } = read(bytes, role);
  await verify(envelope, root, role);
  return document;
}

/** Versions never fall. */
export function notBefore(role: string, version: number, seen: number): void {
  if (version < seen) throw new UpdateFailure("rollback", `${role} ${version} after ${seen}`);
}

export function notExpired(role: RoleName, document: { readonly expires: number }, now: number): void {
  if (document.expires <= now) throw new UpdateFailure("expired", `${role} since ${new Date(document.expires).toISOString()}`);
}

/** The bytes and version are those another document speaks of. */
export async function vouched(role: RoleName, bytes: Uint8Array<ArrayBuffer>, version: number, meta: FileMeta): Promise<void> {
  if (version !== meta.version) throw new UpdateFailure("mismatch", `${role} ${version} where ${meta.version} was signed`);
  if (meta.length !== null && meta.length !== bytes.length) throw new UpdateFailure("mismatch", `${role}: length`);
  if (meta.sha256 !== null && meta.sha256 !== (await sha256(bytes))) throw new UpdateFailure("mismatch", `${role}: hash`);
}

/** Whether a role's signers changed: what they signed before is then forgotten, or a thief's high version would stay. */
export function sameSigners(role: RoleName, a: Root, b: Root): boolean {
  const keys = (root: Root) => [...keysOf(root, root.roles[role])].sort().join();
  return keys(a) === keys(b) && a.roles[role].threshold === b.roles[role].threshold;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

function read<R extends RoleName>(bytes: Uint8Array, role: R): { envelope: Envelope; document: Documents[R] } {
  try {
    const decoded: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    const envelope = parseEnvelope(decoded, role);
    return { envelope, document: parseDocument[role](envelope.signed, role) };
  } catch (error) {
    if (error instanceof ParseError || error instanceof SyntaxError || error instanceof TypeError) {
      throw new UpdateFailure("malformed", `${role}: ${error.message}`);
    }
    throw error;
  }
}

/**
 * Counts distinct keys, not signatures and not key ids: one key listed under
 * two ids, or signing twice, is still one signer.
 */
async function verify(envelope: Envelope, root: Root, name: RoleName): Promise<void> {
  const role = root.roles[name];
  const good = new Set<string>();
  let payload: Uint8Array<ArrayBuffer>;
  try {
    payload = canonical(envelope.signed);
  } catch {
    throw new UpdateFailure("malformed", `${name}: not canonical`);
  }
  for (const signature of envelope.signatures) {
    const key = role.keyids.includes(signature.keyid) ? publicKey(root, signature.keyid) : undefined;
    if (key !== undefined && !good.has(key) && (await isSignature(key, signature.sig, payload))) good.add(key);
  }
  if (good.size < role.threshold) throw new UpdateFailure("signature", `${name}: ${good.size} of ${role.threshold} keys`);
}

function keysOf(root: Root, role: Role): ReadonlySet<string> {
  return new Set(role.keyids.flatMap((id) => publicKey(root, id) ?? []));
}

/** The hex of an Ed25519 key; a key of another kind never counts. */
function publicKey(root: Root, id: string): string | undefined {
  const key = root.keys.get(id);
  if (key === undefined || key.keytype !== "ed25519" || key.scheme !== "ed25519") return undefined;
  return /^[0-9a-f]{64}$/.test(key.public) ? key.public : undefined;
}

async function isSignature(key: string, signature: string, payload: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (!/^[0-9a-f]{128}$/.test(signature)) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", fromHex(key), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", imported, fromHex(signature), payload);
  } catch {
    return false; // not a point of the curve
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(digits: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
