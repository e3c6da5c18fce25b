// The page of study lists: open the list in the address, pick headings, put them in order, copy the link.

import { backup } from "./backup.js";
import { offerTicks, withTicks } from "./carried.js";
import { encode } from "./code.js";
import { amount, button, buttonRow } from "./controls.js";
import { make, ownUrl, showAddress } from "./dom.js";
import { leftOut } from "./left_out.js";
import { itemUrl, listed, readHeadings, time } from "./list.js";
import { say } from "./menu.js";
import { sayNoLists } from "./no_lists.js";
import { choiceOfFormulas, placeOfProgress } from "./place.js";
import { printTexts } from "./print.js";
import { share } from "./share.js";
import { drawShelf, keepList, nameOfKept, shelfOfLists } from "./shelf.js";
import { onOtherChange, remembers } from "./storage.js";
import { moveTicks, TICKS_END, tick, ticked } from "./ticks.js";

const list = document.querySelector(".study-list");
// For page.js: this script is here.
list.dataset.ready = "true";
list.setAttribute("role", "region");
list.setAttribute("aria-labelledby", "list");
const { known, plans } = await readHeadings().catch(stopHere);
moveTicks(known);
const found = listed(known);
let items = found?.items ?? [];
let editing = !found;

const picked = make("p", { class: "picked" });
const picker = make("div", { class: "picker" }, ...sections(), picked);
list.after(shelfOfLists({ renamed: retitle, removed: redraw }));
if (!found) {
  list.after(make("p", {}, "Follow a plan, or ", make("a", { href: "#own" }, "make a list of your own"), "."));
}
document.querySelector(".own-list").append(picker);
const choice = choiceOfFormulas();
document.querySelector(".progress").append(placeOfProgress(), ...backup(known, redraw), choice.row);
draw();
if (found) say([`${amount(items.length, "item")}.`, ...leftOut(found)].join(" "));
onOtherChange(redraw);
addEventListener("hashchange", draw);

/**
 * Without headings nothing below can be done.
 * @returns {Promise<never>} which is never kept
 */
function stopHere() {
  sayNoLists();
  return new Promise(() => {});
}

/**
 * Put a changed list into the address and on the page.
 * @param {Heading[]} next
 */
function change(next) {
  items = next;
  const url = new URL(location.href);
  url.search = url.hash = "";
  if (items.length) url.searchParams.set("list", encode(idsOf(items)));
  showAddress(url);
  draw();
}

/** What is kept has changed. */
function redraw() {
  drawShelf();
  choice.update();
  draw();
}

function draw() {
  const ids = idsOf(items);
  const code = encode(ids);
  const plan = plans.find((one) => one.code === code);
  const read = ticked();
  const done = items.filter((item) => read.has(item.id)).length;
  const title = make("h2", { id: "list", tabindex: -1 }, nameOfList());
  const ends = remembers("ticks") ? [] : [TICKS_END];
  const [first] = items;
  const size = `${amount(items.length, "item")}${first ? ` · ${duration(items)}` : ""}`;
  list.hidden = !first && !found;
  list.classList.toggle("editing", editing);
  list.replaceChildren(
    title,
    make("p", { class: "page-facts" }, `${size}${done ? ` · ${done} done` : ""}`),
    ...[...leftOut(found), ...ends].map((words) => make("p", { class: "left-out" }, words)),
    offerTicks(items, draw) ?? "",
    ...parts(plan).map(({ name, from, to }) => part(name, from, to, code, read)),
    first ? actions(first, code, plan, read) : "",
  );
  for (const box of picker.querySelectorAll("input")) box.checked = ids.includes(Number(box.value));
  const copy = button("Copy the link", () => handOn(copy, plan));
  const show = button("Show the list", () => title.focus());
  picked.replaceChildren(...(first ? [size, copy, show] : ["Nothing picked yet"]));
}

function nameOfList() {
  const code = encode(idsOf(items));
  return nameOfKept(code) ?? plans.find((one) => one.code === code)?.title ?? (editing ? "Your list" : "The list");
}

/** The list has another name: all else stays, since a button of it may be pressed. */
function retitle() {
  list.querySelector("h2")?.replaceChildren(nameOfList());
}

/**
 * The days of a plan, or all in one: name, first and behind the last.
 * @param {Plan | undefined} plan
 */
function parts(plan) {
  let to = 0;
  return (plan?.parts ?? [["", items.length]]).map(([name, size]) => {
    const from = to;
    to += size;
    return { name, from, to };
  });
}

/**
 * @param {string} name
 * @param {number} from
 * @param {number} to
 * @param {string} code
 * @param {Set<number>} read
 */
function part(name, from, to, code, read) {
  const some = items.slice(from, to);
  const rows = some.map((item, at) => row(item, from + at, code, read));
  const title = name ? make("h3", {}, `${name} · ${duration(some)}`) : "";
  return make("div", {}, title, make("ol", { start: from + 1 }, ...rows));
}

/**
 * @param {Heading} item
 * @param {number} index
 * @param {string} code
 * @param {Set<number>} read
 */
