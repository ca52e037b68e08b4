// Which marketplace a seller's page belongs to, by its address. Seller pages
// have hosts of their own; where one serves several countries the address's
// parameters may say which, and else the answer is the host's usual one.

import type { Adapter } from "./adapters/adapter.ts";
import { adapters } from "./adapters/all.ts";

/** Marketplaces whose form no adapter knows. */
const others: Readonly<Record<string, string>> = { "seller.shein.com": "shein.com", "sellerhub.shein.com": "shein.com", "sso.geiwohuo.com": "shein.com" };

/** Families whose second name another adapter has. */
const families: Readonly<Record<string, string>> = { mercadolivre: "mercadolibre", shein: "shein" };

type Place = { readonly marketplace: string; readonly adapter: Adapter | null };

const nowhere: Place = { marketplace: "", adapter: null };

/** The marketplace as the lists name it, or empty, and what is known of its form. */
export function placeOf(host: string, search = ""): Place {
  const name = host.toLowerCase();
  for (const adapter of adapters) {
    const found = byHost(adapter.hosts, name) ?? byFamily(adapter.family, name);
    if (found !== null) return { marketplace: bySite(adapter, search) ?? found, adapter };
  }
  const other = byHost(others, name);
  if (other !== null) return { marketplace: other, adapter: null };
  for (const [label, family] of Object.entries(families)) {
    const found = byFamily(label, name);
    if (found !== null) return { marketplace: found, adapter: adapters.find((each) => each.family === family) ?? null };
  }
  return nowhere;
}

export function marketplaceOf(host: string, search = ""): string {
  return placeOf(host, search).marketplace;
}

function byHost(hosts: Readonly<Record<string, string>>, name: string): string | null {
  for (const [host, marketplace] of Object.entries(hosts)) if (name === host || name.endsWith(`.${host}`)) return marketplace;
  return null;
}

function byFamily(family: string | undefined, name: string): string | null {
  const labels = name.split(".");
  const at = family === undefined ? -1 : labels.indexOf(family);
  return at < 0 ? null : labels.slice(at).join(".");
}

function bySite({ site }: Adapter, search: string): string | null {
  const said = new URLSearchParams(search);
  for (const parameter of site?.parameters ?? []) {
    const value = said.get(parameter);
    if (value !== null && site !== undefined && Object.hasOwn(site.values, value)) return site.values[value] ?? null;
  }
  return null;
}

/**
 * The host a frame's document belongs to. Frames that editors fill by
 * themselves have no address of their own; their origin, or the page that
 * refers to them, is the one they stand in.
 */
export function hostOfFrame(): string {
  if (location.hostname !== "") return location.hostname;
  for (const address of [self.origin, document.referrer]) {
    if (URL.canParse(address)) return new URL(address).hostname;
  }
  return "";
}
