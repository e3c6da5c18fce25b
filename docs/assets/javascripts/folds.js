// The questions of a page: one control opens or closes all answers; a printed page shows them.

import { make } from "./dom.js";

const folds = [...document.querySelectorAll("details.question")];
const allOpen = () => folds.every((fold) => fold.open);

/** Put the control in front of the page's first question, if there is one. */
export function offerAll() {
  const control = make("button", { type: "button", class: "fold-all", onclick: () => turn(folds, !allOpen()) });
  const label = () => {
    control.textContent = `${allOpen() ? "Close" : "Open"} all ${folds.length} answers`;
  };
  /** @type {HTMLDetailsElement[]} */
  let openedToPrint = [];
  addEventListener("beforeprint", () => {
    openedToPrint = folds.filter((fold) => !fold.open);
    turn(openedToPrint, true);
  });
  addEventListener("afterprint", () => turn(openedToPrint, false));
  for (const fold of folds) fold.addEventListener("toggle", label);
  label();
  folds[0]?.parentElement?.before(control);
}

/**
 * @param {HTMLDetailsElement[]} some
 * @param {boolean} open
 */
function turn(some, open) {
  for (const fold of some) fold.open = open;
}
