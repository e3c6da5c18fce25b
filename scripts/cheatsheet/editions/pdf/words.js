/**
 * Makes text of what style sheets say before or after elements: as generated content it has no place in the tags, and
 * is copied and read aloud apart from what it belongs to.
 */
() => {
  for (const element of document.querySelectorAll(".admonition-title, dt.see")) {
    for (const place of ["before", "after"]) {
      const words = /^"(.+)"$/.exec(getComputedStyle(element, `::${place}`).content)?.[1];
      if (!words) continue;
      const said = document.createElement("span");
      said.className = `said-${place}`;
      element.classList.add("said");
      said.textContent = words;
      element[place === "before" ? "prepend" : "append"](said);
    }
  }
};
