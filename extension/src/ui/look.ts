// Language and theme of an extension page.

import { useLanguage } from "../shared/i18n.ts";
import { severities, severityStyle } from "../shared/severity.ts";
import type { Settings } from "../shared/settings.ts";

export function look(settings: Settings): void {
  document.documentElement.lang = useLanguage(settings.language);
  document.documentElement.dataset["theme"] = settings.theme;
}

/** Puts each severity's colour at hand as .tone-<severity>, from the one table of them. */
export function addTones(): void {
  const sheet = new CSSStyleSheet();
  const rule = (severity: (typeof severities)[number]) =>
    `.tone-${severity}{--tone:light-dark(${severityStyle[severity].light},${severityStyle[severity].dark})}`;
  sheet.replaceSync(severities.map(rule).join(""));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
