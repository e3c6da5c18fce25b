// The lists that a reader keeps: opened, renamed and removed on the page of study lists.

import { make, siteUrl } from "./dom.js";
import { keepLists, keptLists, LONGEST_NAME, MOST } from "./kept.js";
import { say } from "./menu.js";

const shelf = make("section", { class: "shelf", "aria-labelledby": "kept" });

/** The place of the kept lists; it is hidden while there are none. */
export function shelfOfLists() {
  drawShelf();
  return shelf;
}

/** Show what is kept now. */
export function drawShelf() {
  const lists = keptLists();
  shelf.hidden = !lists.length;
  shelf.replaceChildren(make("h2", { id: "kept" }, "Kept lists"), make("ul", {}, ...lists.map(entry)));
}

/**
 * The name under which this list is kept.
 * @param {string} code
 */
export function nameOfKept(code) {
  return keptLists().find(({ list }) => list === code)?.name;
}

/**
 * Keep a list, in front of the others.
 * @param {string} name
 * @param {string} list
 */
export function keepList(name, list) {
  if (without(list).length >= MOST) {
    say(`This browser keeps ${MOST} lists, and has as many: remove one of them first.`);
    return false;
  }
  return put([{ name: name.slice(0, LONGEST_NAME), list }, ...without(list)]);
}

/** @param {Kept} kept */
function entry({ name, list }) {
  const url = siteUrl("study/");
  url.searchParams.set("list", list);
  /** @type {HTMLInputElement} */
  const field = make("input", { value: name, maxlength: LONGEST_NAME, "aria-label": "Name of this list", onchange });
  function onchange() {
    const renamed = keptLists().map((one) => (one.list === list ? { name: field.value.trim() || name, list } : one));
    put(renamed);
    say("Renamed");
  }
  const remove = () => {
    put(without(list));
    drawShelf();
    say(`${name}: removed`);
    document.querySelector("#study")?.focus();
  };
  const label = `Open ${name}`;
  return make(
    "li",
    {},
    field,
    make("a", { href: url.href, "aria-label": label }, "Open"),
    make("button", { type: "button", "aria-label": `Remove ${name}`, onclick: remove }, "Remove"),
  );
}

/** @param {string} code */
function without(code) {
  return keptLists().filter(({ list }) => list !== code);
}

/** @param {Kept[]} lists */
function put(lists) {
  const kept = keepLists(lists);
  if (!kept) say("This browser does not remember lists: they last until you leave the page.");
  return kept;
}
