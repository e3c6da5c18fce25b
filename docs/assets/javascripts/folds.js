// The follow-ups of a page: one control opens or closes all answers; a printed page shows them.

import { make } from "./dom.js";

const folds = [...document.querySelectorAll("details.follow-up")];
const allOpen = () => folds.every((fold) => fold.open);

/** Put the control in front of the page's first question, if there is one. */
export function offerAll() {
  const control = make("button", { type: "button", class: "fold-all", onclick: () => turn(folds, !allOpen()) });
  const tell = () => {
    control.textContent = `${allOpen() ? "Close" : "Open"} all ${folds.length} answers`;
  };
  let shut = []; // what printing has opened
  addEventListener("beforeprint", () => {
    shut = folds.filter((fold) => !fold.open);
    turn(shut, true);
  });
  addEventListener("afterprint", () => turn(shut, false));
  for (const fold of folds) fold.addEventListener("toggle", tell);
  tell();
  folds[0]?.parentElement.before(control);
}

function turn(some, open) {
  for (const fold of some) fold.open = open;
}
