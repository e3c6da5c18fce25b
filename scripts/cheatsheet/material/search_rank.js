// Which parts answer a search, and how well: lunr finds and weighs words and names; what of them was asked is counted
// here.

import { NAMES } from "./search_words.js";

/**
 * @typedef {import("./search_plan.js").Plan} Plan
 * @typedef {import("./search_plan.js").Joined} Joined
 * @typedef {{ byWords: number, byName: number, matches: Matches }} Hit
 */

const FIELDS = ["title", "text", "tags", "asked", "joined"];
/** Where words that say little are looked for: a title that has one of them is no answer. */
const PROSE = ["text", "joined"];
const COMPOUND = 2;
/** A part that is called as was asked, joined or word by word. */
const CALLED = 1.5;
const CALLED_JUST_SO = 2.2;

/**
 * The parts that lunr finds, by words and by names apart: in one search each would make the other count less.
 * @param {LunrIndex} index
 * @param {Plan} plan
 */
export function hitsOf(index, { wanted, names, compounds }) {
  const words = new Map(compounds.map(({ word }) => [word, { boost: COMPOUND, fields: FIELDS }]));
  for (const { weight, found } of wanted) {
    for (const [word, like] of found) {
      const boost = Math.max(words.get(word)?.boost ?? 0, weight * like);
      words.set(word, { boost, fields: weight < 1 ? PROSE : FIELDS });
    }
  }
  const byWords = ask(index, words);
  const byName = ask(index, new Map(names.map(({ word, covers }) => [word, { boost: covers.size, fields: [NAMES] }])));
  /** @type {Map<string, Hit>} */
  const hits = new Map();
  for (const { ref, score, matchData } of byWords) {
    hits.set(ref, { byWords: score, byName: 0, matches: { ...matchData.metadata } });
  }
  for (const { ref, score, matchData } of byName) {
    const hit = hits.get(ref) ?? { byWords: 0, byName: 0, matches: {} };
    for (const [word, fields] of Object.entries(matchData.metadata)) {
      hit.matches[word] = { ...hit.matches[word], ...fields };
    }
    hits.set(ref, { ...hit, byName: score });
  }
  return hits;
}

/**
 * @param {LunrIndex} index
 * @param {Map<string, { boost: number, fields: string[] }>} clauses
 */
function ask(index, clauses) {
  // Asked for nothing it would find everything.
  if (!clauses.size) return [];
  return index.query((query) => {
    for (const [term, clause] of clauses) query.clause({ term, ...clause, usePipeline: false });
  });
}

/**
 * How well a part answers: what it shares with the search counts by how much of the search that is.
 * @param {Plan} plan
 * @param {Part} part
 * @param {Hit} hit
 */
export function scoreOf(plan, part, { byWords, byName, matches }) {
  const named = coveredBy(plan.names.filter(({ word }) => matches[word]?.[NAMES]));
  const joined = coveredBy(plan.compounds.filter(({ word }) => word in matches));
  let [inWords, inNames, whole] = [0, 0, 0];
  for (const { word, weight, found } of plan.wanted) {
    const likes = [...found].filter(([other]) => other in matches).map(([, like]) => like);
    const name = named.get(word) ?? 0;
    inWords += weight * Math.max(name, joined.get(word) ?? 0, ...likes);
    inNames += weight * name;
    whole += weight;
  }
  const score = byWords * (inWords / whole) ** 2 + byName * (inNames / whole) ** 3;
  if (part.called?.includes(plan.whole)) return score * CALLED_JUST_SO;
  return part[NAMES]?.includes(plan.whole.replaceAll(/[ -]/g, "")) ? score * CALLED : score;
}

/**
 * Whether a search holds, whole, what a part is called beside its title; of examples only tasks have such names.
 * @param {Plan} plan
 * @param {Part} part
 */
export function isCalled({ names }, part) {
  const called = (part[NAMES] ?? []).slice(1);
  return names.some(({ word, covers }) => called.includes(word) && [...covers.values()].every((share) => share === 1));
}

/**
 * How much of each word is said by these joined ones.
 * @param {Joined[]} joined
 */
export function coveredBy(joined) {
  /** @type {Map<string, number>} */
  const covered = new Map();
  for (const { covers } of joined) {
    for (const [word, share] of covers) covered.set(word, Math.max(covered.get(word) ?? 0, share));
  }
  return covered;
}
