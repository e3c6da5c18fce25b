// Copying from a page: a formula in one piece, as TeX or as text, and nothing that is there only for the screen.
// page.js fetches this when something is about to be selected.

import { make } from "./dom.js";
import { mathText } from "./math_text.js";
import { closeLater, copy, openMenu, say } from "./menu.js";
import { chooseFormulas, chosenFormulas } from "./settings.js";

// Links and marks beside the words, controls, drawings, and what is not shown.
const ASIDE =
  ".headerlink, .claim, .code, button, input, select, svg, .unseen, .without-script, [hidden], " +
  "details:not([open]) > :not(summary)";
// What browsers copy in a way that nobody can use; all else is left to them.
const SPECIAL = `.katex, table, ${ASIDE}`;
// A part of these is still one: two cells are a row, lines of code are code.
const SHELLS = "tr, thead, tbody, table, ol, ul, pre, code";
const KEPT = ["href", "colspan", "rowspan", "start"];
const NAMES = { tex: "TeX", plain: "text" };

document.addEventListener("copy", (event) => {
  const { clipboardData, target } = event;
  if (event.defaultPrevented || !clipboardData || (target instanceof Element && target.matches("input, textarea"))) {
    return;
  }
  const ranges = selected();
  if (!ranges.some((range) => clone(range).querySelector(SPECIAL))) return;
  const form = chosenFormulas() === "plain" ? "plain" : "tex";
  for (const [type, text] of Object.entries(compose(ranges, form))) clipboardData.setData(type, text);
  event.preventDefault();
  if (ranges.some((range) => clone(range).querySelector(".katex"))) offer(ranges, form);
});

// Three clicks select up to the next formula, which is a box of its own to browsers: here the whole block.
document.addEventListener("click", ({ detail, target }) => {
  if (detail !== 3 || !(target instanceof Element)) return;
  const block = target.closest("article :is(p, li, th, td, figcaption)");
  if (block?.querySelector(".katex")) document.getSelection()?.selectAllChildren(block);
});

/** What is selected of the page's own text, with whole formulas. */
function selected() {
  const selection = document.getSelection();
  const article = document.querySelector("article");
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, at) => selection?.getRangeAt(at));
  return ranges.flatMap((found) => {
    if (!found || found.collapsed || !article || !found.intersectsNode(article)) return [];
    const range = found.cloneRange();
    if (!article.contains(range.startContainer)) range.setStart(article, 0);
    if (!article.contains(range.endContainer)) range.setEnd(article, article.childNodes.length);
    const first = formulaAround(range.startContainer);
    const last = formulaAround(range.endContainer);
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    return [range];
  });
}

/** @param {Node} node */
function formulaAround(node) {
  const element = elementOf(node);
  return element?.closest(".katex-display") ?? element?.closest(".katex");
}

/** @param {Node} node */
function elementOf(node) {
  return node instanceof Element ? node : node.parentElement;
}

/**
 * A copy of what a range holds, in a shell of the table or list that it is a part of.
 * @param {Range} range
 */
function clone(range) {
  const holder = make("div", { class: "unseen" });
  // WebKit reads nothing in a box that is as small as what is unseen.
  Object.assign(holder.style, { height: "auto", width: "40rem" });
  /** @type {Node} */
  let inner = range.cloneContents();
  for (let around = elementOf(range.commonAncestorContainer); around?.matches(SHELLS); around = around.parentElement) {
    const shell = around.cloneNode();
    shell.append(inner);
    inner = shell;
  }
  holder.append(inner);
  return holder;
}

/**
 * What goes to the clipboard, by type.
 * @param {Range[]} ranges
 * @param {"tex" | "plain"} form
 */
function compose(ranges, form) {
  const parts = ranges.map((range) => read(clone(range), form));
  return {
    "text/plain": parts.map(([plain]) => plain).join("\n"),
    "text/html": parts.map(([, rich]) => rich).join("\n"),
  };
}

/**
 * The words and the HTML of a copy. It stands in the page for a moment, since only there a browser knows which parts
 * are lines, cells or code.
 * @param {HTMLElement} holder
 * @param {"tex" | "plain"} form
 * @returns {[plain: string, rich: string]}
 */
function read(holder, form) {
  for (const part of holder.querySelectorAll(ASIDE)) part.remove();
  for (const row of holder.querySelectorAll("tr")) if (!row.textContent.trim()) row.remove();
  // The selection of a whole line ends at the start of the next one.
  while (holder.lastElementChild?.textContent.trim() === "") holder.lastElementChild.remove();
  for (const stop of holder.querySelectorAll("td br, th br")) stop.replaceWith(" ");
  const formulas = [...holder.querySelectorAll(".katex")].map((formula) => wordsFor(formula, form));
  document.querySelector("article")?.append(holder);
  // biome-ignore lint/performance/useDomNodeTextContent: lines and cells are what is wanted
  const plain = holder.innerText.replaceAll("\u00a0", " ").replace(/^\n+|\s+$/g, "");
  holder.remove();
  // Editors read MathML; where a reader wants text, it stands there too.
  if (form === "tex") for (const [words, math] of formulas) words.replaceWith(math);
  for (const element of holder.querySelectorAll(":not(math, math *)")) tidy(element);
  return [plain, holder.innerHTML];
}

/**
 * Put words in the place of a formula.
 * @param {HTMLElement} formula
 * @param {"tex" | "plain"} form
 * @returns {[words: Element, math: Element]}
 */
function wordsFor(formula, form) {
  const math = formula.querySelector("math") ?? formula;
  const tex = math.getAttribute("alttext");
  const display = formula.closest(".katex-display");
  const mark = display ? "$$" : "$";
  const words = make(display ? "div" : "span", {}, form === "tex" ? `${mark}${tex}${mark}` : mathText(math));
  math.removeAttribute("class");
  (display ?? formula).replaceWith(words);
  return [words, math];
}

/**
 * Without what only this site understands.
 * @param {HTMLElement} element
 */
function tidy(element) {
  if (element instanceof HTMLAnchorElement) element.href = new URL(element.href, document.baseURI).href;
  for (const name of element.getAttributeNames()) if (!KEPT.includes(name)) element.removeAttribute(name);
}

/**
 * Say in which form formulas were copied, and offer the other one, which then stays chosen.
 * @param {Range[]} ranges
 * @param {"tex" | "plain"} form
 */
function offer(ranges, form) {
  const other = form === "tex" ? "plain" : "tex";
  const words = `Formulas copied as ${NAMES[form]}`;
  const change = async () => {
    chooseFormulas(other);
    if (await copy(compose(ranges, other))) offer(ranges, other);
  };
  const button = make("button", { type: "button", onclick: change }, `As ${NAMES[other]}`);
  const [range] = ranges.slice(-1);
  if (!range) return;
  closeLater(openMenu([make("span", {}, words), button], range, "Copied formulas"));
  say(words);
}
