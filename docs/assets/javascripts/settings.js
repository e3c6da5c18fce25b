// What a reader chose: the colour scheme, and how formulas are copied.

import { keep, recall } from "./storage.js";

/** In the order in which the button goes round. */
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

/** The colour scheme: the system's where the reader has not chosen. A line in the page's header reads it, too. */
export function chosenScheme() {
  const kept = recall("scheme");
  return SCHEMES.find((scheme) => scheme === kept) ?? "system";
}

/**
 * Keep a choice and tell the page of it.
 * @param {string} scheme
 */
export function chooseScheme(scheme) {
  keep("scheme", scheme);
  dispatchEvent(new CustomEvent("scheme", { detail: scheme }));
}
