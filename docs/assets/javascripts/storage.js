// What a reader chose and did, remembered on this device. Storage that is full, blocked or damaged costs the memory,
// never the page.

import { NAME } from "./vocabulary.js";

/**
 * What was written in this visit where the device does not remember.
 * @type {Map<string, unknown>}
 */
const ofThisVisit = new Map();

/**
 * What was kept under this name; null where there is nothing, or nothing that can be read.
 * @param {string} name
 * @returns {unknown}
 */
export function recall(name) {
  if (ofThisVisit.has(name)) return ofThisVisit.get(name);
  try {
    return JSON.parse(localStorage.getItem(`${NAME}:${name}`) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Keep a value; false where the device does not remember it and it lasts as long as the page.
 * @param {string} name
 * @param {unknown} value
 */
export function keep(name, value) {
  const written = JSON.stringify(value);
  try {
    localStorage.setItem(`${NAME}:${name}`, written);
    if (localStorage.getItem(`${NAME}:${name}`) === written) {
      ofThisVisit.delete(name);
      return true;
    }
  } catch {
    // The answer says it.
  }
  ofThisVisit.set(name, value);
  return false;
}

/**
 * Whether what was last kept under this name is remembered.
 * @param {string} name
 */
export function remembers(name) {
  return !ofThisVisit.has(name);
}

/**
 * Look again where what is kept may have changed: in another tab, or since the browser put the page aside.
 * @param {() => void} again
 */
export function onOtherChange(again) {
  addEventListener("storage", again);
  addEventListener("pageshow", (event) => event.persisted && again());
}
