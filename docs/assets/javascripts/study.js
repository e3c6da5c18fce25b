// The page of study lists: open the list in the address, pick headings, put them in order, copy the link.

import { encode } from "./code.js";
import { make, ownUrl } from "./dom.js";
import { itemUrl, listed, readHeadings, time } from "./list.js";
import { printTexts } from "./print.js";
import { say, share } from "./share.js";
import { tick, ticked } from "./ticks.js";

const { known, plans } = await readHeadings();
const found = listed(known);
let ids = found?.ids ?? [];
let editing = !found;

const list = make("section", { class: "study-list", "aria-labelledby": "list" });
const picker = make("div", { class: "picker" }, ...sections(), make("p", { class: "picked" }));
document.querySelector("#plans").before(list);
if (!found) list.after(make("p", {}, "Follow a plan, or ", make("a", { href: "#own" }, "make a list of your own"), "."));
document.querySelector(".own-list").append(picker);
draw();
if (found) say(`${ids.length} items${leftOut().length ? `. ${leftOut().join(" ")}` : ""}`);
addEventListener("pageshow", (event) => event.persisted && draw());
addEventListener("storage", draw);

/** Put a changed list into the address and on the page. */
function change(next) {
  ids = next;
  const url = new URL(location.href);
  url.hash = "";
  url.search = ids.length ? new URLSearchParams({ list: encode(ids) }) : "";
  history.replaceState(null, "", url);
  draw();
}

function draw() {
  const code = encode(ids);
  const plan = plans.find((one) => one.code === code);
  const read = ticked();
  const done = ids.filter((id) => read.has(known.get(id).id)).length;
  list.hidden = !ids.length && !found;
  list.classList.toggle("editing", editing);
  list.replaceChildren(
    make("h2", { id: "list", tabindex: -1 }, plan?.title ?? (editing ? "Your list" : "The list")),
    make("p", { class: "page-facts" }, `${count(ids.length)}${ids.length ? ` · ${time(total(ids))}` : ""}${done ? ` · ${done} done` : ""}`),
    ...leftOut().map((words) => make("p", { class: "left-out" }, words)),
    ...parts(plan).map(([name, from, to]) => part(name, from, to, code, read)),
    ids.length ? actions(code, plan, read) : "",
  );
  for (const box of picker.querySelectorAll("input")) box.checked = ids.includes(Number(box.value));
  const buttons = [button("Copy the link", (event) => handOn(event, plan)), button("Show the list", () => list.querySelector("h2").focus())];
  const told = ids.length ? `${count(ids.length)} · ${time(total(ids))}` : "Nothing picked yet";
  picker.querySelector(".picked").replaceChildren(told, ...(ids.length ? buttons : []));
}

/** What the link held and this page cannot show, in sentences. */
function leftOut() {
  if (!found) return [];
  const { unknown, unreadable, repeated, damaged } = found;
  const told = [];
  if (damaged) told.push("This link is damaged: items may be missing or wrong. Ask for it again.");
  if (unknown.length) told.push(`Left out: ${count(unknown.length)} that this version of the site does not have (number ${unknown.join(", ")}).`);
  if (unreadable.length) told.push(`Left out: ${unreadable.length} that cannot be read (${unreadable.map((part) => `“${part.slice(0, 12)}”`).join(", ")}).`);
  if (repeated) told.push(`Left out: ${count(repeated)} that came twice.`);
  return told;
}

/** The days of a plan, or all in one: name, first and behind the last. */
function parts(plan) {
  if (!plan) return [["", 0, ids.length]];
  let from = 0;
  return plan.parts.map(([name, size]) => [name, from, (from += size)]);
}

function part(name, from, to, code, read) {
  const rows = ids.slice(from, to).map((id, at) => row(known.get(id), from + at, code, read));
  return make("div", {}, name ? make("h3", {}, `${name} · ${time(total(ids.slice(from, to)))}`) : "", make("ol", { start: from + 1 }, ...rows));
}

