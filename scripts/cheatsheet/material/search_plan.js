// What a search asks for: which words of the index stand for what was typed, and which names of terms it holds.

import { fold, partsOf, raise, spellings, variantsOf } from "./search_spelling.js";

/**
 * @typedef {{ typed: string, word: string, of?: string, share?: number }} Token - `of` is the whole word
 * @typedef {{ typed: string, word: string, weight: number, found: Map<string, number> }} Wanted
 * @typedef {{ word: string, covers: Map<string, number> }} Joined - one word for several, how much of each
 * @typedef {{ whole: string, wanted: Wanted[], names: Joined[], compounds: Joined[] }} Plan
 */

/** A question's own words beside those that the index leaves out: they say little where others stand. */
const QUIET = new Set(
  `best better between code compare define definition difference differ explain exactly happen happens interview
   many mean meaning means much need needed nn optim please really single tell torch use used using vs versus work
   works`.split(/\s+/),
);
const QUIETER = 0.15;
/** As many words as a search can make use of. */
const MOST_WORDS = 24;
const LONGEST_NAME = 6;
/** A name of more words is not looked for among near misses, which takes long. */
const MOST_SLIPPED = 3;
const SHORTEST_AKIN = 6;
const SHORTEST_BEGUN = 3;
const NAME_BEGUN = 0.7;
const MOST_BEGINNINGS = 30;

/** How well a word of the index stands for the typed one. */
const INFLECTED = 0.8;
const AKIN = 0.5;
const BEGUN = 0.4;
const PART = 0.8;
const PART_BESIDE = 0.3;
/** Where the whole word is known, names in it say less. */
const SURPLUS_OF_KNOWN = 1.7;
const LISTED = 0.5;
const NEAR = 0.7;

/**
 * @param {string} query
 * @param {import("./search_words.js").Words} words
 * @returns {Plan}
 */
export function planOf(query, words) {
  const all = tokensOf(raise(query), words.separator);
  const tokens = all.slice(0, MOST_WORDS);
  const telling = tokens.filter(({ word }) => !words.isSilent(word));
  const asked = telling.length ? telling : tokens;
  const loud = asked.some(({ word }) => !QUIET.has(word));
  const wanted = asked.map(({ typed, word }) => {
    const weight = loud && QUIET.has(word) ? QUIETER : 1;
    return { typed, word, weight, found: standIns(typed, word, words) };
  });
  const pieces = tokens.flatMap((token) => piecesOf(token, words));
  const names = [...namesBegun(asked, words), ...[tokens, asked, pieces].flatMap((line) => namesIn(line, words))];
  const whole = all.map(({ word }) => word).join(" ");
  return { whole, wanted, names: merged(names), compounds: compoundsIn(tokens, words) };
}

/**
 * @param {string} query
 * @param {RegExp} separator
 * @returns {Token[]}
 */
export function tokensOf(query, separator) {
  const tokens = query.split(separator).map((typed) => ({ typed, word: fold(typed) }));
  return tokens.filter(({ word }) => word !== "");
}

/**
 * A word of code in its parts, each a share of it.
 * @param {Token} token
 * @param {import("./search_words.js").Words} words
 * @returns {Token[]}
 */
function piecesOf(token, words) {
  const parts = partsOf(token.typed);
  if (parts.length === 1 || words.isName(token.word)) return [token];
  const whole = parts.join("").length * (words.isTold(token.word) ? SURPLUS_OF_KNOWN : 1);
  return parts.map((part) => ({ typed: part, word: part, of: token.word, share: part.length / whole }));
}

/**
 * Words of the index for a typed one: itself and its inflections, what it begins; else its parts; else its near misses.
 * @param {string} typed
 * @param {string} word
 * @param {import("./search_words.js").Words} words
 */
