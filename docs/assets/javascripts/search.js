// The search, fetched when it is opened: what is typed goes to a worker that knows all pages, and what it finds is
// listed.

import { outOfReach, siteUrl } from "./dom.js";
import { startEngine } from "./search_engine.js";
import { completion, listenToKeys } from "./search_keys.js";
import { resultItem } from "./search_results.js";

/** Pages that are listed at once; the others when one scrolls there. */
const AT_ONCE = 10;
const THEN = 4;

const toggle = document.querySelector("input.md-toggle[data-md-toggle=search]");
const field = document.querySelector("input[name=query]");
const result = document.querySelector("div.md-search-result");
const meta = document.querySelector("div.md-search-result__meta");
const list = document.querySelector("ol.md-search-result__list");
const suggest = document.querySelector("div.md-search__suggest");

/** @type {string[]} */
let ends = [];
let asked = "";
/** @type {Place[][]} */
let waiting = [];
const near = new IntersectionObserver((entries) => {
  if (entries.some((entry) => entry.isIntersecting)) listMore(THEN);
});

let engine = start();

field.addEventListener("input", update);
field.form?.addEventListener("reset", () => {
  field.focus({ preventScroll: true });
  setTimeout(update);
});
toggle.addEventListener("change", () => {
  if (toggle.checked && engine.hasFailed()) engine = start();
  showOrHide();
});
result.addEventListener("click", ({ target }) => {
  if (toggle.checked && target instanceof Element && target.closest("a")) toggle.click();
});
listenToKeys({ toggle, field, result, suggest, update });
showOrHide();
// For search_field.js: nothing of this is to be fetched again.
toggle.dataset.ready = "true";

/** Start what searches, for what stands in the field. */
function start() {
  say("Initializing search");
  asked = "";
  return startEngine(siteUrl("search/search_index"), siteUrl("assets/javascripts/workers/search.min.js"), {
    ready() {
      say("Type to start searching");
      update();
    },
    found({ items, suggest: words }) {
      ends = words ?? [];
      showEnd();
      waiting = [...items];
      near.disconnect();
      list.replaceChildren();
      listMore(AT_ONCE);
      say(summary(items));
    },
    failed() {
      say(outOfReach("The search"));
    },
  });
}

/** Ask what stands in the field, where that is something new. */
function update() {
  showEnd();
  if (!engine.isReady() || field.value === asked) return;
  asked = field.value;
  if (asked) {
    engine.ask(asked);
    return;
  }
  waiting = [];
  list.replaceChildren();
  say("Type to start searching");
}

function showOrHide() {
  list.setAttribute("role", toggle.checked ? "list" : "presentation");
  list.hidden = !toggle.checked;
  // It fades: until then the Tab key would come to it.
  if (result.parentElement) result.parentElement.tabIndex = toggle.checked ? 0 : -1;
}

/** The end of the word that is being typed, where the best answer has it. */
function showEnd() {
  suggest.textContent = completion(field.value, ends);
}

/** @param {string} words */
function say(words) {
  meta.textContent = words;
}

/** @param {Place[][]} items */
function summary([first, ...others]) {
  if (!first || first[0]?.nothing) return "No matching documents";
  return others.length ? `${others.length + 1} matching documents` : "1 matching document";
}

/** @param {number} number */
function listMore(number) {
  for (const found of waiting.splice(0, number)) list.append(resultItem(found));
  near.disconnect();
  if (waiting.length && list.lastElementChild) near.observe(list.lastElementChild);
}
