// The headings that a study list can hold, from the file that the build writes, and the list in the address.

import { decode } from "./code.js";
import { load, siteUrl } from "./dom.js";

/** Headings by line number, and the plans. */
export async function readHeadings() {
  await load(siteUrl("assets/javascripts/headings.js"));
  const { pages, headings, moved, plans } = window.studyHeadings;
  /** @type {Map<number, Heading>} */
  const known = new Map();
  for (const [id, number, fragment, title, minutes, level] of headings) {
    const page = pages[number];
    if (page) known.set(id, { id, title, minutes, level, page: page.title, url: `${page.url}#${fragment}` });
  }
  for (const [old, now] of moved) {
    const heading = known.get(now);
    if (heading) known.set(old, heading);
  }
  return { known, plans };
}

/**
 * The list that the address of this page holds, read as far as it goes; null where there is none.
 * @param {Map<number, Heading>} known
 * @returns {List | null}
 */
export function listed(known) {
  const code = new URLSearchParams(location.search).get("list");
  if (!code) return null;
  const { ids, ...leftOut } = decode(code, new Set(known.keys()));
  return { ...leftOut, code, items: [...new Set(ids.flatMap((id) => known.get(id) ?? []))] };
}

/**
 * Where an item of a list is read: its address, with the list and the place in it.
 * @param {Heading} item
 * @param {string} code
 * @param {number} index
 */
export function itemUrl(item, code, index) {
  const url = siteUrl(item.url);
  url.searchParams.set("list", code);
  url.searchParams.set("at", `${index + 1}`);
  return url.href;
}

/**
 * Minutes as a reader says them: ½ min, 3½ min, 1 h 20 min.
 * @param {number} minutes
 */
export function time(minutes) {
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${Math.floor(minutes % 60)} min`;
  return `${Math.floor(minutes) || ""}${minutes % 1 ? "½" : ""} min`;
}
