// The words of a page's elements, as a person reads them, with a bound: a page
// may be 10 MB, and none of it is trusted.

/** UTF-16 units read of one page. */
export const maxWords = 20_000;
/** Text nodes looked at for them. */
const maxNodes = 20_000;

const silent = "script,style,noscript,template,svg,math,iframe,select,button,[hidden],[aria-hidden=true]";
const block = /^(?:P|LI|DIV|H[1-6]|TR|UL|OL|SECTION|DT|DD|TABLE|ARTICLE)$/;

/** The text of an element, a line for each of its blocks; scripts and styles say nothing. */
export function wordsOf(root: Node, most: number = maxWords): string {
  const walker = root.ownerDocument?.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof Element && node.matches(silent) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  let words = "";
  for (let seen = 0, node = walker?.nextNode() ?? null; node !== null && seen < maxNodes && words.length < most; seen++, node = walker?.nextNode() ?? null) {
    if (node instanceof Text) words += node.data;
    else if (node.nodeName === "BR" || block.test(node.nodeName)) words += "\n";
    else words += " ";
  }
  return tidy(words.slice(0, most));
}

/** One space between words, no empty lines. */
export function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** Markup that a page gives as a text: read where no script runs and nothing is fetched. */
export function wordsOfMarkup(markup: string): string {
  const bounded = markup.slice(0, 10 * maxWords);
  if (!bounded.includes("<") && !bounded.includes("&")) return tidy(bounded.slice(0, maxWords));
  return wordsOf(new DOMParser().parseFromString(bounded, "text/html").body);
}
