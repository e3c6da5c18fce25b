// What takes the focus stays in view: parts that are drawn for the first time may push it out.

/** Follow the focus of the keyboard, once the page has taken its heights. */
export function followFocus() {
  const drawn = () => {
    const focused = document.activeElement;
    if (!focused?.matches(":focus-visible")) return;
    const { top, bottom } = focused.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) focused.scrollIntoView({ block: "center" });
  };
  document.addEventListener("focusin", () => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}
