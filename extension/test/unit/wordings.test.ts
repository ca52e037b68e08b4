import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { catalogues, type Catalogue } from "#locales";
import { ruleKey } from "../../src/shared/explain.ts";
import { formRules, termName } from "../../src/shared/form-rules.ts";
import { language, languageNames, megabytes, place, t, useLanguage } from "../../src/shared/i18n.ts";

const top = fileURLToPath(new URL("../../", import.meta.url));
const { en = {} } = catalogues;
const keys = Object.keys(en);

/** All of the extension that may speak: code, pages, manifests. */
const sources = ["src", "static"].flatMap((folder) =>
  readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|html|json)$/.test(name) && !name.endsWith("messages.json"))
    .map((name) => readFileSync(join(top, folder, name), "utf8")),
);
const all = sources.join("\n");

for (const [code, catalogue] of Object.entries(catalogues)) {
  test(`${code} says all that English says, and nothing else`, () => {
    assert.deepEqual(Object.keys(catalogue).toSorted(), keys.toSorted());
  });

  test(`${code} fills in what English fills in`, () => {
    for (const key of keys) assert.deepEqual(params(catalogue, key), params(en, key), key);
  });

  test(`${code} leaves nothing empty`, () => {
    for (const [key, { message }] of Object.entries(catalogue)) assert.equal(message.trim(), message === "" ? "something" : message, key);
  });
}

test("every wording is said somewhere", () => {
  const named = new Set([...all.matchAll(/["'`]([a-z][a-z0-9_]*)["'`]|__MSG_(\w+)__/g)].map(([, key, message]) => key ?? message));
  // t(`severity_${severity}`): all that begins so may be said.
  const begun = [...all.matchAll(/`([a-z][a-z0-9_]*_)\$\{/g)].map(([, prefix = ""]) => prefix);
  const unused = keys.filter((key) => !named.has(key) && !begun.some((prefix) => key.startsWith(prefix)));
  assert.deepEqual(unused, []);
});

test("everything said has a wording", () => {
  const said = [/\bt\(\s*"(\w+)"/g, /__MSG_(\w+)__/g, /data-(?:t|placeholder)="(\w+)"/g, /getMessage\("(\w+)"/g];
  const missing = said.flatMap((pattern) => [...all.matchAll(pattern)].map(([, key = ""]) => key)).filter((key) => !(key in en));
  assert.deepEqual(missing, []);
});

test("Chinese is written with Chinese punctuation", () => {
  for (const [key, { message }] of Object.entries(catalogues["zh-CN"] ?? {})) assert.doesNotMatch(message, /[\u4e00-\u9fff][,;:!?]/, key);
});

const pseudo: Catalogue = Object.fromEntries(keys.map((key) => [key, { message: `[${en[key]?.message ?? ""}!!]` }]));

test("a language is chosen from those there are, by what the browser speaks", () => {
  catalogues["en-XA"] = pseudo;
  after(() => void delete catalogues["en-XA"]);
  assert.equal(useLanguage("en-XA", "zh"), "en-XA");
  assert.equal(t("card_count", { number: 1, of: 2 }), "[1 of 2!!]");
  assert.ok(languageNames().some(({ code }) => code === "en-XA"));
  assert.equal(useLanguage("auto", "en-xa"), "en-XA");
  assert.equal(useLanguage("auto", "zh-TW"), "zh-CN");
  assert.equal(useLanguage("auto", "pt-BR"), "en");
  assert.equal(useLanguage("xx", "zh-CN"), "zh-CN", "a language that is gone");
  useLanguage("en");
  assert.equal(language(), "en");
});

test("a country is named in the language of the page, and so is an office that is none", () => {
  after(() => void useLanguage("en"));
  const codes = ["US", "GB", "EU", "WO-DE", "HK", "PATENT"];
  useLanguage("en");
  assert.deepEqual(codes.map(place), ["US", "UK", "EU", "Germany (WIPO)", "Hong Kong", "PATENT"]);
  useLanguage("zh-CN");
  assert.deepEqual(codes.map(place), ["美国", "英国", "欧盟", "德国 (WIPO)", "香港", "PATENT"]);
});

test("a size that is not nothing is not said to be", () => {
  assert.deepEqual([0, 1, 104_858, 40 << 20].map(megabytes), ["0", "0.1", "0.2", "40"]);
});

function params(catalogue: Catalogue, key: string): readonly string[] {
  return (catalogue[key]?.message.match(/\{\w+\}|%s/g) ?? []).toSorted();
}

test("every rule of the core has a wording", () => {
  const rules = readFileSync(join(top, "../wasm/screen/rules.go"), "utf8");
  const lists = readdirSync(join(top, "../server/lists")).filter((name) => name.endsWith(".list"));
  const ids = [
    ...[...rules.matchAll(/\{"([a-z]+(?:\.[a-z-]+)?)", "/g)].map(([, id = ""]) => id),
    ...lists.flatMap((name) => [...readFileSync(join(top, "../server/lists", name), "utf8").matchAll(/^\s+rule: ([a-z][a-z-]*)$/gm)].map(([, slug]) => `policy.${slug}`)),
  ];
  assert.ok(ids.length > 60);
  assert.deepEqual([...new Set(ids)].filter((id) => !(ruleKey(id) in en)), []);
});

test("a rule of form that is ignored is named in words, and a term as it is", () => {
  assert.equal(termName("Velcro"), "Velcro");
  assert.equal(termName("title of the year"), "title of the year");
  assert.equal(termName("title max-characters"), `${t("field_title")}: ${t("rule_field_too_long")}`);
  assert.equal(termName("bullets banned-ends"), "Bullet: This marketplace asks for no \u201c\u2026\u201d at the end.");
});

test("each kind of limit of the core is the rule that the core gives it", () => {
  const names = readFileSync(join(top, "../wasm/list/names.go"), "utf8").match(/limitKindNames\s+= \[\]string\{([^}]*)\}/)?.[1] ?? "";
  const kinds = [...names.matchAll(/"([a-z-]+)"/g)].map(([, kind = ""]) => kind);
  const rules = [...readFileSync(join(top, "../wasm/screen/rules.go"), "utf8").matchAll(/list\.(\w+):\s+\{"field\.([a-z-]+)"/g)];
  const slug = (kind: string) => kind.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? "" : "-") + letter.toLowerCase());
  assert.deepEqual(new Map(rules.map(([, kind = "", rule = ""]) => [slug(kind), rule])), new Map(Object.entries(formRules)));
  assert.deepEqual(kinds.toSorted(), Object.keys(formRules).toSorted());
});
