// A published corpus: the options with one in use, the card of a passage that
// stands in it, and the page beside it, which has no text to show.

import type { Page } from "puppeteer-core";
import { withCorpusFile } from "../harness/corpus.ts";
import { fields, fill } from "../harness/field.ts";
import { marketplace } from "../harness/gate.ts";
import type { Lab } from "../harness/lab.ts";
import { cardWith, press } from "../harness/layer.ts";
import { marked } from "../harness/marks.ts";
import { until } from "../harness/until.ts";
import { wording } from "../harness/wording.ts";
import { openedBeside, type Tools } from "./seen.ts";

const text = "Leaves room for tea. The handle folds flat against the body so that the kettle slides into a rucksack beside a pair of boots without a rattle.";

export function publishCorpus({ server }: Lab): Promise<void> {
  return withCorpusFile((path) => server.publish(undefined, "--corpus", path));
}

export async function corpusPictures({ browser }: Lab, { open, look, save, language }: Tools): Promise<void> {
  const options = await open(`${browser.origin}/options/options.html#corpora`);
  await choose(options, ["corpus:shop"]);
  await options.waitForSelector("#corpora input:checked");
  await until("it is in use", async () => ((await options.$eval("#corpora", (section) => section.textContent ?? "")).includes(wording("register_in_use", language)) ? true : undefined));
  await options.$eval("#registers", (section) => section.scrollIntoView());
  await save(options, "corpora");

  const form = await open(`${marketplace}/product`);
  await fill(form, fields.contenteditable, text);
  const passage = await until("the passage is marked", async () => (await marked(browser, form, fields.contenteditable)).find(({ word }) => word.length > 80));
  await form.mouse.click(passage.x, passage.y);
  await cardWith(browser, form, wording("kind_copied", language));
  await save(form, "card-traced");
  await press(browser, form, wording("copied_beside", language));
  const view = await openedBeside(form.browser());
  await look(view);
  await view.waitForSelector(".traces li");
  await save(view, "beside-traced");
  await view.close();
  await form.close();
  await choose(options, []);
  await options.close();
}

async function choose(options: Page, corpora: readonly string[]): Promise<void> {
  await options.evaluate(async (corpora) => {
    await chrome.runtime.sendMessage({ kind: "settings.set", request: { corpora } });
    await chrome.runtime.sendMessage({ kind: "update", request: {} });
  }, corpora);
}
