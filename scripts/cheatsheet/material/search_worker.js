// The search of the worker: what was typed becomes words of the index, lunr finds them, and the list is put in order.

import { marked, termsOf } from "./search_marks.js";
import { prepare } from "./search_parts.js";
import { planOf } from "./search_plan.js";
import { hitsOf, isCalled, scoreOf } from "./search_rank.js";
import { Words } from "./search_words.js";

/** Of an example, not of their gallery; in the copy for a folder each page has a file of its own. */
const EXAMPLE = /^examples\/[\w-]+\//;
const INDEX_OF_TERMS = "terms/";
const NOTHING =
  "<p>Nothing has these words. Try fewer or others, or look in the index, which has every term from A to Z.</p>";
/** As many parts of a page are shown at once, where they are nearly as good as the best. */
const MOST_SHOWN = 3;
const NEARLY = 0.5;

/** @type {WeakMap<Search, Words>} */
const known = new WeakMap();

/**
 * What is found, page by page, and the end of the word that is being typed.
 * @param {Search} search
 * @param {string} query
 * @param {Mark<string>} one
 * @param {Mark<string[]>} all
 */
export function find(search, query, one, all) {
  const words = known.get(search) ?? new Words(search, lunr.tokenizer.separator);
  known.set(search, words);
  const plan = planOf(query, words);
  /** @type {Found[]} */
  const found = [];
  for (const [location, hit] of hitsOf(search.index, plan)) {
    const part = search.map.get(location);
    if (!part) continue;
    const shown = marked(search, part, hit.matches, one, all);
    const terms = termsOf(search, plan, part, hit.matches);
    // Examples come behind all that explains, however well their words fit; a task that is asked for by name does not.
    const behind = isExample(part) && !isCalled(plan, part);
    found.push({ ...part, ...shown, score: scoreOf(plan, part, hit), terms, behind });
  }
  found.sort((part, other) => Number(part.behind) - Number(other.behind) || other.score - part.score);
  const items = byPage(found, search);
  return {
    items: items.length || !query.trim() ? items : nothing(search),
    suggest: completion(query, found[0]?.title ?? ""),
  };
}

/**
 * The parts of each page together, the best page first, and the page itself with them.
 * @param {Found[]} found
 * @param {Search} search
 */
function byPage(found, search) {
  /** @type {Map<string, Found[]>} */
  const pages = new Map();
  for (const part of found) {
    const page = (part.parent ?? part).location;
    pages.set(page, [...(pages.get(page) ?? []), part]);
  }
  for (const [location, parts] of pages) {
    const page = search.map.get(location);
    if (!page || parts.some((part) => part.location === location)) continue;
    parts.push({ ...page, tags: undefined, score: 0, terms: parts[0]?.terms ?? {} });
  }
  return [...pages.values()].map(level);
}

/**
 * The theme folds what scores less than the best part of a page: the next ones shall be seen too. The page above them,
 * where it is not the best itself, is a heading.
 * @param {Found[]} parts
 */
function level(parts) {
  const best = parts[0]?.score ?? 0;
  return parts.map((part, place) => {
    if (place > 0 && !part.parent) return { ...part, score: 0 };
    const isShown = place < MOST_SHOWN && part.score > best * NEARLY;
    return isShown ? { ...part, score: best } : part;
  });
}

/** @param {Part} part */
function isExample(part) {
  return EXAMPLE.test(part.location);
}

/**
 * The way on where nothing is found.
 * @param {Search} search
 * @returns {Found[][]}
 */
function nothing(search) {
  const index = [...search.map.values()].find(({ location }) => location.startsWith(INDEX_OF_TERMS));
  return index ? [[{ ...index, text: NOTHING, score: 0, terms: {}, nothing: true }]] : [];
}

/**
 * @param {string} query
 * @param {string} title
 */
function completion(query, title) {
  const start = query.match(/[^\s-]+$/)?.[0];
  const words = title
    .replace(/<[^>]*>/g, "")
    .toLowerCase()
    .split(lunr.tokenizer.separator);
  const whole = start && words.find((word) => word.startsWith(start));
  return whole ? [whole] : [];
}

/** What the theme's script calls. */
Object.assign(globalThis, { find, prepare });

// Of a promise that fails in a worker its page hears nothing, of an error it does: an index that is none is said.
addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
