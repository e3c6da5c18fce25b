// "Print these": the texts of a list are fetched, put one behind the other, and printed instead of the page.

import { make, siteUrl } from "./dom.js";
import { say } from "./share.js";

/** Print the parts that these items lead to; where they cannot be fetched (offline), the list itself. */
export async function printTexts(items, button) {
  button.disabled = true;
  say("Collecting the texts");
  const sheet = make("div", { class: "print-sheet md-typeset" });
  try {
    const pages = new Map();
    for (const url of new Set(items.map((item) => pageOf(item).href))) pages.set(url, await fetchPage(url));
    const taken = new Set(); // an item inside one that came before is not printed twice
    for (const item of items) {
      const found = textOf(pages.get(pageOf(item).href), decodeURIComponent(item.url.split("#")[1]));
      const fresh = found.filter((part) => !taken.has(part));
      const origin = make("p", { class: "page-facts" }, `${item.page} · ${siteUrl(item.url).href}`); // paper leads back to the site
      if (fresh.length) sheet.append(origin, ...fresh.map((part) => document.importNode(part, true)));
      for (const part of found) taken.add(part);
    }
  } catch {
    sheet.replaceChildren();
    say("The texts cannot be collected here, for example from a folder. The list itself is printed.");
  }
  button.disabled = false;
  if (sheet.childElementCount) document.body.append(sheet);
  document.documentElement.classList.toggle("print-list", sheet.childElementCount > 0);
  addEventListener("afterprint", () => (sheet.remove(), document.documentElement.classList.remove("print-list")), { once: true });
  window.print();
}

const pageOf = (item) => siteUrl(item.url.split("#")[0]);

async function fetchPage(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of page.querySelectorAll(".headerlink, script, .page-foot")) part.remove();
  for (const fold of page.querySelectorAll("details")) fold.open = true;
  for (const link of page.querySelectorAll("article a[href]")) link.setAttribute("href", new URL(link.getAttribute("href"), url));
  for (const image of page.querySelectorAll("article img[src]")) image.setAttribute("src", new URL(image.getAttribute("src"), url));
  return page;
}

/** The heading and what follows it, up to the next heading of its rank. */
function textOf(page, id) {
  const heading = page.getElementById(id);
  const parts = [heading];
  const rank = Number(heading.tagName[1]);
  for (let next = heading.nextElementSibling; next && !(Number(/^H(\d)$/.exec(next.tagName)?.[1]) <= rank); next = next.nextElementSibling) parts.push(next);
  return parts;
}
