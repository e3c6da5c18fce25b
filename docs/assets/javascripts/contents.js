// The contents beside the page follow the reading place. The browser tells what passes the header; nothing is measured
// while one scrolls.

import { idOf } from "./dom.js";

const BESIDE = "(min-width: 60em)";
/** What counts as passed: all that has come into the upper fifth of the window, however far above it is by now. */
const PASSED = { rootMargin: "1000000px 0px -80%" };

/** Start where the contents can be seen, at once or when the window becomes wide. */
export function followReading() {
  const wide = matchMedia(BESIDE);
  if (wide.matches) start();
  else wide.addEventListener("change", start, { once: true });
}

function start() {
  /** @type {Map<Element, HTMLAnchorElement>} */
  const links = new Map();
  for (const link of document.querySelectorAll(".md-sidebar--secondary a.md-nav__link")) {
    const target = document.getElementById(idOf(link.hash));
    if (target) links.set(target, link);
  }
  const foot = document.querySelector("div.md-footer-meta");
  if (!links.size || !foot) return;
  /** @type {Set<Element>} */
  const passed = new Set();
  let isEnd = false;
  /** @type {Element | undefined} */
  let active;
  const update = () => {
    const all = [...links.keys()];
    const last = isEnd ? all.at(-1) : all.findLast((target) => passed.has(target));
    if (last === active) return;
    active = last;
    const at = last ? all.indexOf(last) : -1;
    all.forEach((target, place) => {
      links.get(target)?.classList.toggle("md-nav__link--passed", place <= at);
      links.get(target)?.classList.toggle("md-nav__link--active", place === at);
    });
    if (last) bringIntoView(links.get(last));
  };
  const targets = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const heading = target.matches(".part") ? (target.querySelector("h2") ?? target) : target;
      if (isIntersecting) passed.add(heading);
      else passed.delete(heading);
    }
    update();
  }, PASSED);
  for (const target of links.keys()) targets.observe(target.matches("h2") ? partOf(target) : target);
  new IntersectionObserver((entries) => {
    isEnd = entries.at(-1)?.isIntersecting ?? false;
    update();
  }).observe(foot);
}

/**
 * The part that a heading begins: the heading itself is nowhere while its part is out of sight.
 * @param {Element} heading
 */
function partOf(heading) {
  return heading.closest("div.part") ?? heading;
}

/** @param {HTMLElement | undefined} link */
function bringIntoView(link) {
  const box = link?.closest("div.md-sidebar__scrollwrap");
  if (!link || !box || box.scrollHeight <= box.clientHeight) return;
  box.scrollTo({ top: link.offsetTop - box.clientHeight / 2, behavior: "smooth" });
}
