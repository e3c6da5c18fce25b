// A page that was opened from a study list shows where in the list it is, and what comes next.

import { make, siteUrl } from "./dom.js";
import { itemUrl, listed, readHeadings } from "./list.js";
import { tick, ticked } from "./ticks.js";

/** Add the bar where the address holds a list and a place in it. */
export async function follow() {
  const place = Number(new URLSearchParams(location.search).get("at"));
  if (!place) return;
  const { known } = await readHeadings();
  const list = listed(known);
  const items = list?.ids.map((id) => known.get(id)) ?? [];
  const index = place - 1;
  if (!items[index]) return;

  const step = (to, label) => make("a", { href: itemUrl(items[to], list.code, to), class: "step", title: items[to].title }, label);
  const overview = siteUrl("study/");
  overview.search = new URLSearchParams({ list: list.code });
  const box = make("input", { type: "checkbox", onchange: () => tick([items[index].id], box.checked) });
  box.checked = ticked().has(items[index].id);
  const next = items[index + 1];
  const bar = make(
    "nav",
    { class: "list-bar", "aria-label": "Study list" },
    make("a", { href: overview.href, "aria-label": `Item ${place} of ${items.length}: all of the list` }, `${place} of ${items.length}`),
    make("label", {}, box, " Done"),
    index ? step(index - 1, "Previous") : "",
    next ? step(index + 1, `Next: ${next.title}`) : make("span", { class: "step" }, "This was the last."),
  );
  document.body.append(bar);
  document.body.classList.add("in-list");
}
