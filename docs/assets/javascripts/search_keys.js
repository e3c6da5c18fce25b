// The keys of the open search: arrows go through what was found, Enter follows the best. Those that close it
// stand in search_field.js.

/**
 * @typedef {object} Parts
 * @property {HTMLInputElement} toggle
 * @property {HTMLInputElement} field
 * @property {HTMLElement} result
 * @property {HTMLElement} suggest
 * @property {() => void} update
 */

/** @param {Parts} parts */
export function listenToKeys(parts) {
  const { toggle, field } = parts;
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.isComposing || event.metaKey || event.ctrlKey) return;
    const act = KEYS[event.key];
    if (act) act(parts, event);
    // Whoever goes on typing means the field.
    else if (event.key.length === 1) field.focus();
  });
}

/** @type {Record<string, (parts: Parts, event: KeyboardEvent) => void>} */
const KEYS = {
  Enter({ field, result }, event) {
    if (document.activeElement !== field) return;
    event.preventDefault();
    best(result)?.click();
  },
  ArrowUp(parts, event) {
    move(parts, -1, event);
  },
  ArrowDown(parts, event) {
    move(parts, 1, event);
  },
  ArrowRight({ field, suggest, update }) {
    if (!suggest.textContent || field.selectionStart !== field.value.length) return;
    field.value = suggest.textContent;
    update();
  },
};

/**
 * What the field would hold with its last word whole; empty where nothing is known of it.
 * @param {string} value
 * @param {string[]} ends
 */
export function completion(value, ends) {
  const last = /[^\s-]*$/.exec(value)?.[0] ?? "";
  const whole = ends.at(-1);
  if (!whole || !last) return "";
  return whole.startsWith(last) ? value.slice(0, value.length - last.length) + whole : value;
}

/**
 * The link with the highest score, the first of several.
 * @param {HTMLElement} result
 */
function best(result) {
  const links = [...result.querySelectorAll("a.md-search-result__link")];
  /** @param {HTMLAnchorElement} link */
  const score = (link) => Number(link.querySelector("article")?.dataset.mdScore);
  return links.sort((one, other) => score(other) - score(one))[0];
}

/**
 * The focus to the next or the last place: the field, a link, a fold.
 * @param {Parts} parts
 * @param {1 | -1} step
 * @param {KeyboardEvent} event
 */
function move({ field, result }, step, event) {
  const places = [field, ...result.querySelectorAll(":not(details) > a, summary, details[open] > a")];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? Math.max(0, places.indexOf(activeElement)) : 0;
  places[(at + places.length + step) % places.length]?.focus();
  event.preventDefault();
}
