// A page that was opened from a study list shows where in the list it is, and what comes next.

import { make, siteUrl } from "./dom.js";
import { itemUrl, listed, readHeadings } from "./list.js";
import { onOtherChange } from "./storage.js";
import { moveTicks, TICKS_END, tick, ticked } from "./ticks.js";

// Without the headings there is no bar.
follow().catch(() => {});

/** Add the bar where the address holds a list and a place in it. */
async function follow() {
  const place = Number(new URLSearchParams(location.search).get("at"));
  if (!place) return;
  const { known } = await readHeadings();
  moveTicks(known);
  const list = listed(known);
  const index = place - 1;
  const item = list?.items[index];
  if (!list || !item) return;

  const { items, code } = list;
  const previous = items[index - 1];
  const next = items[index + 1];
  /**
   * @param {Heading} to
   * @param {number} at
   * @param {string} label
   */
  const step = (to, at, label) => make("a", { href: itemUrl(to, code, at), class: "step", title: to.title }, label);
  const overview = siteUrl("study/");
  overview.searchParams.set("list", code);
  const whole = `Item ${place} of ${items.length}: all of the list`;
  const said = make("p", { role: "status" });
  const onchange = () => {
    const kept = tick([item.id], box.checked);
    said.textContent = kept ? "" : TICKS_END;
    // The way back to the top makes room.
    document.body.classList.toggle("forgets", !kept);
  };
  /** @type {HTMLInputElement} */
  const box = make("input", { type: "checkbox", onchange });
  const update = () => {
    box.checked = ticked().has(item.id);
  };
  update();
  onOtherChange(update);
  const bar = make(
    "nav",
    { class: "list-bar", "aria-label": "Study list" },
    said,
    make("a", { href: overview.href, "aria-label": whole }, `${place} of ${items.length}`),
    make("label", {}, box, " Done"),
    previous ? step(previous, index - 1, "Previous") : "",
    next ? step(next, index + 1, `Next: ${next.title}`) : make("span", { class: "step" }, "This was the last."),
  );
  document.body.append(bar);
  document.body.classList.add("in-list");
}
