// The only code that talks to the network: GETs of one origin, that carry
// nothing about who asks, and stop at a byte and a time.

import { UpdateFailure } from "./failure.ts";

/** The bytes at a path of the list server; null where there is nothing: object stores say 403 for that, servers 404. */
export type Get = (path: string, limit: GetLimit) => Promise<Uint8Array<ArrayBuffer> | null>;

export type GetLimit = {
  /** Most bytes, counted after decompression. */
  readonly bytes: number;
  /** Milliseconds for the whole answer, so that a slow drip ends too. */
  readonly time: number;
  readonly resume?: Resume;
};

/** For files that never hold other bytes: the beginning that is here, and who keeps what comes. */
export type Resume = {
  readonly had: Uint8Array<ArrayBuffer> | undefined;
  /** Told all that has come, now and then and when the line breaks. */
  readonly came: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
};

/**
 * The background may be ended at any moment: what has come is kept whenever it
 * has doubled. Less than this is not worth a second request.
 */
const leastKept = 64 << 10;

/** A server may ask for this much peace and no more: 7 days. */
const maxRetryAfter = 7 * 24 * 3600_000;

export function getter(origin: string, fetcher: typeof fetch, clock: () => number): Get {
  return async (path, limit) => {
    const deadline = AbortSignal.timeout(limit.time);
    const had = limit.resume?.had ?? new Uint8Array();
    try {
      const response = await fetcher(origin + path, {
        signal: deadline,
        redirect: "error",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        // What is verified is kept in our own store. The browser's cache would keep what is not:
        // a file damaged once on the way, under a name that says it never changes.
        cache: "no-store",
        // A browser asks for a range of the file as it is, uncompressed. No If-Range: the name is the hash.
        ...(had.length > 0 ? { headers: { Range: `bytes=${had.length}-` } } : {}),
      });
      if (had.length > 0 && (response.status === 206 || response.status === 416)) {
        if (!isRest(response, had.length)) {
          await leave(response.body);
          throw new UpdateFailure("mismatch", `${path}: another range than was asked for`);
        }
        return await capped(response, limit, had);
      }
      if (response.ok) return await capped(response, limit);
      await leave(response.body);
      if (response.status === 404 || response.status === 403) return null;
      const busy = response.status === 429 || response.status === 503;
      throw new UpdateFailure(busy ? "busy" : "status", `${path}: ${response.status}`, retryAfter(response, clock()));
    } catch (error) {
      if (error instanceof UpdateFailure) throw error;
      if (deadline.aborted) throw new UpdateFailure("timeout", path);
      throw new UpdateFailure("offline", `${path}: ${String(error)}`);
    }
  };
}

/** A server that does not name the range it gives, or a cache that hides the name, is not believed. */
function isRest(response: Response, from: number): boolean {
  return response.status === 206 && (response.headers.get("Content-Range") ?? "").startsWith(`bytes ${from}-`);
}

/** Content-Length is the sender's word, and counts compressed bytes: only what arrives is believed. */
async function capped(response: Response, { bytes: max, resume }: GetLimit, had?: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = had === undefined ? [] : [had];
  let length = had?.length ?? 0;
  let kept = length;
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      length += part.value.length;
      if (length > max) {
        await leave(reader);
        throw new UpdateFailure("too_large", `over ${max} bytes`);
      }
      parts.push(part.value);
      if (resume !== undefined && length >= Math.max(leastKept, 2 * kept)) {
        await resume.came(joined(parts, length));
        kept = length;
      }
    }
  } catch (error) {
    if (!(error instanceof UpdateFailure) && length >= leastKept && length > kept) await resume?.came(joined(parts, length));
    throw error;
  }
  return joined(parts, length);
}

/** An answer that is not read to its end. That its line broke meanwhile changes nothing about why. */
async function leave(answer: { cancel(): Promise<void> } | null | undefined): Promise<void> {
  await answer?.cancel().catch(() => undefined);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(response: Response, now: number): number {
  const value = response.headers.get("Retry-After") ?? "";
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? 0 : Math.min(Math.max(wait, 0), maxRetryAfter);
}
