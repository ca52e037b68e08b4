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
};

/** A server may ask for this much peace and no more: 7 days. */
const maxRetryAfter = 7 * 24 * 3600_000;

export function getter(origin: string, fetcher: typeof fetch, clock: () => number): Get {
  return async (path, limit) => {
    const deadline = AbortSignal.timeout(limit.time);
    try {
      const response = await fetcher(origin + path, {
        signal: deadline,
        redirect: "error",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        // What is verified is kept in our own store. The browser's cache would keep what is not:
        // a file damaged once on the way, under a name that says it never changes.
        cache: "no-store",
      });
      if (response.ok) return await capped(response, limit.bytes);
      await response.body?.cancel();
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

/** Content-Length is the sender's word, and counts compressed bytes: only what arrives is believed. */
async function capped(response: Response, max: number): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    length += part.value.length;
    if (length > max) {
      await reader?.cancel();
      throw new UpdateFailure("too_large", `over ${max} bytes`);
    }
    parts.push(part.value);
  }
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
