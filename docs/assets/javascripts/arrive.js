// Arriving at an address: what is folded opens, and the target takes the focus. The highlight is the style sheet's.

import { wantedId } from "./dom.js";

/** Go to the target of the address; `again` where the reader follows the link they are already at. */
export function arrive(again = false) {
  const found = document.getElementById(wantedId());
  // "__" ids are the theme's switches.
  if (!found || found.id.startsWith("__")) return;
  // An old id stands inside what it named.
  const target = (found.matches(".alias") && found.parentElement) || found;
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    opened ||= !fold.open;
    fold.open = true;
  }
  // The browser has scrolled to words and marks them.
  if (atText()) return;
  // The reader writes already.
  if (document.activeElement?.matches("input[type=text], input[type=search]")) return;
  const place = (target.matches("details") && target.querySelector("summary")) || target;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  if (place !== target) place.addEventListener("blur", () => keepFocus(place), { once: true });
  if (opened || again) target.scrollIntoView();
  if (again) for (const mark of (place.closest("tr") ?? place).getAnimations()) mark.play();
}

/**
 * Chromium, once it has drawn a page that opens at a fold, takes the focus from its summary: no reader did that.
 * @param {HTMLElement} summary
 */
function keepFocus(summary) {
  if (!navigator.userActivation?.hasBeenActive) summary.focus({ preventScroll: true });
}

/** Whether the page was opened at a text fragment, which browsers hide from `location`. */
function atText() {
  const [visit] = performance.getEntriesByType("navigation");
  const [address, text] = visit?.name.split(":~:") ?? [];
  return text !== undefined && address?.replace(/#$/, "") === location.href.replace(/#$/, "");
}
