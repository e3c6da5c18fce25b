// A term shows its meaning on hover, focus or tap, and hides it on Escape. Without this the link's title does.

import { make } from "./dom.js";

const tip = make("div", { class: "meaning", id: "__meaning", role: "tooltip", hidden: true });

/**
 * The term whose meaning is shown.
 * @type {HTMLAnchorElement | null}
 */
let shown = null;

/**
 * The term that a finger is on for the first time: it shows its meaning and does not lead away.
 * @type {HTMLAnchorElement | null}
 */
let tapped = null;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {() => unknown} act */
function soon(act) {
  clearTimeout(timer);
  timer = setTimeout(act, 150);
}

/** @param {HTMLAnchorElement} link */
function show(link) {
  if (shown === link) return;
  hide();
  shown = link;
  tip.textContent = link.title;
  // Else the browser shows it as well.
  link.removeAttribute("title");
  link.setAttribute("aria-describedby", tip.id);
  if (!tip.isConnected) document.querySelector("main").append(tip);
  tip.hidden = false;
  const { left, top, bottom } = link.getBoundingClientRect();
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  const above = bottom + tip.offsetHeight > innerHeight && top > tip.offsetHeight;
  tip.style.left = `${scrollX + Math.max(8, Math.min(left, room))}px`;
  tip.style.top = `${scrollY + (above ? top - tip.offsetHeight : bottom)}px`;
}

function hide() {
  clearTimeout(timer);
  if (!shown) return;
  shown.title = tip.textContent;
  shown.removeAttribute("aria-describedby");
  tip.hidden = true;
  shown = null;
}

/** Hide unless the pointer is on the term or its meaning, or the focus on the term. */
const leave = () => soon(() => shown?.matches(":hover, :focus-visible") || tip.matches(":hover") || hide());

/** Let the page's terms tell what they mean. */
export function offerMeanings() {
  const links = document.querySelectorAll("a.term");
  if (!links.length) return;
  for (const link of links) {
    link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && soon(() => show(link)));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", leave);
    link.addEventListener("click", (event) => {
      // A mouse, a key, or the second tap.
      if (tapped !== link) return;
      event.preventDefault();
      show(link);
    });
  }
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("pointerdown", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.term") : null;
    tapped = event.pointerType === "touch" && link !== shown ? link : null;
    if (link !== shown && event.target !== tip) hide();
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("resize", hide);
}
