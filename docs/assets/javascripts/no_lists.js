// The page of study lists where its script or the headings do not come.

import { outOfReach } from "./dom.js";

/** Say what is missing: the list in the address, and headings to pick from. */
export function sayNoLists() {
  const list = document.querySelector(".study-list");
  list.textContent = outOfReach("The list");
  list.hidden = !new URLSearchParams(location.search).has("list");
  document.querySelector(".own-list").textContent = outOfReach("The headings");
}
