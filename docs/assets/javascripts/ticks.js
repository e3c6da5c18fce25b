// What was read, ticked off. Browsers are asked not to drop it.

import { LONGEST } from "./code.js";
import { keep, recall } from "./storage.js";

// What a code of ticks can say: numbers below 36 to the 6th, and not more of them than it may hold.
const HIGHEST = 36 ** 6;

/** What a page says where they are not remembered. */
export const TICKS_END = "This browser does not remember ticks: they last until you leave the page.";

let asked = false;

/**
 * The line numbers that are ticked.
 * @returns {Set<number>}
 */
export function ticked() {
  const kept = recall("ticks");
  return new Set(Array.isArray(kept) ? kept.filter(isNumber).slice(0, LONGEST) : []);
}

/** @param {unknown} id */
function isNumber(id) {
  return Number.isInteger(id) && Number(id) > 0 && Number(id) < HIGHEST;
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
  if (done) askToPersist();
  return keep("ticks", [...all]);
}

/**
 * Ticks of headings that have moved go with them.
 * @param {Map<number, Heading>} known
 */
export function moveTicks(known) {
  const all = [...ticked()];
  const now = all.map((id) => known.get(id)?.id ?? id);
  if (now.some((id, at) => id !== all[at])) keep("ticks", [...new Set(now)]);
}

/**
 * Tick these and no others.
 * @param {number[]} ids
 */
export function tickOnly(ids) {
  return keep("ticks", ids);
}

/** Ask the browser, once a visit, to keep what is stored here when it makes room. Some ask their reader. */
async function askToPersist() {
  if (asked) return;
  asked = true;
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // An old browser, or an address without https.
  }
  dispatchEvent(new Event("persistence"));
}
