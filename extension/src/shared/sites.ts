// Which pages the extension works in: match patterns as the browsers write them.

/** Whether one of the patterns ("*://*.example.com/sell/*") covers an address. */
export function covers(patterns: readonly string[], address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return patterns.some((pattern) => coversOne(pattern, url));
}

/** The pages that the manifest gives one of the scripts: those that are checked, or product pages that may be kept. */
export function patternsOf(script: "content.js" | "capture.js"): readonly string[] {
  const built = chrome.runtime.getManifest().content_scripts ?? [];
  return built.filter(({ js = [] }) => js.includes(script)).flatMap(({ matches = [] }) => matches);
}

/** The permission to ask for when the seller adds a host; undefined where no script can run. */
export function patternOf(host: string): string | undefined {
  const name = host.trim().toLowerCase();
  if (!URL.canParse(`https://${name}/`)) return undefined;
  const { hostname, pathname, port } = new URL(`https://${name}/`);
  // what the address parser has to change is not a plain host name
  return hostname !== name || pathname !== "/" || port !== "" || !name.includes(".") ? undefined : `*://${name}/*`;
}

/** "seller.example.com" of "*://seller.example.com/*", for the eye. */
export function hostOf(pattern: string): string {
  return /^[^:]+:\/\/([^/]+)\//.exec(pattern)?.[1] ?? pattern;
}

function coversOne(pattern: string, url: URL): boolean {
  const [, scheme, host, path] = /^(\*|https?):\/\/([^/]+)(\/.*)$/.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined || path === undefined) return false;
  if (scheme === "*" ? !/^https?:$/.test(url.protocol) : url.protocol !== `${scheme}:`) return false;
  const suffix = host.startsWith("*.") ? host.slice(2) : undefined;
  const hostFits = host === "*" || url.hostname === (suffix ?? host) || (suffix !== undefined && url.hostname.endsWith(`.${suffix}`));
  return hostFits && globFits(path, url.pathname + url.search);
}

/** Only * is special. Parts between stars are looked for in order, so no pattern can make this slow. */
function globFits(glob: string, text: string): boolean {
  const parts = glob.split("*");
  const first = parts.shift() ?? "";
  const last = parts.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}
