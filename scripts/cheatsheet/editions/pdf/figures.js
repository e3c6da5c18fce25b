/**
 * Lets text come before a figure that would leave about a third of a page empty. Each chapter is laid out in columns as
 * high as a page for this, which break where pages do. `height` is that of the text on one page in CSS pixels.
 * @param {number} height
 */
(height) => {
  const zoom = document.body.currentCSSZoom;
  /** @type {(chapter: HTMLElement) => void} */
  const lay = (chapter) => {
    const [width, high] = [chapter.getBoundingClientRect().width, height].map((length) => `${length / zoom}px`);
    Object.assign(chapter.style, { columnFill: "auto", columnGap: "0", columnWidth: width, height: high });
  };
  /** @type {(chapter: HTMLElement) => void} */
  const release = (chapter) => {
    Object.assign(chapter.style, { columnFill: "", columnGap: "", columnWidth: "", height: "" });
  };
  /** @type {(figure: Element) => boolean} */
  const leavesRoom = (figure) => {
    let first = figure;
    let before = first.previousElementSibling;
    for (; before && /^H[1-6]$/.test(before.tagName); before = first.previousElementSibling) first = before;
    const end = before && [...before.getClientRects()].at(-1);
    const [start] = first.getClientRects();
    const chapter = figure.closest(".chapter");
    if (!end || !start || !chapter) return false;
    const { top } = chapter.getBoundingClientRect();
    return start.left > end.left + 1 && start.top < end.bottom && top + height - end.bottom > 0.3 * height;
  };

  for (const chapter of document.querySelectorAll(".chapter")) {
    const figures = [...chapter.querySelectorAll(":scope > :is(figure.plot, div:has(> figure.plot))")];
    if (!figures.length) continue;
    lay(chapter);
    for (const figure of figures) {
      // By two at most: it stays near what it shows.
      for (let count = 0; count < 2 && leavesRoom(figure); count++) {
        const next = figure.nextElementSibling;
        if (next?.matches("p, ul, ol, .admonition")) next.after(figure);
      }
    }
    release(chapter);
  }
};
