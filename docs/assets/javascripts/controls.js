// Buttons, rows of them, and numbers of things.

import { make } from "./dom.js";

/**
 * @param {string} label
 * @param {() => void} onclick
 */
export function button(label, onclick) {
  return make("button", { type: "button", onclick }, label);
}

/** @param {(HTMLElement | string)[]} parts */
export function buttonRow(...parts) {
  return make("p", { class: "actions" }, ...parts);
}

/**
 * One item, two items.
 * @param {number} number
 * @param {string} name
 */
export function amount(number, name) {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}
