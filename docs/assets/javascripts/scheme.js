// The button for the colour scheme, and what follows the choice. The page has its colours before this runs: a line in
// its header has read the choice.

import { chooseScheme, chosenScheme, SCHEMES } from "./settings.js";
import { onOtherChange } from "./storage.js";

const night = matchMedia("(prefers-color-scheme: dark)");
/** @type {HTMLMetaElement[]} */
const papers = [...document.querySelectorAll("meta[name=theme-color]")];
const [light = "", dark = ""] = papers.map((paper) => paper.content);

/** Let the button go round the schemes. */
export function offerSchemes() {
  const button = document.querySelector("button.scheme");
  if (!button) return;
  let scheme = chosenScheme();
  const next = () => SCHEMES[(SCHEMES.indexOf(scheme) + 1) % SCHEMES.length] ?? "system";
  const update = () => {
    paint(scheme);
    button.title = `Colour scheme: ${scheme}. Switch to ${next()}`;
    button.setAttribute("aria-label", button.title);
  };
  button.addEventListener("click", () => chooseScheme(next()));
  addEventListener("scheme", (event) => {
    if (event instanceof CustomEvent) scheme = event.detail;
    update();
  });
  onOtherChange(() => {
    scheme = chosenScheme();
    update();
  });
  night.addEventListener("change", update);
  update();
}

/** @param {string} scheme */
function paint(scheme) {
  const { dataset } = document.body;
  const isDark = scheme === "dark" || (scheme === "system" && night.matches);
  const name = isDark ? "slate" : "default";
  if (dataset.mdColorScheme !== name) {
    // Not one colour after the other, each as fast as its rule lets it.
    dataset.mdColorSwitching = "";
    dataset.mdColorScheme = name;
    setTimeout(() => delete dataset.mdColorSwitching);
  }
  dataset.scheme = scheme;
  // The browser's own bars: by the system's scheme where it decides, else the one that was chosen for both.
  const own = [light, dark];
  papers.forEach((paper, at) => {
    paper.content = (scheme === "system" ? own[at] : own[Number(isDark)]) ?? "";
  });
}
