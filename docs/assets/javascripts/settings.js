// What a reader chose: the colour scheme, which the theme keeps, and how formulas are copied.

import { keep, recall } from "./storage.js";

/** In the order of the theme's switches. */
export const SCHEMES = ["system", "light", "dark"];

export const FORMULAS = ["tex", "plain"];

/**
 * How formulas are copied; null where the reader has not chosen.
 * @returns {string | null}
 */
export function chosenFormulas() {
  const kept = recall("formulas");
  return FORMULAS.find((form) => form === kept) ?? null;
}

/** @param {string | null} form */
export function chooseFormulas(form) {
  return keep("formulas", form);
}

/** The colour scheme: the system's where the reader has not chosen. */
export function chosenScheme() {
  return SCHEMES[window.__md_get("__palette")?.index ?? 0] ?? "system";
}

/**
 * Switch as the theme's own button does.
 * @param {string} scheme
 */
export function chooseScheme(scheme) {
  document.querySelector(`input#__palette_${SCHEMES.indexOf(scheme)}`)?.click();
}
