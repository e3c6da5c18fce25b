// The words of a search are marked on the page that it led to: `?h=` names them. page.js fetches this when there are
// some.

import { make } from "./dom.js";

/** Drawings and formulas are no running text: a mark would break them. */
const WHOLE = "svg, .katex, script, style, .headerlink";

const words = new URLSearchParams(location.search).get("h") ?? "";
mark(words.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)));

/** @param {string[]} all */
function mark(all) {
  const article = document.querySelector("article");
  if (!article || !all.length) return;
  const any = `(?:${all.map((word) => word.replace(/[|\\{}()[\]^$+*?./]/g, "\\$&")).join("|")})`;
  // From the beginning of a word, and neighbours in one.
  const pattern = new RegExp(`(^|[^\\p{L}\\p{N}])(${any}(?:\\s+${any})*)`, "giu");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) {
    if (!text.parentElement?.closest(WHOLE)) markIn(text, pattern);
  }
}

/**
 * @param {Node} text
 * @param {RegExp} pattern
 */
function markIn(text, pattern) {
  const words = text.nodeValue ?? "";
  const parts = [];
  let end = 0;
  for (const { index = 0, 1: before = "", 2: found = "" } of words.matchAll(pattern)) {
    const start = index + before.length;
    parts.push(words.slice(end, start), make("mark", { "data-md-highlight": true }, found));
    end = start + found.length;
  }
  if (parts.length) text.parentElement?.replaceChild(fragment(...parts, words.slice(end)), text);
}

/** @param {(Node | string)[]} parts */
function fragment(...parts) {
  const holder = document.createDocumentFragment();
  holder.append(...parts);
  return holder;
}
