// The background: a service worker in Chromium, an event page in Firefox. It
// may die after any line, so it only joins parts that keep their state in
// storage, and hears every event from its first moment.

import { base, root, server } from "clearlist:build";
import { loadChecker } from "../checker/checker.ts";
import { CheckerDead } from "../checker/door.ts";
import { patched } from "../checker/patcher.ts";
import { ask, openCorpora, trace } from "../checker/seen.ts";
import { today } from "../shared/day.ts";
import { allowedBrands, decided, merged, parseDecisions } from "../shared/decisions.ts";
import { askFrame } from "../shared/frames.ts";
import { count, orElse } from "../shared/parse.ts";
import { parsePush, type ListStatus } from "../shared/protocol.ts";
import { besideKey, cleanAddress, maxBeside, parseBesides, seenFullKey, type SeenInput } from "../shared/seen.ts";
import { readSettings } from "../shared/settings.ts";
import { worst } from "../shared/severity.ts";
import { openPanel } from "../shared/side.ts";
import { emptyListing, type Listing, type Verdict } from "../shared/verdict.ts";
import { answer, askerOf, type Asker, type Handlers } from "./answer.ts";
import { forgetAround, withAround } from "./around.ts";
import * as badge from "./badge.ts";
import { Core, type Pack } from "./core.ts";
import { parseBundled, plan, planSoon, updateAsked, updateDue, updateNow, type ClientParts } from "./lists/client.ts";
import { fileCache } from "./lists/cache.ts";
import { indexedBeginnings } from "./lists/download.ts";
import { UpdateFailure } from "./lists/failure.ts";
import { getter } from "./lists/fetch.ts";
import { updateLogIn } from "./lists/log.ts";
import { corpusPrefix, maxRegisters } from "./lists/registers.ts";
import { indexedStore, nothingHeld, slotOf, type Held, type PackRecord } from "./lists/store.ts";
import { targetsOf } from "./lists/trust.ts";
import { update } from "./lists/update.ts";
import { lookUpIn } from "./lookup.ts";
import { corpusStates, metRegisters, noteMet, registerStates, wantedRegisters } from "./registers.ts";
import { Seen } from "./seen/seen.ts";
import { changeSettings } from "./settings.ts";
import { addMenu, followMenu } from "./menu.ts";
import { followPermissions } from "./sites.ts";

const bundled = parseBundled(base, "base.json");
const store = indexedStore();
const cache = fileCache(() => Date.now());
const beginnings = indexedBeginnings();
const updateLog = updateLogIn(chrome.storage.local);
const askedKey = "updateAsked";
const alarmName = "update";
const topFrame = 0;
let updating = false;

const core = new Core({
  load: () => loadChecker(fetch(chrome.runtime.getURL("core.wasm"))),
  lists: async () => {
    const held = await readHeld();
    return [curatedPacks(held), ...registerPacks(held)];
  },
  isDead: (error) => error instanceof CheckerDead,
});

const bundledPack: Pack = {
  name: bundled.list,
  version: bundled.version,
  asOf: bundled.as_of,
  terms: bundled.terms,
  source: "bundled",
  proven: true,
  bytes: bundledBytes,
};

async function bundledBytes(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(chrome.runtime.getURL("base/curated.pack"))).arrayBuffer());
}

/** A broken store holds nothing: the bundled list then answers. */
async function readHeld(): Promise<Held> {
  try {
    return await store.read();
  } catch (error) {
    console.error(error);
    return nothingHeld;
  }
}

/** Fetched packs that are not older than the bundled one, best first, then that one. */
function curatedPacks(held: Held): readonly Pack[] {
  const slot = slotOf(held, bundled.list);
  const fetched = [slot?.current ?? null, slot?.previous ?? null].flatMap((record) => (record !== null && record.version >= bundled.version ? [storedPack(record)] : []));
  return [...fetched, bundledPack];
}

function registerPacks(held: Held): readonly (readonly Pack[])[] {
  return held.slots.flatMap(({ current }) => (current.list === bundled.list || isCorpus(current.list) ? [] : [[storedPack(current)]]));
}

/** Published corpora are asked by what finds copies, not by what screens. */
function corpora(held: Held): readonly Pack[] {
  return held.slots.flatMap(({ current }) => (isCorpus(current.list) ? [storedPack(current)] : []));
}

function isCorpus(list: string): boolean {
  return list.startsWith(corpusPrefix);
}

function storedPack(record: PackRecord): Pack {
  const { list: name, version, asOf, terms } = record;
  const bytes = async () => {
    const found = await store.pack(record.sha256);
    // Its hash was verified when it came; a pack has a sum of its own, by which damage is found where it is opened.
    if (found?.length !== record.length) throw new Error("the stored pack is damaged");
    return found;
  };
  return { name, version, asOf, terms, source: "fetched", proven: true, bytes };
}

