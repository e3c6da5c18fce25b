/**
 * Makes what is too wide fit the page and marks what is taller than half of it. Returns what had to be changed, and on
 * which page of the site. `height` is that of the text on one page in CSS pixels.
 * @param {number} height
 */
(height) => {
  /** @type {[page: string, change: string][]} */
  const notes = [];
  const main = document.querySelector("main");
  const edge = main.getBoundingClientRect().right + 1;
  /** @type {(element: HTMLElement) => boolean} */
  const tooWide = (element) => element.scrollWidth > element.clientWidth + 1;
  /** @type {(element: HTMLElement, change: string) => void} */
  const note = (element, change) => {
    const page = element.closest("[data-page]")?.dataset.page ?? "";
    const words = (element.getAttribute("aria-label") ?? element.textContent).replace(/^math:/, "").trim();
    notes.push([page, `${change}: ${words.slice(0, 60)}`]);
  };
  /** @type {(formula: HTMLElement, room: number, width: number) => void} */
  const scaleDown = (formula, room, width) => {
    const scale = Math.floor((room / width) * 98) / 100;
    formula.style.fontSize = `${scale * 1.12}em`;
    note(formula, `a formula is scaled to ${Math.round(scale * 100)} %`);
  };

  for (const display of main.querySelectorAll(".katex-display")) {
    const formula = display.querySelector(".katex");
    if (!formula || !tooWide(display)) continue;
    display.classList.add("broken");
    if (tooWide(display)) scaleDown(formula, display.clientWidth, display.scrollWidth);
    else note(formula, "a formula is broken");
  }
  /** @type {Set<HTMLElement>} */
  const scaled = new Set();
  for (const base of main.querySelectorAll(":not(.katex-display) > .katex .base")) {
    const formula = base.closest(".katex");
    const room = formula?.closest("p, li, td, th, div, figcaption")?.clientWidth;
    if (!formula || !room || scaled.has(formula) || base.offsetWidth <= room + 1) continue;
    scaled.add(formula);
    scaleDown(formula, room, base.offsetWidth);
  }
  for (const table of main.querySelectorAll("table")) {
    let size = parseFloat(getComputedStyle(table).fontSize);
    const before = size;
    const smallest = (7.1 / 72) * 96;
    const over = () => table.getBoundingClientRect().right > edge;
    while (over() && size > smallest) {
      size = Math.max(size * 0.95, smallest);
      table.style.fontSize = `${size}px`;
    }
    if (over()) table.dataset.broken = "";
    if (size < before) note(table, "a table is set smaller");
  }
  for (const element of main.querySelectorAll("table, pre, img, figure, .admonition, details")) {
    if (element.getBoundingClientRect().right > edge) note(element, "too wide for the page");
  }
  for (const element of main.querySelectorAll("table, tr, .admonition, details, blockquote, .long-line")) {
    if (element.getBoundingClientRect().height < height * (element.tagName === "TR" ? 1 : 0.5)) continue;
    /** @type {HTMLElement | null} */
    let outer = element;
    while (outer && outer !== main) {
      outer.dataset.tall = "";
      outer = outer.parentElement;
    }
  }
  return notes;
};
