// The menu of a narrow window, which a checkbox opens, also without this. While it is open all else rests: neither the
// Tab key nor a screen reader comes to what lies below it.

import { make } from "./dom.js";

const WIDE = "(min-width: 76.25em)";

/** Let the menu be opened by keys, have the focus for itself, and close on Escape and where a link was followed. */
export function watchDrawer() {
  const toggle = document.querySelector("input#__drawer");
  const label = document.querySelector("label.md-header__button[for=__drawer]");
  const drawer = document.querySelector("div.md-sidebar--primary");
  if (!toggle || !label || !drawer) return;
  const onclick = () => toggle.click();
  const button = make("button", { type: "button", class: `${label.className} menu`, "aria-label": "Menu", onclick });
  button.append(...label.childNodes);
  label.replaceWith(button);
  const contents = document.querySelector("input#__toc");
  const wide = matchMedia(WIDE);
  const around = outsideOf(drawer).filter((one) => !one.matches("script, [for=__drawer]"));
  const update = () => {
    const isOpen = toggle.checked && !wide.matches;
    for (const one of around) one.inert = isOpen;
    for (const one of below(contents)) one.inert = isOpen && Boolean(contents?.checked);
    button.setAttribute("aria-expanded", `${isOpen}`);
  };
  const close = () => {
    toggle.checked = false;
    if (contents) contents.checked = false;
    update();
  };
  toggle.addEventListener("change", () => {
    update();
    if (toggle.checked) addContents(drawer);
    // What had the focus rests.
    drawer.tabIndex = -1;
    if (toggle.checked) drawer.focus();
  });
  contents?.addEventListener("change", update);
  wide.addEventListener("change", update);
  drawer.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("a")) close();
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !toggle.checked) return;
    close();
    button.focus();
  });
  update();
}

/**
 * The contents of the page, which the menu of a phone has too: a copy of those that a wide window shows beside it.
 * @param {HTMLElement} drawer
 */
function addContents(drawer) {
  const item = drawer.querySelector("input#__toc")?.parentElement;
  const contents = document.querySelector(".md-sidebar--secondary nav.md-nav");
  if (item && contents && !item.querySelector("nav")) item.append(contents.cloneNode(true));
}

/**
 * What the contents of the page lie over: the other pages, and the link to this one.
 * @param {HTMLInputElement | null} contents
 */
function below(contents) {
  const item = contents?.parentElement;
  return item ? [...siblingsOf(item), ...item.querySelectorAll(":scope > a")] : [];
}

/**
 * All that stands outside an element, in as few elements as can be.
 * @param {HTMLElement} element
 * @returns {HTMLElement[]}
 */
function outsideOf(element) {
  const parent = element.parentElement;
  return parent ? [...siblingsOf(element), ...(parent === document.body ? [] : outsideOf(parent))] : [];
}

/** @param {HTMLElement} element */
function siblingsOf(element) {
  const all = [...(element.parentElement?.children ?? [])];
  return all.filter((one) => one instanceof HTMLElement).filter((one) => one !== element);
}
