// What a result shows of the search: its words marked, the names that were asked for, and what it lacks.

import { coveredBy } from "./search_rank.js";

/** @typedef {import("./search_plan.js").Plan} Plan */

/**
 * Title, text and names of a part with its words marked.
 * @param {Search} search
 * @param {Part} part
 * @param {Matches} matches
 * @param {Mark<string>} one
 * @param {Mark<string[]>} all
 */
export function marked(search, part, matches, one, all) {
  /** @param {"title" | "text" | "tags"} field */
  const spots = (field) => Object.values(matches).flatMap((fields) => fields[field]?.position ?? []);
  /** @param {"title" | "text"} field */
  const text = (field) => {
    const positions = spots(field);
    const table = tableOf(search, part, field);
    return positions.length && table.length ? one(part[field], table, positions, field !== "text") : part[field];
  };
  const named =
    part.tags && spots("tags").length ? all(part.tags, tableOf(search, part, "tags"), spots("tags"), true) : [];
  // Of many names only those that were asked for.
  const tags = named.filter((tag) => tag.includes("<mark>"));
  return { title: text("title"), text: text("text"), tags: tags.length ? tags : undefined };
}

/**
 * The words to mark on the page, as they stand there, and those that were typed and are missing.
 * @param {Search} search
 * @param {Plan} plan
 * @param {Part} part
 * @param {Matches} matches
 */
export function termsOf(search, { wanted, names, compounds }, part, matches) {
  const covered = coveredBy([...names, ...compounds].filter(({ word }) => word in matches));
  /** @type {Record<string, boolean>} */
  const terms = {};
  for (const { typed, word, weight, found } of wanted) {
    const standing = [...found.keys()].flatMap((other) => written(search, part, matches[other]));
    const start = typed.toLowerCase();
    for (const form of standing) terms[form.startsWith(start) ? start : form] = true;
    if (weight === 1 && !standing.length && !covered.has(word)) terms[typed] = false;
  }
  return terms;
}

/**
 * How a word of the index is written in a part: `3×3` for `3x3`.
 * @param {Search} search
 * @param {Part} part
 * @param {Matches[string] | undefined} fields
 */
function written(search, part, fields) {
  const forms = /** @type {const} */ (["title", "text"]).flatMap((field) => {
    const table = tableOf(search, part, field);
    return (fields?.[field]?.position ?? []).map((position) => {
      // The theme keeps the block and the place in it in one number, and where that begins and how long it is in
      // another.
      const place = table[position >>> 20]?.[position & 0xfffff] ?? 0;
      return part[field].slice(place >>> 12, (place >>> 12) + ((place >>> 2) & 0x3ff)).toLowerCase();
    });
  });
  return [...new Set(forms)];
}

/**
 * @param {Search} search
 * @param {Part} part
 * @param {string} field
 */
function tableOf(search, part, field) {
  return search.table.get(`${part.location}:${field}`) ?? [];
}
