// A link can carry the ticks of its list, behind the mark # that no server sees: "#ticks=" and a code as that of lists.

import { decode, encode } from "./code.js";
import { amount, button, buttonRow } from "./controls.js";
import { make, showAddress } from "./dom.js";
import { say } from "./menu.js";
import { TICKS_END, tick, ticked } from "./ticks.js";

const FIELD = "ticks";
/**
 * The code that was answered, while it stays in the address.
 * @type {string | null}
 */
let answered = null;

/**
 * The address of a list with its ticks.
 * @param {URL} url
 * @param {Heading[]} items
 */
export function withTicks(url, items) {
  const done = ticked();
  const ids = items.map((item) => item.id).filter((id) => done.has(id));
  url.hash = `${FIELD}=${encode(ids.sort((one, other) => one - other))}`;
  return url;
}

/**
 * What the address of this page carries, to be taken or left; null where it carries nothing. Nothing is ticked before
 * the reader says so: the link may be somebody else's.
 * @param {Heading[]} items
 * @param {() => void} onchange
 */
export function offerTicks(items, onchange) {
  const code = new URLSearchParams(location.hash.slice(1)).get(FIELD);
  if (code !== answered) answered = null;
  if (code === null || code === answered || !items.length) return null;
  const { ids, unknown, unreadable, damaged, tooLong } = decode(code, new Set(items.map((item) => item.id)));
  if (damaged || tooLong || unreadable.length) {
    return make("p", { class: "left-out" }, "The ticks in this link are damaged: none is taken. Ask for it again.");
  }
  const here = ticked();
  const fresh = ids.filter((id) => !here.has(id));
  const left = unknown.length ? ` Of no item of it: ${amount(unknown.length, "tick")}, left out.` : "";
  const words = `This link brings ${amount(ids.length, "tick")} for this list, ${fresh.length} new here.${left}`;
  /** @param {string} said */
  const end = (said) => {
    answered = code;
    showAddress(location.pathname + location.search);
    onchange();
    say(said);
  };
  const add = () => {
    const kept = tick(ids, true);
    end(kept ? `${amount(fresh.length, "tick")} added` : TICKS_END);
  };
  return make(
    "div",
    { class: "carried" },
    make("p", {}, words),
    buttonRow(
      fresh.length ? button("Add these ticks", add) : "",
      button(fresh.length ? "Leave them" : "Close", () => end("Left as it was")),
    ),
  );
}