function standIns(typed, word, words) {
  /** @type {Map<string, number>} */
  const found = new Map();
  /** @param {Iterable<string>} some @param {(one: string) => number} weight */
  const add = (some, weight) => {
    for (const one of some) found.set(one, Math.max(found.get(one) ?? 0, weight(one)));
  };
  if (words.has(word)) add([word], () => (words.isTold(word) ? 1 : LISTED));
  add(
    [word, ...spellings(word)].flatMap((way) => words.sameStem(way)),
    () => INFLECTED,
  );
  add(
    [...variantsOf(word)].filter((way) => words.has(way)),
    () => INFLECTED,
  );
  add(words.sameRoot(word), () => AKIN);
  if (word.length > 1) add(words.beginning(word, MOST_BEGINNINGS), (one) => (BEGUN * word.length) / one.length);
  const parts = partsOf(typed);
  const told = [...found.keys()].some((one) => words.isTold(one));
  if (told && (parts.length === 1 || words.isName(word))) return found;
  for (const part of [...parts, ...(told ? [] : words.halves(word))]) {
    if (part.length > 1 && words.has(part)) add([part, ...words.sameStem(part)], () => (told ? PART_BESIDE : PART));
  }
  if (!told) add(found.size > 1 ? [] : words.near(word), () => NEAR);
  return found;
}

/**
 * Names that a search begins, such as `focal` that of focal loss.
 * @param {Token[]} line
 * @param {import("./search_words.js").Words} words
 */
function namesBegun(line, words) {
  const start = line.map(({ word }) => word).join("");
  if (start.length < SHORTEST_BEGUN || words.isName(start)) return [];
  const names = words.beginning(start, MOST_BEGINNINGS).filter((word) => words.isName(word));
  const covers = new Map(line.map(({ word }) => [word, NAME_BEGUN]));
  return names.map((word) => ({ word, covers }));
}

/**
 * Names of terms in a line of words, however they are joined there; the longest first, none inside another.
 * @param {Token[]} line
 * @param {import("./search_words.js").Words} words
 */
function namesIn(line, words) {
  /** @type {Joined[]} */
  const names = [];
  const taken = new Set();
  for (let length = Math.min(LONGEST_NAME, line.length); length > 0; length--) {
    for (let start = 0; start + length <= line.length; start++) {
      const span = [...Array(length).keys()].map((step) => start + step);
      if (span.some((place) => taken.has(place))) continue;
      const part = line.slice(start, start + length);
      const name = nameOf(
        part.map(({ word }) => word),
        words,
      );
      if (!name) continue;
      names.push({ word: name, covers: coversOf(part) });
      for (const place of span) taken.add(place);
    }
  }
  return names;
}

/**
 * @param {string[]} part
 * @param {import("./search_words.js").Words} words
 */
function nameOf(part, words) {
  const joined = part.join("");
  if (words.isName(joined)) return joined;
  const akin = joined.length < SHORTEST_AKIN ? [] : [joined, ...spellings(joined)];
  const ways = [...variantsOf(joined), ...akin.flatMap((way) => words.sameStem(way))];
  const other = ways.find((way) => words.isName(way));
  if (other || part.length > MOST_SLIPPED || part.every((word) => words.has(word) || words.isSilent(word)))
    return other;
  return words.near(joined).find((near) => words.isName(near));
}

/**
 * Neighbouring words that the index has as one, such as `cross entropy loss` in `CrossEntropyLoss`.
 * @param {Token[]} tokens
 * @param {import("./search_words.js").Words} words
 */
function compoundsIn(tokens, words) {
  const parts = [2, 3, 4, 5, 6].flatMap((length) => tokens.map((_, start) => tokens.slice(start, start + length)));
  const joined = parts.map((part) => ({ word: part.map(({ word }) => word).join(""), covers: coversOf(part) }));
  return merged(joined.filter(({ word, covers }) => covers.size > 1 && words.has(word)));
}

/** @param {Token[]} part */
function coversOf(part) {
  /** @type {Map<string, number>} */
  const covers = new Map();
  for (const { word, of, share } of part)
    covers.set(of ?? word, Math.min(1, (covers.get(of ?? word) ?? 0) + (share ?? 1)));
  return covers;
}

/** @param {Joined[]} all */
function merged(all) {
  return [...new Map(all.map((one) => [one.word, one])).values()];
}
