// What was found, as the theme's style sheet shows it: a page, its best parts, and the others in a fold.

import { make, siteUrl } from "./dom.js";

/**
 * A page with its parts, the best first. Titles and texts are markup that the build has written.
 * @param {Place[]} found
 */
export function resultItem(found) {
  const score = found[0]?.score ?? 0;
  const at = found.findIndex(({ location }) => !location.includes("#"));
  const page = found[at];
  const parts = found.filter((part) => part !== page);
  const more = parts.findIndex((part) => part.score < score);
  const best = more < 0 ? parts : parts.slice(0, more);
  const others = parts.slice(best.length);
  return make(
    "li",
    { class: "md-search-result__item" },
    ...(page ? [resultLink(page, true, at === 0 && !best.length)] : []),
    ...best.map((part) => resultLink(part, false, true)),
    ...(others.length ? [fold(others)] : []),
  );
}

/** @param {Place[]} others */
function fold(others) {
  const words = `${others.length} more on this page`;
  const details = make(
    "details",
    { class: "md-search-result__more" },
    make("summary", { tabindex: -1 }, make("div", {}, words)),
    ...others.map((part) => resultLink(part, false, true)),
  );
  details.addEventListener("toggle", () => {
    const box = details.closest("div.md-search__scrollwrap");
    // What was read stays in view where a long fold is closed above it.
    if (box && !details.open && details.offsetTop <= box.scrollTop) box.scrollTo({ top: details.offsetTop });
  });
  return details;
}

/**
 * @param {Place} found
 * @param {boolean} isPage
 * @param {boolean} hasText
 */
function resultLink({ location, title, text, tags, terms, score }, isPage, hasText) {
  const article = make("article", {
    class: "md-search-result__article md-typeset",
    "data-md-score": score.toFixed(2),
  });
  if (isPage) article.append(make("div", { class: "md-search-result__icon md-icon" }));
  article.append(holding(make(isPage ? "h1" : "h2"), title));
  if (hasText) article.insertAdjacentHTML("beforeend", text);
  if (tags) article.append(make("nav", { class: "md-tags" }, ...tags.map(tagOf)));
  const missing = Object.keys(terms).filter((word) => !terms[word]);
  if (hasText && missing.length) {
    const words = missing.flatMap((word) => [" ", make("del", {}, word)]);
    article.append(make("p", { class: "md-search-result__terms" }, "Missing:", ...words));
  }
  const href = addressOf(location, terms).href;
  return make("a", { href, class: "md-search-result__link", tabindex: -1 }, article);
}

/** @param {string} markup */
function tagOf(markup) {
  return holding(make("span", { class: "md-tag" }), markup);
}

/**
 * @template {HTMLElement} Holder
 * @param {Holder} element
 * @param {string} markup
 */
function holding(element, markup) {
  element.innerHTML = markup;
  return element;
}

/**
 * The place, with the words to mark there.
 * @param {string} location
 * @param {Record<string, boolean>} terms
 */
function addressOf(location, terms) {
  const url = siteUrl(location);
  const words = Object.keys(terms).filter((word) => terms[word]);
  if (words.length) url.searchParams.set("h", words.join(" "));
  return url;
}
