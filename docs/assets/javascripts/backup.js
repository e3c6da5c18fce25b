// Progress as a file: saved from this browser, brought back into this one or another. On the page of study lists.

import { amount, button, buttonRow } from "./controls.js";
import { make } from "./dom.js";
import { keepLists, keptLists, MOST } from "./kept.js";
import { say } from "./menu.js";
import { LARGEST, merge, pack, unpack } from "./progress.js";
import { chooseFormulas, chooseScheme, chosenFormulas, chosenScheme } from "./settings.js";
import { ticked, tickOnly } from "./ticks.js";
import { NAME } from "./vocabulary.js";

const SAME = "Nothing was changed.";

/**
 * The controls that save and bring back.
 * @param {Map<number, Heading>} known
 * @param {() => void} onchange
 */
export function backup(known, onchange) {
  const report = make("div", { class: "report", tabindex: -1 });
  /** @param {(HTMLElement | string)[]} parts */
  const show = (...parts) => {
    report.replaceChildren(...parts);
    report.focus();
  };
  /**
   * Put progress in the place of what is here, or leave all as it was.
   * @param {Progress} next
   * @param {string} words
   */
  const apply = (next, words) => {
    if (next.lists.length > MOST) {
      show(make("p", { class: "left-out" }, `Together these are more than ${MOST} lists: remove some first. ${SAME}`));
      return;
    }
    const before = present();
    if (!store(next)) {
      store(before);
      show(make("p", { class: "left-out" }, `This browser does not let the site store anything. ${SAME}`));
      return;
    }
    onchange();
    const after = progressHere();
    const undo = () => {
      if (progressHere() === after) apply(before, "All is as it was before.");
      else show(make("p", {}, `Ticks or lists have changed since, and would be lost. ${SAME}`));
    };
    show(make("p", {}, words), buttonRow(button("Undo", undo)));
  };
  /** @param {Event} event */
  const onfile = async ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const [chosen] = target.files ?? [];
    if (!chosen) return;
    const read = await contents(chosen, known);
    // The same file may be chosen again.
    target.value = "";
    if (typeof read === "string") show(make("p", { class: "left-out" }, `${read} ${SAME}`));
    else show(...question(read, apply, () => show(SAME)));
  };
  const file = make("input", { type: "file", accept: ".json,application/json", onchange: onfile });
  return [
    buttonRow(button("Save as a file", save), make("label", { class: "bring" }, "Bring back a file ", file)),
    report,
  ];
}

/** @returns {Progress} */
function present() {
  return { ticks: [...ticked()], lists: keptLists(), scheme: chosenScheme(), formulas: chosenFormulas() };
}

/** Ticks and lists as one text, to see whether they have changed. */
function progressHere() {
  const { ticks, lists } = present();
  return JSON.stringify([ticks, lists]);
}

/**
 * Whether all of it is kept.
 * @param {Progress} progress
 */
function store({ ticks, lists, scheme, formulas }) {
  const kept = [tickOnly(ticks), keepLists(lists), chooseFormulas(formulas)].every(Boolean);
  if (kept && scheme !== chosenScheme()) chooseScheme(scheme);
  return kept;
}

function save() {
  const now = new Date();
  const url = URL.createObjectURL(new Blob([pack(present(), now)], { type: "application/json" }));
  const link = make("a", { href: url, download: `${NAME}-progress-${now.toISOString().slice(0, 10)}.json` });
  link.click();
  // Some browsers read it later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say("Saved as a file");
}

/**
 * @param {File} file
 * @param {Map<number, Heading>} known
 * @returns {Promise<Unpacked | string>}
 */
async function contents(file, known) {
  if (file.size > LARGEST) return `This file is too large: saved progress takes less than ${LARGEST / 1000} KB.`;
  try {
    return unpack(await file.text(), known);
  } catch {
    return "This file cannot be read.";
  }
}

/**
 * What the file would change, and the choice.
 * @param {Unpacked} read
 * @param {(next: Progress, words: string) => void} apply
 * @param {() => void} cancel
 */
function question({ progress, unknown, saved }, apply, cancel) {
  const here = present();
  const both = merge(here, progress);
  const date = Number.isNaN(saved.getTime()) ? "" : ` of ${saved.toLocaleDateString("en", { dateStyle: "long" })}`;
  const ticks = `${amount(progress.ticks.length, "tick")} (${both.ticks.length - here.ticks.length} new here)`;
  const lists = `${amount(progress.lists.length, "list")} (${both.lists.length - here.lists.length} new here)`;
  const left = unknown ? ` Left out: ${amount(unknown, "tick")} that this version of the site does not have.` : "";
  const lost = `${amount(here.ticks.length, "tick")} and ${amount(here.lists.length, "list")} of this browser`;
  const add = button("Add to what is here", () => apply(both, "Added."));
  const replace = button("Replace what is here", () => {
    const sure = button(`Yes, drop ${lost}`, () => apply(progress, "Replaced."));
    replace.replaceWith(sure);
    sure.focus();
  });
  return [
    make("p", {}, `The file${date} holds ${ticks} and ${lists}.${left}`),
    make(
      "p",
      {},
      "Adding keeps all ticks and lists, and takes a setting of the file only where you have not chosen one.",
    ),
    buttonRow(add, replace, button("Cancel", cancel)),
  ];
}
