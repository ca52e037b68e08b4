// The form's own fields: what is in them, and how much still fits.

import { t } from "../shared/i18n.ts";
import { fieldIds, limitOf, marketplaces, measure, type Counted } from "./limits.ts";
import { part } from "./page.ts";
import type { Sample } from "./sample.ts";

const bulletIds = ["bullet1", "bullet2", "bullet3", "bullet4", "bullet5"] as const;

export interface Fields {
  readonly form: HTMLFormElement;
  marketplace(): string;
  category(): string;
  ownBrands(): readonly string[];
  addOwnBrand(brand: string): void;
  fill(sample: Sample): void;
  isEmpty(): boolean;
  /** Shows how much of each field is used. */
  count(): void;
}

export function createFields(): Fields {
  const input = (id: string) => part(id, HTMLInputElement);
  const description = part("description", HTMLDivElement);
  const marketplace = part("marketplace", HTMLSelectElement);
  const own = input("own");
  const bullets = bulletIds.map((id) => part(id, HTMLTextAreaElement));
  const outputs = Array.from(document.querySelectorAll("output"));
  const any = new Option("", "");
  any.dataset["t"] = "try_marketplace_any";
  marketplace.append(...marketplaces.map(([id, name]) => new Option(name, id)), any);
  // Enter in a line must not send the form anywhere; and lines are what it adds to a description.
  part("listing", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
  document.execCommand("defaultParagraphSeparator", false, "p");

  const textOf = (id: string): string => {
    const element = document.getElementById(id);
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.value;
    return element?.innerText.trim() ?? "";
  };
  const written = () => ["brand", "title", "highlights", ...bulletIds, "description", "search"].map(textOf);

  return {
    form: part("listing", HTMLFormElement),
    marketplace: () => marketplace.value,
    category: () => input("category").value,
    ownBrands: () => own.value.split(/[,，、]/).map((each) => each.trim()).filter((each) => each !== ""),
    addOwnBrand(brand) {
      own.value = own.value.trim() === "" ? brand : `${own.value.replace(/[,，、\s]+$/, "")}, ${brand}`;
    },
    fill(sample) {
      marketplace.value = sample.marketplace;
      own.value = sample.own;
      for (const id of ["category", "brand", "title", "highlights", "search"] as const) input(id).value = sample[id];
      bullets.forEach((bullet, i) => (bullet.value = sample.bullets[i] ?? ""));
      description.replaceChildren(...sample.description.map(paragraph));
    },
    isEmpty: () => written().every((text) => text.trim() === ""),
    count() {
      for (const output of outputs) show(output, textOf(output.htmlFor.value), marketplace.value);
    },
  };
}

function paragraph(text: string): HTMLElement {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function show(output: HTMLOutputElement, text: string, marketplace: string): void {
  const limit = limitOf(marketplace, counted(output.htmlFor.value));
  const used = measure(text, limit?.unit ?? "characters");
  const over = limit !== null && used > limit.max;
  output.classList.toggle("over", over);
  if (limit === null) output.textContent = used === 0 ? "" : String(used);
  else if (over) output.textContent = t("try_over", { used, max: limit.max, over: used - limit.max });
  else output.textContent = t(limit.unit === "bytes" ? "try_used_bytes" : "try_used", { used, max: limit.max });
}

function counted(id: string): Counted {
  return fieldIds.find((each) => id.startsWith(each)) ?? "bullet";
}
