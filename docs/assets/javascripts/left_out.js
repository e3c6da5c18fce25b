// What a link to a list held and the page of lists cannot show, in sentences that stay short whatever the link holds.

import { LONGEST } from "./code.js";
import { amount } from "./controls.js";

// How many of what was left out are named.
const NAMED = 12;

/** @param {List | null} list */
export function leftOut(list) {
  if (!list) return [];
  const { unknown, unreadable, repeated, damaged, tooLong } = list;
  const sentences = [];
  if (damaged) sentences.push("This link is damaged: items may be missing or wrong. Ask for it again.");
  if (tooLong) sentences.push(`This link is too long: what follows its first ${LONGEST} numbers was not read.`);
  if (unknown.length) {
    const left = amount(unknown.length, "item");
    sentences.push(`Left out: ${left} that this version of the site does not have (number ${some(unknown)}).`);
  }
  if (unreadable.length) {
    const quoted = some(unreadable.slice(0, NAMED + 1).map((code) => `“${code.slice(0, 12)}”`));
    sentences.push(`Left out: ${unreadable.length} that cannot be read (${quoted}).`);
  }
  if (repeated) sentences.push(`Left out: ${amount(repeated, "item")} that came twice.`);
  return sentences;
}

/** @param {(number | string)[]} left */
function some(left) {
  return left.slice(0, NAMED).join(", ") + (left.length > NAMED ? " and more" : "");
}
