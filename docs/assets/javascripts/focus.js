// What takes the focus stays in view: parts that are drawn for the first time may push it out.

/** Follow the focus of the keyboard, once the page has taken its heights. */
export function followFocus() {
  document.addEventListener("focusin", () => {
    const focused = document.activeElement;
    const drawn = () => {
      if (focused !== document.activeElement || !focused?.matches(":focus-visible")) return;
      const { top, bottom } = focused.getBoundingClientRect();
      if (bottom < 0 || top > innerHeight) focused.scrollIntoView({ block: "center" });
    };
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  });
}
