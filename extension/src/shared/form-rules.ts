// Rules of form, as sellers may ignore them: the core names one by its field and
// its kind ("title max-characters"), where a finding of a word has its term.

import { t, tell } from "./i18n.ts";
import { fieldNames } from "./verdict.ts";

/** By kind of limit, the rule id of its findings after "field." (wasm/screen/rules.go). */
export const formRules: Readonly<Record<string, string>> = {
  "max-characters": "too-long",
  "max-bytes": "too-many-bytes",
  "min-characters": "too-short",
  "banned-characters": "banned-character",
  "max-repeats": "repeated-word",
  "min-count": "too-few",
  "max-count": "too-many",
  "max-part-characters": "part-too-long",
  "max-total-characters": "total-too-long",
  "single-characters": "character-twice",
  "unique-parts": "part-twice",
  "banned-starts": "banned-start",
  "banned-ends": "banned-end",
  "banned-values": "placeholder",
  "banned-shapes": "product-number",
  "no-emoji": "emoji",
  "no-markup": "markup",
  "no-contacts": "contact",
};

/** What a seller reads for what is ignored: the term, or the rule in words. */
export function termName(term: string): string {
  const [field = "", kind = ""] = term.split(" ", 2);
  const name = fieldNames.find((each) => each === field);
  const rule = formRules[kind];
  if (name === undefined || rule === undefined || term !== `${field} ${kind}`) return term;
  const what = tell(`rule_field_${rule.replaceAll("-", "_")}`, { text: "\u2026" }) ?? kind;
  return t("named", { name: t(`field_${name}`, { number: "" }).trim(), what });
}
