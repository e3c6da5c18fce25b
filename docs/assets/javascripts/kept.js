// Lists that a reader keeps under a name. A list is its code, as in a link.

import { keep, recall } from "./storage.js";

export const LONGEST_NAME = 80;
/** How many lists a browser keeps. */
export const MOST = 500;
// Of the code of a list, in characters: all headings in an order without any two in a row take less.
const LONGEST_CODE = 20_000;

/** @returns {Kept[]} */
export function keptLists() {
  const found = recall("lists");
  return Array.isArray(found) ? found.slice(0, MOST).filter(isKept) : [];
}

/**
 * Keep all of these and no others; false where the device does not remember it.
 * @param {Kept[]} lists
 */
export function keepLists(lists) {
  return keep(
    "lists",
    lists.map(({ name, list }) => ({ name, list })),
  );
}

/**
 * Whether it has the form of a list with a name.
 * @param {unknown} value
 * @returns {value is Kept}
 */
export function isKept(value) {
  if (typeof value !== "object" || value === null) return false;
  /** @type {Record<string, unknown>} */
  const { name, list } = { ...value };
  if (typeof name !== "string" || typeof list !== "string") return false;
  return name.length <= LONGEST_NAME && list.length > 2 && list.length <= LONGEST_CODE;
}
