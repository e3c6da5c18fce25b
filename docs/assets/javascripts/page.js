// On every page. What a reader may never ask for, such as the search, is fetched when it is asked for.

import { followReading } from "./contents.js";
import { load, siteUrl } from "./dom.js";
import { watchDrawer } from "./drawer.js";
import { followFocus } from "./focus.js";
import { offerAll } from "./folds.js";
import { nameThePage, offerTop, tellWhole } from "./header.js";
import { watchLinks } from "./links.js";
import { sayNoLists } from "./no_lists.js";
import { offerSchemes } from "./scheme.js";
import { offerSearch } from "./search_field.js";
import { offerMeanings } from "./terms.js";

offerSchemes();
offerAll();
watchLinks();
watchDrawer();
offerSearch();
nameThePage();
followReading();
followFocus();
offerTop();
// For the line in the head of the page: what is shown there works.
document.documentElement.dataset.ready = "true";
tellWhole();
offerMeanings();

// A script that is named before this one, and has not come.
if (document.querySelector(".study-list:not([data-ready])")) sayNoLists();

const asked = new URLSearchParams(location.search);
// A place in a list.
if (asked.has("at")) bring("follow");
// Words of a search.
if (asked.has("h")) bring("mark");
// Before a mouse has selected anything, and where keys or a finger do.
const SELECTING = ["pointerdown", "keydown", "selectionchange"];
let failed = false;
awaitSelection();

function awaitSelection() {
  for (const type of SELECTING) document.addEventListener(type, prepareCopy);
}

/**
 * What is copied from the page is set right by a script that comes when a reader is about to select.
 * @param {Event} event
 */
function prepareCopy(event) {
  // Tried again with the next press or key: while a selection is drawn, it changes many times a second.
  if (event.type !== "selectionchange") failed = false;
  const mouse = event instanceof PointerEvent && event.pointerType === "mouse";
  if (failed || (!mouse && document.getSelection()?.isCollapsed)) return;
  for (const type of SELECTING) document.removeEventListener(type, prepareCopy);
  bring("copy", () => {
    failed = true;
    awaitSelection();
  });
}

/**
 * Fetch one of our scripts. The page can be read without.
 * @param {string} name
 * @param {() => void} [otherwise]
 */
function bring(name, otherwise = () => {}) {
  load(siteUrl(`assets/javascripts/${name}.js`)).catch(otherwise);
}
