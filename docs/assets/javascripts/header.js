// The page's head: its title takes the place of the site's once it has scrolled away, a button leads back to the top,
// and words that were cut off are told whole.

/** How long a movement goes on behind the hand that began it, in milliseconds. */
const HAND = 2000;

/** Let the header name the page while its own title is out of sight. */
export function nameThePage() {
  const shown = document.querySelector("div.md-header__title");
  const title = document.querySelector("article h1");
  if (!shown || !title) return;
  // Below the header.
  const rootMargin = "-48px 0px 0px";
  new IntersectionObserver(
    (entries) => {
      // Under load several come at once.
      const entry = entries.at(-1);
      const above = entry && !entry.isIntersecting && entry.boundingClientRect.top < 48;
      shown.classList.toggle("md-header__title--active", above);
    },
    { rootMargin },
  ).observe(title);
}

/** Show the way back to the top while one scrolls up. */
export function offerTop() {
  const button = document.querySelector("button.md-top");
  if (!button) return;
  let before = 0;
  // A page also moves while parts of it come, with nobody scrolling.
  let moved = Number.NEGATIVE_INFINITY;
  for (const type of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(type, () => (moved = performance.now()), { passive: true });
  }
  /** @param {boolean} isHidden */
  const hide = (isHidden) => {
    if (button.hidden !== isHidden) button.hidden = isHidden;
  };
  document.addEventListener(
    "scroll",
    () => {
      const now = scrollY;
      const isBack = now < before && now > 0 && performance.now() - moved < HAND;
      hide(!isBack);
      before = now;
    },
    { passive: true },
  );
  addEventListener("hashchange", () => {
    moved = Number.NEGATIVE_INFINITY;
    hide(true);
  });
  button.addEventListener("click", () => {
    scrollTo({ top: 0 });
    button.blur();
  });
}

/** Tell on hover what the window has no room for. */
export function tellWhole() {
  document.addEventListener("pointerover", ({ target }) => {
    const words = target instanceof Element ? target.closest("span.md-ellipsis") : null;
    if (words && words.offsetWidth < words.scrollWidth) (words.closest("a") ?? words).title = words.textContent.trim();
  });
}
