// The four signed documents of The Update Framework 1.0, as far as this client
// needs them: Ed25519 keys, consistent snapshots, no delegations.

import { count, flag, listOf, oneOf, ParseError, record, shape, text, type Parser } from "../../shared/parse.ts";
import type { Json } from "./canonical.ts";

export const roleNames = ["root", "targets", "snapshot", "timestamp"] as const;
export type RoleName = (typeof roleNames)[number];

/** Most bytes a document may have: go-tuf's own client allows 500 kB and more, ours are under 16 kB. */
export const maxDocument: Readonly<Record<RoleName, number>> = {
  root: 64 << 10,
  timestamp: 16 << 10,
  snapshot: 64 << 10,
  targets: 256 << 10,
};

export type Key = { readonly keytype: string; readonly scheme: string; readonly public: string };
export type Role = { readonly keyids: readonly string[]; readonly threshold: number };
export type Signature = { readonly keyid: string; readonly sig: string };

type Common = { readonly version: number; readonly expires: number };
export type FileMeta = { readonly version: number; readonly length: number | null; readonly sha256: string | null };

export type Root = Common & {
  readonly keys: ReadonlyMap<string, Key>;
  readonly roles: Readonly<Record<RoleName, Role>>;
};
export type Timestamp = Common & { readonly snapshot: FileMeta };
export type Snapshot = Common & { readonly meta: ReadonlyMap<string, FileMeta> };
export type Targets = Common & { readonly targets: ReadonlyMap<string, Target> };
export type Documents = { root: Root; timestamp: Timestamp; snapshot: Snapshot; targets: Targets };

/** A file that targets.json vouches for. */
export type Target = {
  readonly length: number;
  readonly sha256: string;
  readonly list: string;
  readonly version: number;
  readonly asOf: string;
  readonly format: number;
  readonly terms: number;
  /** Direct ways here from earlier packs. */
  readonly deltas: readonly Delta[];
};

/** A file that makes the target out of the pack with the hash base; "" is no pack at all. */
export type Delta = { readonly base: string; readonly sha256: string; readonly length: number };

/** A document as it came: signatures, and the value they are over. */
export type Envelope = { readonly signatures: readonly Signature[]; readonly signed: Json };

/** Real documents have at most five keys and thirty targets; a hostile one costs no more than this. */
const maxKeys = 32;
const maxEntries = 256;
/** A publisher makes deltas from 13 versions and from nothing. */
const maxDeltas = 64;
/** The deepest real document nests seven levels; JSON.parse itself would take thousands. */
const maxDepth = 16;

const hex = (length: number): Parser<string> => (value, at = "hex") => {
  const digits = text(value, at);
  if (digits.length !== length || !/^[0-9a-f]*$/.test(digits)) throw new ParseError(`${at}: not ${length} hex digits`);
  return digits;
};

const positive: Parser<number> = (value, at = "value") => {
  const number = count(value, at);
  if (number === 0) throw new ParseError(`${at}: zero`);
  return number;
};

const keyId = hex(64);

export const parseEnvelope: Parser<Envelope> = (value, at = "document") => {
  const source = record(value, at);
  const signatures = listOf(shape<Signature>({ keyid: text, sig: text }), maxKeys)(source["signatures"], `${at}.signatures`);
  return { signatures, signed: json(source["signed"], `${at}.signed`) };
};

/** What JSON.parse gave, no deeper than a document may be. */
function json(value: unknown, at: string, depth = 0): Json {
  if (depth > maxDepth) throw new ParseError(`${at}: nested deeper than ${maxDepth}`);
  if (Array.isArray(value)) return value.map((each) => json(each, at, depth + 1));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, json(each, at, depth + 1)]));
  }
  return value as Json; // JSON.parse makes nothing else
}

