// Copying, and the confirmation that stands beside what was copied, with other forms to choose from.

import { make } from "./dom.js";

const status = document.body.appendChild(make("div", { role: "status", class: "unseen" }));

/**
 * The confirmation that is open, and what it stands beside: the link or button that copied, or a selection.
 * @type {{ box: HTMLElement, anchor: HTMLElement | Range } | null}
 */
let menu = null;

/**
 * Tell a screen reader, also when the same words come twice.
 * @param {string} words
 */
export function say(words) {
  status.textContent = "";
  setTimeout(() => {
    status.textContent = words;
  }, 50);
}

/** @param {Form} form */
export async function copy(form) {
  try {
    const blobs = Object.entries(form).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    // An old browser, or an address without https.
    return copyByEvent(form);
  }
}

/** @param {Form} form */
function copyByEvent(form) {
  let filled = false;
  /** @param {ClipboardEvent} event */
  const fill = (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(form)) event.clipboardData?.setData(type, text);
    filled = true;
  };
  // In front of what copies a selection.
  document.addEventListener("copy", fill, { once: true, capture: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  return done && filled;
}

/**
 * The confirmation with these parts, instead of one that is open.
 * @param {HTMLElement[]} parts
 * @param {HTMLElement | Range} anchor
 * @param {string} name
 */
export function openMenu(parts, anchor, name) {
  closeMenu();
  const box = make("div", { class: "copied", role: "group", "aria-label": name }, ...parts);
  menu = { box, anchor };
  document.querySelector("main").append(box);
  const beside = anchor.getBoundingClientRect();
  const left = Math.min(beside.left, document.documentElement.clientWidth - box.offsetWidth - 8);
  box.style.left = `${Math.max(8, left) + scrollX}px`;
  // A selection may end outside of the window.
  const top = anchor instanceof Range ? Math.min(beside.bottom, innerHeight - box.offsetHeight - 16) : beside.bottom;
  box.style.top = `${top + scrollY + 4}px`;
  return box;
}

/** @param {HTMLElement} box */
export function closeLater(box) {
  setTimeout(() => {
    if (box !== menu?.box) return;
    if (box.matches(":hover, :focus-within")) closeLater(box);
    else closeMenu();
  }, 6000);
}

function closeMenu() {
  if (!menu) return;
  const { box, anchor } = menu;
  const focused = box.contains(document.activeElement);
  box.remove();
  menu = null;
  if (focused && anchor instanceof HTMLElement) anchor.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (event.target instanceof Node && !menu?.box.contains(event.target)) closeMenu();
});
document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (event.key === "Escape") closeMenu();
  if (event.key !== "Tab") return;
  // The confirmation stands at the end of the page; for the Tab key it stands behind the link or the selection.
  const { box, anchor } = menu;
  const choices = box.querySelectorAll("button, input");
  const stops = anchor instanceof HTMLElement ? [anchor, ...choices] : [document.body, ...choices];
  const { activeElement } = document;
  const outside = anchor instanceof Range && !box.contains(activeElement);
  const at = outside ? 0 : activeElement instanceof HTMLElement ? stops.indexOf(activeElement) : -1;
  if (at < 0 || (at === 0 && event.shiftKey)) return;
  const next = stops[at + (event.shiftKey ? -1 : 1)];
  if (next) {
    event.preventDefault();
    next.focus();
  } else {
    // Focus is back at the link, and Tab moves on from there.
    closeMenu();
  }
});