function row(item, index, code, read) {
  const label = `Done: ${item.title}`;
  const onchange = () => remember(item, box.checked);
  /** @type {HTMLInputElement} */
  const box = make("input", { type: "checkbox", "aria-label": label, onchange });
  box.checked = read.has(item.id);
  const page = item.title.startsWith(item.page) ? "" : `${item.page} · `;
  /**
   * @param {string} name
   * @param {string} sign
   * @param {boolean} disabled
   * @param {() => void} onclick
   */
  const tool = (name, sign, disabled, onclick) =>
    make("button", { type: "button", title: name, "aria-label": `${name}: ${item.title}`, disabled, onclick }, sign);
  return make(
    "li",
    {},
    box,
    make(
      "span",
      {},
      make("a", { href: itemUrl(item, code, index) }, item.title),
      make("small", {}, page + time(item.minutes)),
    ),
    make(
      "span",
      { class: "order" },
      tool("Up", "↑", index === 0, () => reorder(item, index - 1, "Up")),
      tool("Down", "↓", index === items.length - 1, () => reorder(item, index + 1, "Down")),
      tool("Remove", "✕", false, () => change(items.filter((one) => one !== item))),
    ),
  );
}

/**
 * Keep whether an item is done; the focus stays where it was.
 * @param {Heading} item
 * @param {boolean} done
 */
function remember(item, done) {
  const kept = tick([item.id], done);
  const focused = list.contains(document.activeElement);
  draw();
  if (focused) list.querySelectorAll("input")[items.indexOf(item)]?.focus();
  if (!kept) say(TICKS_END);
}

/**
 * @param {Heading} item
 * @param {number} to
 * @param {string} name
 */
function reorder(item, to, name) {
  const next = items.filter((one) => one !== item);
  next.splice(to, 0, item);
  change(next);
  const moved = list.querySelectorAll("li")[to];
  const tool = moved?.querySelector(`[title=${name}]:enabled`) ?? moved?.querySelector(".order button:enabled");
  tool?.focus();
  say(`${item.title}: ${to + 1} of ${items.length}`);
}

/**
 * @param {Heading} first
 * @param {string} code
 * @param {Plan | undefined} plan
 * @param {Set<number>} read
 */
function actions(first, code, plan, read) {
  const next = items.find((item) => !read.has(item.id)) ?? first;
  const index = items.indexOf(next);
  const start = index ? `Continue at ${index + 1}` : "Start";
  const copy = button("Copy the link", () => handOn(copy, plan));
  const print = button("Print these", () => printTexts(items, print));
  const edit = button(editing ? "Done changing" : "Change the list", () => {
    editing = !editing;
    draw();
    if (editing) document.querySelector("#own").scrollIntoView();
  });
  const clear = button("Clear the ticks", () => {
    tick(idsOf(items), false);
    draw();
  });
  const store = button("Keep this list", () => {
    if (keepList(plan?.title ?? nameToday(), code)) say("Kept: see Kept lists below");
    redraw();
  });
  const carry = button("Copy a link with the ticks", () => handOn(carry, plan, true));
  const started = items.some((item) => read.has(item.id));
  return buttonRow(
    make("a", { class: "start", href: itemUrl(next, code, index) }, start),
    copy,
    started ? carry : "",
    nameOfKept(code) ? "" : store,
    print,
    edit,
    started ? clear : "",
  );
}

/** Of a list that has no name: what it holds, and the day. */
function nameToday() {
  return `${amount(items.length, "item")}, ${new Date().toLocaleDateString("en", { day: "numeric", month: "long" })}`;
}

/**
 * @param {HTMLElement} anchor
 * @param {Plan | undefined} plan
 * @param {boolean} [ticks] whether the link carries them
 */
function handOn(anchor, plan, ticks = false) {
  const url = ownUrl();
  url.searchParams.set("list", encode(idsOf(items)));
  if (ticks) withTicks(url, items);
  share(plan?.title ?? `Study list, ${amount(items.length, "item")}, ${duration(items)}`, url.href, anchor);
}

/** One fold a section, one box a heading. */
function sections() {
  const headings = [...new Set(known.values())];
  const pages = [...new Set(headings.map((item) => item.page))];
  return pages.map((page) => {
    const choices = headings.filter((item) => item.page === page).map(choiceOf);
    return make("details", {}, make("summary", {}, page), ...choices);
  });
}

/** @param {Heading} item */
function choiceOf(item) {
  /** @type {HTMLInputElement} */
  const box = make("input", { type: "checkbox", value: item.id, onchange: () => pick(item, box.checked) });
  const title = item.level > 1 ? item.title : "The whole page";
  return make("label", { class: `level-${item.level}` }, box, ` ${title} `, make("small", {}, time(item.minutes)));
}

/**
 * @param {Heading} item
 * @param {boolean} chosen
 */
function pick(item, chosen) {
  editing = true;
  change(chosen ? [...items, item] : items.filter((one) => one !== item));
}

/** @param {Heading[]} some */
function idsOf(some) {
  return some.map((item) => item.id);
}

/** @param {Heading[]} some */
function duration(some) {
  return time(some.reduce((sum, item) => sum + item.minutes, 0));
}
