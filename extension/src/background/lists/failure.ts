// Why an update stopped: the code is stored and shown, the detail is for a
// developer's console.

import type { UpdateError } from "../../shared/protocol.ts";

export class UpdateFailure extends Error {
  override readonly name = "UpdateFailure";
  readonly code: UpdateError;
  /** Milliseconds the server asked to be left alone. */
  readonly retryAfter: number;
  constructor(code: UpdateError, detail: string, retryAfter = 0) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
