// The questions of a page, or the parts of a task: one control opens or closes all; a printed page shows them.

import { make } from "./dom.js";

const folds = [...document.querySelectorAll("details.question")];
const allOpen = () => folds.every((fold) => fold.open);

/** Put the control in front of the page's first question, if there is one, and of the heading of its concept. */
export function offerAll() {
  const first = folds[0];
  if (!first) return;
  const control = make("button", { type: "button", class: "fold-all", onclick: () => turn(folds, !allOpen()) });
  const label = () => {
    control.textContent = `${allOpen() ? "Close" : "Open"} all ${folds.length}`;
  };
  /** @type {HTMLDetailsElement[]} */
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((fold) => !fold.open);
    turn(closed, true);
  });
  addEventListener("afterprint", () => turn(closed, false));
  document.addEventListener("toggle", label, true);
  label();
  (document.querySelector(".lead ~ h2") ?? first.parentElement)?.before(control);
}

/**
 * @param {HTMLDetailsElement[]} some
 * @param {boolean} open
 */
function turn(some, open) {
  for (const fold of some) fold.open = open;
}
