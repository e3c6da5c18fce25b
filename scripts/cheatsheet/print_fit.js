// Makes what is too wide fit the page and marks what is taller than half of it. Returns what had to be changed.
// `height` is that of the text on one page in CSS pixels.
(height) => {
  const notes = [];
  const main = document.querySelector("main");
  const edge = main.getBoundingClientRect().right + 1;
  const place = (element) => element.closest("[data-page]")?.dataset.page ?? "";
  const told = (element) => (element.getAttribute("aria-label") ?? element.textContent).replace(/^math:/, "").trim().slice(0, 60);
  const tooWide = (element) => element.scrollWidth > element.clientWidth + 1;

  for (const formula of main.querySelectorAll(".katex-display")) {
    if (!tooWide(formula)) continue;
    formula.classList.add("broken");
    const inner = formula.querySelector(".katex");
    if (!tooWide(formula)) {
      notes.push([place(formula), `a formula is broken: ${told(inner)}`]);
      continue;
    }
    const scale = Math.floor((formula.clientWidth / formula.scrollWidth) * 98) / 100;
    inner.style.fontSize = `${scale * 1.12}em`;
    notes.push([place(formula), `a formula is scaled to ${Math.round(scale * 100)} %: ${told(inner)}`]);
  }
  for (const base of main.querySelectorAll(":not(.katex-display) > .katex .base")) {
    const formula = base.closest(".katex");
    const block = formula.closest("p, li, td, th, div, figcaption");
    const room = block.clientWidth;
    if (formula.dataset.scaled || base.offsetWidth <= room + 1 || !room) continue;
    const scale = Math.floor((room / base.offsetWidth) * 98) / 100;
    formula.dataset.scaled = scale;
    formula.style.fontSize = `${scale * 1.12}em`;
    notes.push([place(formula), `a formula is scaled to ${Math.round(scale * 100)} %: ${told(formula)}`]);
  }
  for (const table of main.querySelectorAll("table")) {
    let size = parseFloat(getComputedStyle(table).fontSize);
    const before = size;
    const smallest = (7.1 / 72) * 96;
    const over = () => table.getBoundingClientRect().right > edge;
    while (over() && size > smallest) table.style.fontSize = `${(size = Math.max(size * 0.95, smallest))}px`;
    if (over()) table.dataset.broken = "";
    if (size < before) notes.push([place(table), `a table is set smaller: ${told(table)}`]);
  }
  for (const element of main.querySelectorAll("table, pre, img, figure, .admonition, details")) {
    if (element.getBoundingClientRect().right > edge) notes.push([place(element), `too wide for the page: ${told(element)}`]);
  }
  for (const element of main.querySelectorAll("table, tr, .admonition, details, blockquote, .long-line")) {
    if (element.getBoundingClientRect().height < height * (element.tagName === "TR" ? 1 : 0.5)) continue;
    for (let outer = element; outer !== main; outer = outer.parentElement) outer.dataset.tall = "";
  }
  return notes;
}