function row(item, index, code, read) {
  const box = make("input", { type: "checkbox", "aria-label": `Done: ${item.title}`, onchange: () => remember(item, box.checked) });
  box.checked = read.has(item.id);
  const move = (to, label, sign) =>
    make("button", { type: "button", title: label, "aria-label": `${label}: ${item.title}`, disabled: to < 0 || to >= ids.length, onclick: () => reorder(index, to, label) }, sign);
  return make(
    "li",
    {},
    box,
    make("span", {}, make("a", { href: itemUrl(item, code, index) }, item.title), make("small", {}, `${item.title.startsWith(item.page) ? "" : `${item.page} · `}${time(item.minutes)}`)),
    make("span", { class: "order" }, move(index - 1, "Up", "↑"), move(index + 1, "Down", "↓"), make("button", { type: "button", title: "Remove", "aria-label": `Remove: ${item.title}`, onclick: () => change(ids.filter((_, at) => at !== index)) }, "✕")),
  );
}

function remember(item, done) {
  const kept = tick([item.id], done);
  const focused = document.activeElement.getAttribute("aria-label");
  draw();
  list.querySelector(`[aria-label=${CSS.escape(focused)}]`)?.focus();
  if (!kept) say("This browser does not remember ticks: they last until you leave the page.");
}

function reorder(from, to, label) {
  const next = [...ids];
  next.splice(to, 0, ...next.splice(from, 1));
  change(next);
  const moved = [...list.querySelectorAll("li")][to];
  (moved.querySelector(`[title=${label}]:enabled`) ?? moved.querySelector(".order button:enabled")).focus();
  say(`${known.get(ids[to]).title}: ${to + 1} of ${ids.length}`);
}

function actions(code, plan, read) {
  const done = ids.some((id) => read.has(known.get(id).id));
  const next = Math.max(0, ids.findIndex((id) => !read.has(known.get(id).id))); // the first without a tick
  const edit = () => {
    editing = !editing;
    draw();
    if (editing) document.querySelector("#own").scrollIntoView();
  };
  return make(
    "p",
    { class: "actions" },
    make("a", { class: "start", href: itemUrl(known.get(ids[next]), code, next) }, next ? `Continue at ${next + 1}` : "Start"),
    button("Copy the link", (event) => handOn(event, plan)),
    button("Print these", (event) => printTexts(ids.map((id) => known.get(id)), event.currentTarget)),
    button(editing ? "Done changing" : "Change the list", edit),
    done ? button("Clear the ticks", () => (tick(ids.map((id) => known.get(id).id), false), draw())) : "",
  );
}

function handOn(event, plan) {
  const url = ownUrl();
  url.search = new URLSearchParams({ list: encode(ids) });
  share(plan?.title ?? `Study list, ${count(ids.length)}, ${time(total(ids))}`, url.href, event.currentTarget);
}

/** One fold a section, one box a heading. */
function sections() {
  const headings = [...new Set(known.values())];
  const pages = [...new Set(headings.map((item) => item.page))];
  return pages.map((page) =>
    make(
      "details",
      {},
      make("summary", {}, page),
      ...headings.filter((item) => item.page === page).map((item) => {
        const box = make("input", { type: "checkbox", value: item.id, onchange: () => pick(item.id, box.checked) });
        return make("label", { class: `level-${item.level}` }, box, ` ${item.level > 1 ? item.title : "The whole page"} `, make("small", {}, time(item.minutes)));
      }),
    ),
  );
}

function pick(id, chosen) {
  editing = true;
  change(chosen ? [...ids, id] : ids.filter((one) => one !== id));
}

function button(label, onclick) {
  return make("button", { type: "button", onclick }, label);
}

function total(some) {
  return some.reduce((sum, id) => sum + known.get(id).minutes, 0);
}

function count(number) {
  return `${number} ${number === 1 ? "item" : "items"}`;
}