const client: ClientParts = {
  run: runUpdate,
  readLog: updateLog.read,
  writeLog: updateLog.write,
  readAsked: async () => orElse(count, 0)((await chrome.storage.session.get(askedKey))[askedKey]),
  // What is not noted holds nobody back.
  writeAsked: (time) => chrome.storage.session.set({ [askedKey]: time }).catch((error: unknown) => console.warn(error)),
  wakeAt: (when) => chrome.alarms.create(alarmName, { when }),
  alone: (work) =>
    navigator.locks.request("update", { ifAvailable: true }, async (lock) => {
      if (lock === null) return false;
      updating = true;
      try {
        await work();
      } finally {
        updating = false;
      }
      return true;
    }),
  online: () => navigator.onLine,
  clock: () => Date.now(),
  random: Math.random,
};

async function runUpdate(): Promise<void> {
  const proven = new Map<string, () => void>();
  const settings = await readSettings();
  await update({
    get: getter(server, fetch, () => Date.now()),
    store,
    beginnings,
    clock: () => Date.now(),
    base: { root: new TextEncoder().encode(root), list: bundled, floor: bundled, pack: bundledBytes },
    wanted: wantedRegisters(settings, await metRegisters()),
    corpora: settings.corpora,
    patch: (pack, delta) => patched(fetch(chrome.runtime.getURL("patcher.wasm")), pack, delta),
    test: async (record) => {
      try {
        if (isCorpus(record.list)) await proveCorpus(storedPack(record));
        else proven.set(record.list, await core.prove({ ...storedPack(record), proven: false }));
      } catch (error) {
        throw new UpdateFailure("unusable", String(error));
      }
    },
    changed: (list) => (isCorpus(list) ? seen.corporaChanged() : (proven.get(list) ?? (() => core.restart()))()),
  });
}

/** Opens a corpus and asks it something in an instance of its own. */
async function proveCorpus(pack: Pack): Promise<void> {
  const checker = await loadChecker(fetch(chrome.runtime.getURL("core.wasm")));
  openCorpora(checker, [await pack.bytes()]);
  ask(checker, { ...emptyListing, title: pack.name });
  trace(checker);
}

const seen = new Seen({
  door: async () => (await core.start()).checker,
  corpora: async () => corpora(await readHeld()),
  clock: Date.now,
  full: {
    read: async () => (await chrome.storage.session.get(seenFullKey))[seenFullKey] === true,
    write: (full) => chrome.storage.session.set({ [seenFullKey]: full }),
  },
});

const handlers: Handlers = {
  check: async ({ listing }, { tab }) => {
    // Meanwhile; what fails here fails again where it is waited for.
    for (const ahead of [core.start(), seen.prepare()]) ahead.catch(() => undefined);
    const verdict = await core.check(await completed(await withAround(listing, tab)));
    const [whole, met] = await Promise.all([withCopies(verdict, listing), noteMet(verdict)]);
    if (met) void planSoon(client);
    return whole;
  },
  wake: async () => {
    await core.start();
    return {};
  },
  lookup: async ({ words, offices }) => {
    const { checker, packs } = await core.start();
    const held = await readHeld();
    const parts = { get: getter(server, fetch, () => Date.now()), cache, targets: held.targets === null ? null : targetsOf(held.targets) };
    return lookUpIn(parts, checker, packs, words, offices);
  },
  report: async (what, { tab, frame }) => {
    if (tab !== undefined) await badge.report(tab, frame, what);
    return {};
  },
  decide: (decision) => changeSettings((settings) => parseDecisions(decided(settings, decision))),
  "decisions.merge": (theirs) => changeSettings((mine) => parseDecisions(merged(mine, theirs))),
  escape: async (_, { tab }) => {
    await push("close-card", tab);
    return {};
  },
  save: async (report, { tab }) => ({ saved: tab !== undefined && (await askFrame(tab, topFrame, "save", report)) !== undefined }),
  status,
  update: async ({ chosen }) => {
    if (chosen) await updateNow(client);
    const made = chosen || (await updateAsked(client));
    return { ...(await status()), tooSoon: !made };
  },
  "settings.set": async (change) => {
    const settings = await changeSettings(() => change);
    if (change.updates === true) await plan(client);
    return settings;
  },
  "seen.capture": async ({ page, asked }, asker) => {
    if (!asked && !(await readSettings()).collect) return { added: 0, known: 0, empty: 0, full: false, off: true };
    return seen.add([{ ...page, address: addressOf(page, asker) }], "competitor", asked ? "hand" : "page");
  },
  "seen.show": async ({ text, key }) => {
    const id = crypto.randomUUID();
    const before = orElse(parseBesides, [])((await chrome.storage.session.get(besideKey))[besideKey]);
    await chrome.storage.session.set({ [besideKey]: [...before, { id, text, key }].slice(-maxBeside) });
    await chrome.tabs.create({ url: chrome.runtime.getURL(`seen/seen.html#beside=${id}`) });
    return {};
  },
  "seen.state": () => seen.state(),
  "seen.list": ({ search, after }) => seen.list(search, after),
  "seen.add": ({ listings, side }) => seen.add(listings, side, "hand"),
  "seen.mark": ({ key, side }) => seen.mark(key, side),
  "seen.forget": ({ key }) => seen.forget(key),
  "seen.read": async ({ keys }) => ({ texts: await seen.texts(keys) }),
  "seen.compare": ({ text, key }) => seen.compare(text, key),
};

