// The follow-ups of a page: one control opens or closes all answers; a printed page shows them.

import { make } from "./dom.js";

const folds = [...document.querySelectorAll("details.follow-up")];
const control = make("button", { type: "button", class: "fold-all", onclick: () => turn(!allOpen()) });
let shut = []; // what printing has opened

function allOpen() {
  return folds.every((fold) => fold.open);
}

function turn(open) {
  for (const fold of folds) fold.open = open;
}

function tell() {
  control.textContent = `${allOpen() ? "Close" : "Open"} all ${folds.length} answers`;
}

for (const fold of folds) fold.addEventListener("toggle", tell);
addEventListener("beforeprint", () => {
  shut = folds.filter((fold) => !fold.open);
  turn(true);
});
addEventListener("afterprint", () => {
  for (const fold of shut) fold.open = false;
});
tell();
folds[0].parentElement.before(control);
