// Where progress lives, in a sentence that is true of this browser, and the choice of how formulas are copied.

import { make } from "./dom.js";
import { chooseFormulas, chosenFormulas } from "./settings.js";

const ALONE = "Your ticks and kept lists live in this browser only.";
const DROPS =
  "It may drop them: Safari does after seven days of use without a visit here. Save them as a file at times.";
const KEEPS = "It has agreed to keep them. Save them as a file for another device.";

/** A paragraph that says whether the browser has agreed to keep what is stored. */
export function placeOfProgress() {
  const words = make("p", {}, `${ALONE} ${DROPS}`);
  const ask = async () => {
    try {
      if (await navigator.storage.persisted()) words.textContent = `${ALONE} ${KEEPS}`;
    } catch {
      // What is said stays true.
    }
  };
  ask();
  addEventListener("persistence", ask);
  return words;
}

/** The choice of how formulas are copied, and what shows it again after a change from elsewhere. */
export function choiceOfFormulas() {
  /** @type {HTMLSelectElement} */
  const select = make("select", { onchange: () => chooseFormulas(select.value) });
  select.add(new Option("TeX", "tex"));
  select.add(new Option("plain text", "plain"));
  const update = () => {
    select.value = chosenFormulas() ?? "tex";
  };
  update();
  return { row: make("p", {}, make("label", {}, "Formulas that you copy are ", select)), update };
}