/** The verdict with what is copied; where that cannot be told, with nothing of it, as the lists matter more. */
async function withCopies(verdict: Verdict, listing: Listing): Promise<Verdict> {
  try {
    const copied = await seen.check(listing);
    if (copied.length === 0) return verdict;
    const findings = [...verdict.findings, ...copied];
    return { ...verdict, findings, verdict: worst(findings.map(({ severity }) => severity)) };
  } catch (error) {
    console.error(error);
    return verdict;
  }
}

/** A page may say another address of its own site, never one of another. */
function addressOf(page: SeenInput, { address }: Asker): string {
  const own = cleanAddress(address);
  const said = cleanAddress(page.address);
  return own !== "" && said !== "" && new URL(said).origin === new URL(own).origin ? said : own;
}

/** What the seller has set stands in where the page does not say; rules are read for the seller's own day. */
async function completed(listing: Listing): Promise<Listing> {
  const settings = await readSettings();
  const asOf = listing.asOf ?? today();
  return {
    ...listing,
    marketplace: listing.marketplace || settings.marketplace,
    ownBrands: [...new Set([...listing.ownBrands, ...allowedBrands(settings, asOf)])],
    asOf,
  };
}

async function status(): Promise<ListStatus> {
  const [{ packs }, log, held, settings, met, answering] = await Promise.all([core.start(), client.readLog(), readHeld(), readSettings(), metRegisters(), seen.answering().catch((): readonly string[] => [])]);
  const { name, version, asOf, terms, source } = packs[0] ?? bundledPack;
  return {
    ...{ name, version, asOf, terms, source },
    registers: registerStates(held, packs, wantedRegisters(settings, met)),
    corpora: corpusStates(held, corpora(held).filter(({ name }) => answering.includes(name)), settings.corpora),
    stored: held.slots.reduce((sum, { current, previous }) => sum + current.length + (previous?.length ?? 0), 0),
    room: maxRegisters,
    ...{ checkedAt: log.checkedAt, nextCheckAt: log.nextAt, failure: log.failure, updating, tooSoon: false },
  };
}

async function onAlarm(): Promise<void> {
  if ((await readSettings()).updates) await updateDue(client);
}

/** Passes what was pressed on to the frames of its tab; a tab without our script has nobody to hear it. */
async function push(what: string, tab: number | undefined): Promise<void> {
  if (tab === undefined) return;
  try {
    await chrome.tabs.sendMessage(tab, parsePush({ push: what }));
  } catch {
    // no script there
  }
}

/** A tab shows another page, or is gone. */
async function left(tab: number): Promise<void> {
  await Promise.all([badge.clear(tab), forgetAround(tab)]);
}

/** At every start of the browser or change of the extension: permissions and plans are looked at again. */
async function settle(): Promise<void> {
  await followPermissions();
  await plan(client);
}

chrome.runtime.onMessage.addListener((message: unknown, sender, respond) => {
  const asker = askerOf(sender, chrome.runtime.id, chrome.runtime.getURL(""));
  if (asker === undefined) return false;
  void answer(handlers, message, asker).then(respond);
  return true;
});
chrome.runtime.onInstalled.addListener(({ reason }) => {
  if (reason === "install") void chrome.tabs.create({ url: chrome.runtime.getURL("welcome/welcome.html") });
  addMenu();
  void settle();
});
chrome.runtime.onStartup.addListener(() => void settle());
chrome.permissions.onAdded.addListener(() => void followPermissions());
chrome.permissions.onRemoved.addListener(() => void followPermissions());
chrome.alarms.onAlarm.addListener(({ name }) => {
  if (name === alarmName) void onAlarm();
});
chrome.commands.onCommand.addListener((command, tab) => {
  if (command === "open-panel") openPanel(tab?.windowId);
  else void push(command, tab?.id);
});
followMenu();
chrome.tabs.onUpdated.addListener((tab, change) => {
  if (change.status === "loading") void left(tab);
});
chrome.tabs.onRemoved.addListener((tab) => void left(tab));
