// The page around the form: its elements, its wording, its looks.

import { languageNames, t, tell, useLanguage } from "../shared/i18n.ts";
import { themes } from "../shared/settings.ts";

/** An element of index.html; the page and this code ship together. */
export function part<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html has no ${type.name} #${id}`);
  return found;
}

/** Puts every wording of the page in the language now in use. */
export function translate(): void {
  document.title = t("try_title");
  for (const element of document.querySelectorAll<HTMLElement>("[data-t]")) {
    const { t: key = "", number = "" } = element.dataset;
    element.textContent = tell(key, { number }) ?? element.textContent;
  }
  for (const element of document.querySelectorAll<HTMLInputElement>("[data-placeholder]")) {
    element.placeholder = tell(element.dataset["placeholder"] ?? "") ?? "";
  }
}

export type Looks = { readonly theme: () => (typeof themes)[number] };

/** Language and theme: the browser's until the visitor chooses. */
export function looks(changed: () => void): Looks {
  const language = part("language", HTMLSelectElement);
  const theme = part("theme", HTMLSelectElement);
  language.replaceChildren(...languageNames().map(({ code, name }) => new Option(name, code)));
  const asked = new URLSearchParams(location.search);

  const speak = (chosen: string) => {
    language.value = useLanguage(chosen);
    document.documentElement.lang = language.value;
    translate();
  };
  const paint = () => (document.documentElement.dataset["theme"] = theme.value);

  speak(asked.get("language") ?? "auto");
  theme.value = themes.find((each) => each === asked.get("theme")) ?? "auto";
  paint();
  language.addEventListener("change", () => {
    speak(language.value);
    changed();
  });
  theme.addEventListener("change", () => {
    paint();
    changed();
  });
  return { theme: () => themes.find((each) => each === theme.value) ?? "auto" };
}
