// What was read, remembered on this device. Storage that is full, blocked or damaged costs the memory, never the page.

import { NAME } from "./vocabulary.js";

const KEY = `${NAME}:ticks`;

/**
 * Where the device does not remember.
 * @type {number[] | null}
 */
let ofThisVisit = null;

/**
 * The line numbers that are ticked.
 * @returns {Set<number>}
 */
export function ticked() {
  try {
    /** @type {unknown} */
    const kept = ofThisVisit ?? JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter(Number.isInteger) : []);
  } catch {
    return new Set();
  }
}

/**
 * Tick these, or take their ticks away; false where the device does not remember it.
 * @param {number[]} ids
 * @param {boolean} done
 */
export function tick(ids, done) {
  const all = ticked();
  for (const id of ids) {
    if (done) all.add(id);
    else all.delete(id);
  }
  const written = JSON.stringify([...all]);
  let kept = false;
  try {
    localStorage.setItem(KEY, written);
    kept = localStorage.getItem(KEY) === written;
  } catch {
    // The answer says it.
  }
  ofThisVisit = kept ? null : [...all];
  return kept;
}
