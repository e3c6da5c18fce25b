// What takes the focus stays in view: parts that are drawn for the first time may push it out after the browser scrolled.

/** Follow the focus of the keyboard, once the page has taken its heights. */
export function followFocus() {
  document.addEventListener("focusin", () => {
    const focused = document.activeElement;
    const drawn = () => {
      if (focused?.matches(":focus-visible") && focused === document.activeElement && isOut(focused))
        focused.scrollIntoView({ block: "center" });
    };
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  });
}

/**
 * Whether nothing of an element is in the window.
 * @param {Element} element
 */
function isOut(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight;
}
