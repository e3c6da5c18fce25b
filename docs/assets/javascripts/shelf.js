// The lists that a reader keeps: opened, renamed and removed on the page of study lists.

import { make, siteUrl } from "./dom.js";
import { keepLists, keptLists, LONGEST_NAME, MOST } from "./kept.js";
import { say } from "./menu.js";
import { remembers } from "./storage.js";

const LISTS_END = "This browser does not remember lists: changes last until you leave the page.";
const shelf = make("section", { class: "shelf", "aria-labelledby": "kept" });
const warning = make("p", { class: "left-out" }, LISTS_END);
/** Who hears that a list has another name, or is no longer kept. */
let told = { renamed() {}, removed() {} };

/**
 * The place of the kept lists; it is hidden while there are none.
 * @param {typeof told} listener
 */
export function shelfOfLists(listener) {
  told = listener;
  drawShelf();
  return shelf;
}

/** Show what is kept now. */
export function drawShelf() {
  const lists = keptLists();
  shelf.hidden = !lists.length && remembers("lists");
  shelf.replaceChildren(make("h2", { id: "kept" }, "Kept lists"), make("ul", {}, ...lists.map(entry)));
  warn();
}

/** Below the lists, where nothing that is being pressed moves. */
function warn() {
  if (remembers("lists")) warning.remove();
  else shelf.append(warning);
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
  const rename = () => {
    name = field.value.trim() || name;
    const renamed = keptLists().map((one) => (one.list === list ? { name, list } : one));
    if (put(renamed)) say("Renamed");
    // The shelf is not drawn anew: what is being pressed stays.
    label();
    warn();
    told.renamed();
  };
  const remove = () => {
    if (put(without(list))) say(`${name}: removed`);
    told.removed();
    document.querySelector("#study")?.focus();
  };
  const open = make("a", { href: url.href }, "Open");
  const drop = make("button", { type: "button", onclick: remove }, "Remove");
  const label = () => {
    open.setAttribute("aria-label", `Open ${name}`);
    drop.setAttribute("aria-label", `Remove ${name}`);
  };
  label();
  const named = { value: name, maxlength: LONGEST_NAME, "aria-label": "Name of this list", onchange: rename };
  /** @type {HTMLInputElement} */
  const field = make("input", named);
  return make("li", {}, field, open, drop);
}

/** @param {string} code */
function without(code) {
  return keptLists().filter(({ list }) => list !== code);
}

/** @param {Kept[]} lists */
function put(lists) {
  const kept = keepLists(lists);
  if (!kept) say(LISTS_END);
  return kept;
}