/** Reads the signed part: to be called on what has been verified, except for a root that brings its own keys. */
export const parseDocument: { readonly [R in RoleName]: Parser<Documents[R]> } = {
  root: (value, at = "root") => {
    const source = signed("root", value, at);
    if (flag(source["consistent_snapshot"], `${at}.consistent_snapshot`) !== true) throw new ParseError(`${at}: no consistent snapshots`);
    const roles = record(source["roles"], `${at}.roles`);
    const role = (name: RoleName) => parseRole(roles[name], `${at}.roles.${name}`);
    return {
      ...common(source, at),
      keys: entries(parseKey, keyId)(source["keys"], `${at}.keys`),
      roles: { root: role("root"), targets: role("targets"), snapshot: role("snapshot"), timestamp: role("timestamp") },
    };
  },
  timestamp: (value, at = "timestamp") => {
    const source = signed("timestamp", value, at);
    const snapshot = entries(parseFileMeta)(source["meta"], `${at}.meta`).get("snapshot.json");
    if (snapshot === undefined) throw new ParseError(`${at}.meta: no snapshot.json`);
    return { ...common(source, at), snapshot };
  },
  snapshot: (value, at = "snapshot") => {
    const source = signed("snapshot", value, at);
    return { ...common(source, at), meta: entries(parseFileMeta)(source["meta"], `${at}.meta`) };
  },
  targets: (value, at = "targets") => {
    const source = signed("targets", value, at);
    return { ...common(source, at), targets: entries(parseTarget)(source["targets"], `${at}.targets`) };
  },
};

function signed(role: RoleName, value: unknown, at: string): Readonly<Record<string, unknown>> {
  const source = record(value, at);
  oneOf([role])(source["_type"], `${at}._type`);
  if (!/^1\./.test(text(source["spec_version"], `${at}.spec_version`))) throw new ParseError(`${at}.spec_version: not 1.x`);
  return source;
}

function common(source: Readonly<Record<string, unknown>>, at: string): Common {
  const expires = text(source["expires"], `${at}.expires`);
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires) ? Date.parse(expires) : Number.NaN;
  if (Number.isNaN(time)) throw new ParseError(`${at}.expires: not a time`);
  return { version: positive(source["version"], `${at}.version`), expires: time };
}

/** A JSON object with free names, as a map: names such as __proto__ are harmless there. */
function entries<T>(parser: Parser<T>, name: Parser<string> = text): Parser<ReadonlyMap<string, T>> {
  return (value, at = "value") => {
    const all = Object.entries(record(value, at));
    if (all.length > maxEntries) throw new ParseError(`${at}: more than ${maxEntries} entries`);
    return new Map(all.map(([key, each]) => [name(key, at), parser(each, `${at}.${key}`)]));
  };
}

const parseKey: Parser<Key> = (value, at = "key") => {
  const source = record(value, at);
  const keyval = record(source["keyval"], `${at}.keyval`);
  return {
    keytype: text(source["keytype"], `${at}.keytype`),
    scheme: text(source["scheme"], `${at}.scheme`),
    public: text(keyval["public"], `${at}.keyval.public`),
  };
};

/** A threshold of zero would switch the check off (GHSA-fphv-w9fq-2525). */
const parseRole: Parser<Role> = shape<Role>({ keyids: listOf(keyId, maxKeys), threshold: positive });

const parseHashes: Parser<string> = (value, at = "hashes") => hex(64)(record(value, at)["sha256"], `${at}.sha256`);

const parseFileMeta: Parser<FileMeta> = (value, at = "meta") => {
  const source = record(value, at);
  return {
    version: positive(source["version"], `${at}.version`),
    length: source["length"] === undefined ? null : count(source["length"], `${at}.length`),
    sha256: source["hashes"] === undefined ? null : parseHashes(source["hashes"], `${at}.hashes`),
  };
};

const parseBase: Parser<string> = (value, at) => (value === "" ? "" : hex(64)(value, at));

const parseDelta: Parser<Delta> = shape<Delta>({ base: parseBase, sha256: hex(64), length: count });

const parseTarget: Parser<Target> = (value, at = "target") => {
  const source = record(value, at);
  const custom = record(source["custom"], `${at}.custom`);
  return {
    length: count(source["length"], `${at}.length`),
    sha256: parseHashes(source["hashes"], `${at}.hashes`),
    list: text(custom["list"], `${at}.custom.list`),
    version: positive(custom["version"], `${at}.custom.version`),
    asOf: text(custom["as_of"], `${at}.custom.as_of`),
    format: count(custom["format"], `${at}.custom.format`),
    terms: count(custom["terms"], `${at}.custom.terms`),
    deltas: custom["deltas"] === undefined ? [] : listOf(parseDelta, maxDeltas)(custom["deltas"], `${at}.custom.deltas`),
  };
};
