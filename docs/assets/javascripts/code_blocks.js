// Blocks of code: a button copies each, and one that is wider than the page can be scrolled by keys.

import { make } from "./dom.js";
import { copy } from "./menu.js";

const dialog = document.querySelector("div.md-dialog");
const box = dialog?.firstElementChild;

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

for (const code of document.querySelectorAll("article pre > code")) {
  const label = "Copy to clipboard";
  const onclick = async () => {
    if (await copy({ "text/plain": code.textContent.trimEnd() })) confirm("Copied to clipboard");
  };
  const button = make("button", {
    type: "button",
    class: "md-code__button",
    title: label,
    "data-md-type": "copy",
    onclick,
  });
  code.before(make("div", { class: "md-code__nav" }, button));
  if (matchMedia("(hover)").matches) sizes.observe(code);
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} words */
function confirm(words) {
  if (!dialog || !box) return;
  box.textContent = words;
  dialog.classList.add("md-dialog--active");
  clearTimeout(timer);
  timer = setTimeout(() => dialog.classList.remove("md-dialog--active"), 2000);
}
