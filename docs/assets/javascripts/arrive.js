// Arriving at an address: what is folded opens, and the target takes the focus. The highlight is the style sheet's.

/** Go to the target of the address; `again` where the reader follows the link they are already at. */
export function arrive(again = false) {
  const found = document.getElementById(wanted());
  if (!found || found.id.startsWith("__")) return; // "__" ids are the theme's switches
  const target = found.matches(".alias") ? found.parentElement : found; // an old id stands inside what it named
  let opened = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    opened ||= !fold.open;
    fold.open = true;
  }
  if (atText()) return; // the browser has scrolled to words and marks them
  if (document.activeElement.matches("input[type=text], input[type=search]")) return; // the reader writes already
  const place = target.matches("details") ? target.querySelector("summary") : target;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  if (place !== target) place.addEventListener("blur", keep, { once: true });
  if (opened || again) target.scrollIntoView();
  if (again) for (const mark of (target.closest("tr") ?? target).getAnimations()) mark.play();
}

/** Chromium, once it has drawn a page that opens at a fold, takes the focus from its summary: no reader did that. */
function keep({ target: summary }) {
  if (!navigator.userActivation?.hasBeenActive) summary.focus({ preventScroll: true });
}

function wanted() {
  const id = location.hash.slice(1).split(":~:")[0];
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** Whether the page was opened at a text fragment, which browsers hide from `location`. */
function atText() {
  const [visit] = performance.getEntriesByType("navigation");
  const { href } = location;
  return visit?.name.includes(":~:") && visit.name.split(":~:")[0].replace(/#$/, "") === href.replace(/#$/, "");
}
