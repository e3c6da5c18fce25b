// On every page. What a reader may never ask for, such as the search, is fetched when it is asked for.

import { followReading } from "./contents.js";
import { load, siteUrl } from "./dom.js";
import { watchDrawer } from "./drawer.js";
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
offerTop();
tellWhole();
offerMeanings();

// A script that is named before this one, and has not come.
if (document.querySelector(".study-list:not([data-ready])")) sayNoLists();

const asked = new URLSearchParams(location.search);
// A place in a list.
if (asked.has("at")) load(siteUrl("assets/javascripts/follow.js"));
// Words of a search.
if (asked.has("h")) load(siteUrl("assets/javascripts/mark.js"));
// Before a mouse has selected anything, and where keys or a finger do.
document.addEventListener("pointerdown", prepareCopy);
document.addEventListener("selectionchange", prepareCopy);

/**
 * What is copied from the page is set right by a script that comes when a reader is about to select.
 * @param {Event} event
 */
function prepareCopy(event) {
  const mouse = event instanceof PointerEvent && event.pointerType === "mouse";
  if (!mouse && document.getSelection()?.isCollapsed) return;
  for (const type of ["pointerdown", "selectionchange"]) document.removeEventListener(type, prepareCopy);
  load(siteUrl("assets/javascripts/copy.js"));
}
