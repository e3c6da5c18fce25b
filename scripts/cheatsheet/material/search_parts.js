// What the index knows of each part beside its words: its names and compounds in one word, and the questions that it
// answers.

import { fold } from "./search_spelling.js";
import { NAMES } from "./search_words.js";

/** What stands without a space, such as `ResNet-50`, `65,504` and `log(0)`, and is taken apart by the index. */
const COMPOUNDS = /\S*[\p{L}\p{N}]\S*/gu;
/** A question that a part answers, and a statement that it corrects, is a paragraph of its own. */
const QUESTIONS = /<p>([^<]*\?|“[^<]*”)<\/p>/g;

/**
 * Tell it to the parts, before the index is made of them.
 * @param {Part[]} parts
 * @param {RegExp} separator
 */
export function prepare(parts, separator) {
  lunr.Pipeline.registerFunction(folded, "folded");
  for (const part of parts) {
    const names = [part.title, ...(part.tags ?? []), ...(part.names ?? [])];
    part.asked = [...part.text.matchAll(QUESTIONS)].map(([, question = ""]) => question);
    part.called = [...names, ...part.asked].map((name) => wordsOf(name, separator).join(" "));
    part[NAMES] = names.map((name) => joinedOf(name, separator));
    const compounds = plain(`${part.title} ${part.text}`).match(COMPOUNDS) ?? [];
    const taken = compounds.filter((one) => wordsOf(one, separator).length > 1);
    part.joined = [...new Set(taken.map((one) => joinedOf(one, separator)))];
  }
}

/**
 * The one spelling of a word of the pages; its place stays that of the word as it is written.
 * @param {{ update(change: (word: string) => string): unknown }} token
 */
export function folded(token) {
  return token.update(fold);
}

/**
 * @param {string} text
 * @param {RegExp} separator
 */
function wordsOf(text, separator) {
  return text.split(separator).map(fold).filter(Boolean);
}

/**
 * @param {string} text
 * @param {RegExp} separator
 */
function joinedOf(text, separator) {
  return wordsOf(text, separator).join("").replaceAll("-", "");
}

/** @param {string} html */
function plain(html) {
  return html.replace(/<\/?(?:sub|sup|code)>/g, "").replace(/<[^>]*>/g, " ");
}
