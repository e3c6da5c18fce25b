// The headings that a study list can hold, from the file that the build writes, and the list in the address.

import { decode } from "./code.js";
import { load, siteUrl } from "./dom.js";

/** Headings by line number, and the plans. Each heading: id, page, url (from the site's root), title, minutes, level. */
export async function readHeadings() {
  await load(siteUrl("assets/javascripts/headings.js"));
  const { pages, headings, moved, plans } = window.studyHeadings;
  const known = new Map();
  for (const [id, page, fragment, title, minutes, level] of headings) {
    known.set(id, { id, title, minutes, level, page: pages[page].title, url: `${pages[page].url}#${fragment}` });
  }
  for (const [old, now] of moved) if (known.has(now)) known.set(old, known.get(now));
  return { known, plans };
}

/** The list that the address of this page holds, read as far as it goes; null where there is none. */
export function listed(known) {
  const code = new URLSearchParams(location.search).get("list");
  if (!code) return null;
  const found = decode(code, new Set(known.keys()));
  return { ...found, code, ids: [...new Set(found.ids.map((id) => known.get(id).id))] };
}

/** Where an item of a list is read: its address, with the list and the place in it. */
export function itemUrl(item, code, index) {
  const url = siteUrl(item.url);
  url.search = new URLSearchParams({ list: code, at: index + 1 });
  return url.href;
}

/** Minutes as a reader says them: ½ min, 3½ min, 1 h 20 min. */
export function time(minutes) {
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${Math.floor(minutes % 60)} min`;
  return `${Math.floor(minutes) || ""}${minutes % 1 ? "½" : ""} min`;
}
