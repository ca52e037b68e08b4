import type { Page } from "puppeteer-core";
import type { UpdateError } from "../../src/shared/protocol.ts";
import type { Lab } from "./lab.ts";
import type { Seen } from "./native.ts";
import { serving } from "./replies.ts";
import type { World } from "./world.ts";

/** The extension in a browser, asked through the messages that its own pages send. */
export class Subject {
  readonly lab: Lab;
  readonly page: Page;

  static async open(lab: Lab): Promise<Subject> {
    return new Subject(lab, await lab.browser.open(`${lab.browser.origin}/options/options.html`));
  }

  private constructor(lab: Lab, page: Page) {
    this.lab = lab;
    this.page = page;
  }

  /** Runs an update, and tells why it failed. */
  async update(): Promise<UpdateError | null> {
    return this.page.evaluate(async () => {
      await chrome.storage.session.remove("updateAsked"); // as if a minute had passed
      const { reply } = await chrome.runtime.sendMessage({ kind: "update", request: {} });
      return reply.failure?.code ?? null;
    });
  }

  /** Asks for an update of which nobody waits for the end: it will not have one. */
  async begin(): Promise<void> {
    await this.page.evaluate(async () => {
      await chrome.storage.session.remove("updateAsked");
      void chrome.runtime.sendMessage({ kind: "update", request: {} }).catch(() => undefined);
    });
  }

  /** Which of the words a check finds, and by which version of the list. */
  async look(words: readonly string[]): Promise<Seen> {
    return this.page.evaluate(async (all) => {
      const listing = { marketplace: "amazon.com", category: "", ownBrands: [], brand: "", title: all.join(" lamp, "), highlights: "", bullets: [], description: "", searchTerms: "" };
      const { reply } = await chrome.runtime.sendMessage({ kind: "check", request: { listing } });
      const found = reply.findings.map((finding: { text: string }) => finding.text).filter((text: string) => all.includes(text));
      const list = reply.checked.find((each: { list: string }) => each.list === "curated");
      return { version: list?.version ?? 0, found };
    }, words);
  }

  /** How many bytes of a download that has not ended are kept. */
  async kept(): Promise<number> {
    return this.page.evaluate(async () => {
      if (!(await indexedDB.databases()).some(({ name }) => name === "downloads")) return 0;
      const database = await new Promise<IDBDatabase>((done, fail) => {
        const request = indexedDB.open("downloads");
        request.onsuccess = () => done(request.result);
        request.onerror = fail;
      });
      const all = await new Promise<{ length: number }[]>((done, fail) => {
        const request = database.transaction("beginnings").objectStore("beginnings").getAll();
        request.onsuccess = () => done(request.result);
        request.onerror = fail;
      });
      database.close();
      return all[0]?.length ?? 0;
    });
  }

  /** Every register that is offered or wanted, and how it stands. */
  async registers(): Promise<{ name: string; state: string }[]> {
    return this.page.evaluate(async () => {
      const { reply } = await chrome.runtime.sendMessage({ kind: "status", request: {} });
      return reply.registers.map(({ name, state }: { name: string; state: string }) => ({ name, state }));
    });
  }

  /** When the browser will wake the extension for the next update: milliseconds from now. */
  async alarm(): Promise<number | undefined> {
    return this.page.evaluate(async () => {
      const alarm = await chrome.alarms.get("update");
      return alarm === undefined ? undefined : alarm.scheduledTime - Date.now();
    });
  }

  /** Back to the day of its installation, then brought up to what this world offers. */
  async fresh(world: World): Promise<void> {
    await this.page.evaluate(async () => {
      await new Promise((done, fail) => {
        const request = indexedDB.deleteDatabase("lists");
        request.onsuccess = done;
        request.onerror = fail;
      });
      await chrome.storage.local.clear();
    });
    await this.lab.browser.killBackground();
    this.lab.gate.play = serving(world);
    const failure = await this.update();
    if (failure !== null) throw new Error(`a fresh extension does not take the honest list: ${failure}`);
  }
}
