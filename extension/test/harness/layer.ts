import type { Frame, Page } from "puppeteer-core";
import type { Browser } from "./browser.ts";
import { until } from "./until.ts";

/** What the extension shows over a page, read as a person would: only what is visible, named as it is announced. */
export type Shown = {
  /** The text of the open card; empty when none is open. */
  readonly card: string;
  /** What a screen reader was told last. */
  readonly told: string;
  readonly buttons: readonly { readonly name: string; readonly x: number; readonly y: number }[];
};

export async function shown(browser: Browser, page: Page | Frame): Promise<Shown> {
  const roots = await browser.closedRoots(page, read);
  return {
    card: roots.map(({ card }) => card).join(""),
    told: roots.map(({ told }) => told).join(""),
    buttons: roots.flatMap(({ buttons }) => buttons),
  };
}

function read(root: ShadowRoot): Shown {
  const visible = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  const card = [...root.querySelectorAll<HTMLElement>("[role=dialog]")].find(visible);
  return {
    card: card?.innerText ?? "",
    told: [...root.querySelectorAll("[role=status]")].map((status) => status.textContent).join(" ").trim(),
    buttons: [...(card?.querySelectorAll<HTMLElement>("button, a[href]") ?? [])].filter(visible).map((button) => {
      const box = button.getBoundingClientRect();
      return { name: (button.ariaLabel ?? button.innerText).trim(), x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }),
  };
}

/** Waits for an open card whose text has the words. */
export function cardWith(browser: Browser, page: Page | Frame, words: string): Promise<Shown> {
  return until(`a card with “${words}”`, async () => {
    const now = await shown(browser, page);
    return now.card.includes(words) ? now : undefined;
  });
}

export function cardGone(browser: Browser, page: Page | Frame): Promise<true> {
  return until("the card closes", async () => ((await shown(browser, page)).card === "" ? true : undefined));
}

/** Clicks a button of the open card with the mouse; a wording that takes on the capitals of what it replaces is found too. */
export async function press(browser: Browser, page: Page, name: string): Promise<void> {
  const button = await until(`a button “${name}”`, async () => (await shown(browser, page)).buttons.find((each) => each.name.toLowerCase().includes(name.toLowerCase())));
  await page.mouse.click(button.x, button.y);
}
