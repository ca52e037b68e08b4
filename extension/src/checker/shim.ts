// What a Go program of GOOS=wasip1 asks of its host. The core has no files, no
// environment and no network: beyond a clock and a seed, every answer is "no".

const success = 0;
const badFileDescriptor = 8;

/** Go's runtime asks for a clock while it starts and collects garbage. */
const nanosecondsPerMillisecond = 1_000_000;

/** Called when the program ends itself: a fatal error of the Go runtime. */
export class CoreExit extends Error {
  override readonly name = "CoreExit";
}

/**
 * The imports of the core. `memory` is asked at each call, as it exists only
 * after instantiation and its buffer is another one whenever it has grown.
 */
export function wasiImports(memory: () => WebAssembly.Memory): WebAssembly.Imports {
  const view = () => new DataView(memory().buffer);
  return {
    wasi_snapshot_preview1: {
      sched_yield: () => success,
      proc_exit: (code: number) => {
        throw new CoreExit(`the core ended with code ${code}`);
      },
      args_sizes_get: (count: number, size: number) => twoZeros(view(), count, size),
      args_get: () => success,
      environ_sizes_get: (count: number, size: number) => twoZeros(view(), count, size),
      environ_get: () => success,
      clock_time_get: (_id: number, _precision: bigint, time: number) => {
        const now = performance.timeOrigin + performance.now();
        view().setBigUint64(time >>> 0, BigInt(Math.round(now * nanosecondsPerMillisecond)), true);
        return success;
      },
      random_get: (pointer: number, length: number) => {
        crypto.getRandomValues(new Uint8Array(memory().buffer, pointer >>> 0, length >>> 0));
        return success;
      },
      // Go writes here only to say why it dies; proc_exit follows.
      fd_write: () => badFileDescriptor,
      // Its collector asks whether anything happened meanwhile, and dies if it
      // may not ask: nothing did, and no time is to be waited for.
      poll_oneoff: (_subscriptions: number, _events: number, _size: number, count: number) => {
        view().setUint32(count >>> 0, 0, true);
        return success;
      },
    },
  };
}

function twoZeros(view: DataView, first: number, second: number): number {
  view.setUint32(first >>> 0, 0, true);
  view.setUint32(second >>> 0, 0, true);
  return success;
}
