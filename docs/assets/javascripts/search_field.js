// The field for the search: it opens the search, which is fetched with the first use, and closes it.

import { load, outOfReach, showAddress, siteUrl } from "./dom.js";

const NARROW = "(max-width: 59.984375em)";
/** Until the search lies over the page, in milliseconds: before, one would see the page jump. */
const COVERED = 400;
const CLOSING = ["Escape", "Tab"];

/** Open the search where a reader comes to its field, and for an address that asks something. */
export function offerSearch() {
  const toggle = document.querySelector("input#__search");
  const field = document.querySelector("input.md-search__input");
  if (!toggle || !field) return;
  toggle.addEventListener("change", () => {
    if (toggle.checked) fetchSearch(toggle);
    else field.blur();
    holdPage(toggle);
  });
  field.addEventListener("focus", () => {
    // Whoever listens hears of it.
    if (!toggle.checked) toggle.click();
  });
  // Here and not in search.js, so that a search that has not come can be closed too.
  document.addEventListener("keydown", ({ key, isComposing, metaKey, ctrlKey }) => {
    if (toggle.checked && CLOSING.includes(key) && !isComposing && !metaKey && !ctrlKey) toggle.click();
  });
  field.form?.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("label.md-header__button[for=__search]")?.addEventListener("click", (event) => {
    // A phone shows its keyboard only for a field that gets the focus by the touch itself.
    event.preventDefault();
    field.focus({ preventScroll: true });
  });
  ask(toggle, field);
}

let isComing = false;

/**
 * Fetch the search once, and say so where it does not come: the next opening tries again.
 * @param {HTMLInputElement} toggle which search.js marks when it is there
 */
async function fetchSearch(toggle) {
  if (isComing || toggle.dataset.ready) return;
  isComing = true;
  const meta = document.querySelector("div.md-search-result__meta");
  meta.textContent = "Initializing search";
  // Also an empty file comes, and a faulty one: only the mark tells.
  await load(siteUrl("assets/javascripts/search.js")).catch(() => {});
  if (!toggle.dataset.ready) meta.textContent = outOfReach("The search");
  isComing = false;
}

/**
 * What an address asks, `?q=`, until the search is closed.
 * @param {HTMLInputElement} toggle
 * @param {HTMLInputElement} field
 */
function ask(toggle, field) {
  const asked = new URLSearchParams(location.search).get("q");
  if (asked === null) return;
  field.value = asked;
  field.focus({ preventScroll: true });
  toggle.addEventListener(
    "change",
    () => {
      const url = new URL(location.href);
      url.searchParams.delete("q");
      showAddress(url);
    },
    { once: true },
  );
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let covering;

/**
 * On a phone the page does not scroll under the search, and is where it was behind it.
 * @param {HTMLInputElement} toggle
 */
function holdPage(toggle) {
  const { body } = document;
  clearTimeout(covering);
  if (body.hasAttribute("data-md-scrolllock")) {
    const top = -Number.parseInt(body.style.top, 10);
    body.removeAttribute("data-md-scrolllock");
    body.style.top = "";
    scrollTo({ top, behavior: "instant" });
  }
  if (!toggle.checked || !matchMedia(NARROW).matches) return;
  covering = setTimeout(() => {
    body.style.top = `-${scrollY}px`;
    body.setAttribute("data-md-scrolllock", "");
  }, COVERED);
}
