// Sites the seller added: each one is a permission the browser holds, and the
// registered script follows the permissions, whoever changes them.

const scriptId = "added-sites";

/** Makes the registration match the permissions; safe to call at any time. */
export async function followPermissions(): Promise<void> {
  const { origins = [] } = await chrome.permissions.getAll();
  const built = chrome.runtime.getManifest().content_scripts ?? [];
  const known = built.flatMap((script) => script.matches ?? []);
  const matches = origins.filter((origin) => !known.includes(origin));
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  if (matches.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [scriptId] });
    return;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id: scriptId,
    matches,
    js: built[0]?.js ?? [],
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: "document_idle",
    persistAcrossSessions: true,
  };
  if (registered.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}
