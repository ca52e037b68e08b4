import axe from "axe-core";
import type { Page } from "puppeteer-core";

/** What axe finds wrong on a page at rest, one line a rule, with the first element that breaks it. */
export async function complaints(page: Page): Promise<string[]> {
  await page.evaluate(`${axe.source}; 0`);
  return page.evaluate(async () => {
    for (const each of document.getAnimations()) each.finish(); // half faded in, no colour is the one that will be read
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""} ${nodes[0]?.failureSummary ?? ""}`);
  });
}
