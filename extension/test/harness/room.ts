import type { Page } from "puppeteer-core";

/** Fills what the browser gives the extension, from one of its own pages, until not even a kilobyte more is taken. */
export async function fillRoom(page: Page): Promise<void> {
  for (let bytes = 1 << 20; bytes >= 1 << 10; ) if (!(await added(page, bytes))) bytes >>= 1;
}

/** Adds a block, over a connection of its own: after one that found no room, Firefox lets a connection only erase. */
function added(page: Page, bytes: number): Promise<boolean> {
  return page.evaluate(
    (name, bytes) =>
      new Promise<boolean>((done, fail) => {
        const block = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(block.subarray(at, at + 65_536)); // else it would be packed
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => request.result.createObjectStore("weight", { autoIncrement: true });
        request.onerror = () => fail(request.error);
        request.onsuccess = () => {
          const transaction = request.result.transaction("weight", "readwrite");
          transaction.objectStore("weight").add(block);
          transaction.oncomplete = () => (request.result.close(), done(true));
          transaction.onabort = () => (request.result.close(), done(false));
        };
      }),
    ballast,
    bytes,
  );
}

/** Gives that room back. */
export async function freeRoom(page: Page): Promise<void> {
  await page.evaluate(
    (name) =>
      new Promise<void>((done, fail) => {
        const request = indexedDB.deleteDatabase(name);
        request.onsuccess = () => done();
        request.onerror = () => fail(request.error);
      }),
    ballast,
  );
}

const ballast = "ballast";
