// "Print these": the texts of a list are fetched, put one behind the other, and printed instead of the page.

import { make, siteUrl } from "./dom.js";
import { say } from "./menu.js";

/**
 * Print the parts that these items lead to; where they cannot be fetched (offline), the list itself.
 * @param {Heading[]} items
 * @param {HTMLButtonElement} button
 */
export async function printTexts(items, button) {
  button.disabled = true;
  say("Collecting the texts");
  const sheet = make("div", { class: "print-sheet md-typeset" });
  try {
    /** @type {Map<string, Document>} */
    const pages = new Map();
    /**
     * An item inside one that came before is not printed twice.
     * @type {Set<Element>}
     */
    const taken = new Set();
    for (const item of items) {
      const [address, id] = placeOf(item);
      const page = pages.get(address) ?? (await fetchPage(address));
      pages.set(address, page);
      const found = partsAt(page, id);
      const fresh = found.filter((part) => !taken.has(part));
      // Paper leads back to the site.
      const origin = make("p", { class: "page-facts" }, `${item.page} · ${siteUrl(item.url).href}`);
      if (fresh.length) sheet.append(origin, ...fresh.map((part) => document.importNode(part, true)));
      for (const part of found) taken.add(part);
    }
  } catch {
    sheet.replaceChildren();
    say("The texts cannot be collected here, for example from a folder. The list itself is printed.");
  }
  button.disabled = false;
  if (sheet.childElementCount) document.body.append(sheet);
  const root = document.documentElement.classList;
  root.toggle("print-list", sheet.childElementCount > 0);
  const end = () => {
    sheet.remove();
    root.remove("print-list");
  };
  addEventListener("afterprint", end, { once: true });
  window.print();
}

/**
 * Address of the page of an item, and the id of its heading there.
 * @param {Heading} item
 * @returns {[address: string, id: string]}
 */
function placeOf(item) {
  const [path = "", id = ""] = item.url.split("#");
  return [siteUrl(path).href, decodeURIComponent(id)];
}

/** @param {string} url */
async function fetchPage(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  let sheets = "";
  // Our own policy lets no style sheet of another page in, and complains of one that is only parsed.
  const text = (await answer.text()).replace(/<style[^>]*>([^<]*)<\/style>/g, (_, sheet) => {
    sheets += sheet;
    return "";
  });
  const page = new DOMParser().parseFromString(text, "text/html");
  styleParts(page, sheets);
  for (const part of page.querySelectorAll(".headerlink, script, .page-foot")) part.remove();
  for (const fold of page.querySelectorAll("details")) fold.open = true;
  /**
   * @param {Element} element
   * @param {string} name
   */
  const resolve = (element, name) => element.setAttribute(name, new URL(element.getAttribute(name) ?? "", url).href);
  for (const link of page.querySelectorAll("article a[href]")) resolve(link, "href");
  for (const image of page.querySelectorAll("article img[src]")) resolve(image, "src");
  return page;
}

/**
 * The classes that a page numbers mean something else here, or nothing: what they say goes to their elements.
 * @param {Document} page
 * @param {string} sheets
 */
function styleParts(page, sheets) {
  for (const [, name = "", said = ""] of sheets.matchAll(/\.(_\w+):not\(#_\)\{([^}]*)\}/g)) {
    for (const element of page.querySelectorAll(`[class~="${name}"]`)) {
      element.classList.remove(name);
      element.style.cssText += said;
    }
  }
}

/**
 * The heading and what follows it, up to the next heading of its rank.
 * @param {Document} page
 * @param {string} id
 */
function partsAt(page, id) {
  const heading = page.getElementById(id);
  if (!heading) throw new Error(`${id} is not on its page`);
  /** @type {Element[]} */
  const parts = [heading];
  const rank = rankOf(heading);
  let next = heading.nextElementSibling;
  while (next && rankOf(next) > rank) {
    parts.push(next);
    next = next.nextElementSibling;
  }
  return parts;
}

/**
 * 1 to 6 of a heading, more than any of what is none.
 * @param {Element} element
 */
function rankOf(element) {
  return Number(/^H(\d)$/.exec(element.tagName)?.[1] ?? 7);
}
