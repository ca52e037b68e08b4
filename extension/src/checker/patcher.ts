// A new pack from an old one and a delta, made by a module of its own. It takes
// tens of megabytes, which go with the instance, and nothing that a delta does
// there reaches the one that screens.

import { Door } from "./door.ts";

/** The pack that a delta makes of another one. The module is loaded for this once. */
export async function patched(source: Response | Promise<Response>, pack: Uint8Array, delta: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const patcher = await Door.open(source, ["patch"]);
  return patcher.call(
    "patch",
    4 + pack.length + delta.length,
    (bytes) => {
      new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, pack.length, true);
      bytes.set(pack, 4);
      bytes.set(delta, 4 + pack.length);
    },
    (bytes) => bytes.slice(),
  );
}
