// "Check with Clearlist" in the menu of a selection: the words go to the popup,
// which checks them like any pasted text. Nothing of the page but the selection
// is read.

import { chooseText } from "../shared/draft.ts";

const id = "check-selection";

/** Once, when the extension is installed or changed: browsers keep menus. */
export function addMenu(): void {
  chrome.contextMenus.removeAll(() => chrome.contextMenus.create({ id, title: chrome.i18n.getMessage("menu_check"), contexts: ["selection"] }));
}

export function followMenu(): void {
  chrome.contextMenus.onClicked.addListener(({ menuItemId, selectionText }) => {
    if (menuItemId !== id || selectionText === undefined) return;
    void chooseText(selectionText);
    // Firefox opens it only within the click, so that is not waited for: it is in memory before the popup reads it.
    chrome.action.openPopup().catch(() => chrome.tabs.create({ url: chrome.runtime.getURL("popup/popup.html") }));
  });
}
