// Copy the link to a heading, row, figure, formula, claim or block; arrive at one.

import { arrive } from "./arrive.js";
import { ownUrl } from "./dom.js";
import { share } from "./share.js";
import { GENERIC } from "./vocabulary.js";

/** Let every address on the page be copied and arrived at. */
export function watchLinks() {
  document.addEventListener("click", follow);
  addEventListener("hashchange", () => arrive());
  arrive();
}

/** @param {MouseEvent} event */
function follow(event) {
  const link = event.target instanceof Element && event.target.closest("a[href*='#']");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.matches(".headerlink")) {
    event.preventDefault();
    const tex = link.parentElement?.querySelector(":scope > .katex-display math")?.getAttribute("alttext") ?? undefined;
    share(nameOf(decodeURIComponent(link.hash.slice(1))), ownUrl().href + link.hash, link, tex);
  } else if (link.href === location.href) {
    // No hashchange tells of it.
    setTimeout(arrive, 0, true);
  }
}

/**
 * What the target is called: its words without marks, and with its page where they need it.
 * @param {string} id
 */
function nameOf(id) {
  const title = document.querySelector("h1");
  const target = document.getElementById(id) ?? title;
  if (target.matches(".formula")) return `Formula: ${textOf(headingBefore(target) ?? title)}`;
  const named = target.querySelector("figcaption, .admonition-title, summary, dt > b") ?? target;
  const words = textOf(named).replace(/\.$/, "");
  const plain = /^H[1-6]$/.test(target.tagName) && !GENERIC.includes(id);
  const page = textOf(title).replace(/^\d+\. /, "");
  const name = words.length > 80 ? `${words.slice(0, 80).replace(/\s+\S*$/, "")} …` : words;
  return plain || !name ? name || page : `${name} · ${page}`;
}

/** @param {Element} element */
function headingBefore(element) {
  const headings = [...document.querySelectorAll("article :is(h2, h3, h4)")];
  return headings.findLast((heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/** @param {Element} element */
function textOf(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll(".headerlink, .claim, .code, .katex-mathml")) part.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}
