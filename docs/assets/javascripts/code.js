// A study list as it stands in a link: line numbers of docs/addresses.txt in base 36, "2f.2k-2n", behind two check
// digits. scripts/cheatsheet/pages/study_code.py writes the same code for the plans.

/**
 * The code of a list of line numbers. Three in a row or more become a range.
 * @param {number[]} ids
 */
export function encode(ids) {
  /** @type {[first: number, last: number][]} */
  const runs = [];
  for (const id of ids) {
    const run = runs.at(-1);
    if (run?.[1] === id - 1) run[1] = id;
    else runs.push([id, id]);
  }
  const parts = runs.map(([first, last]) => {
    const mark = last - first > 1 ? "-" : ".";
    return first.toString(36) + (last > first ? mark + last.toString(36) : "");
  });
  const body = parts.join(".");
  return checkDigits(body) + body;
}

/** How many numbers a code may hold: several times all that was ever published. What stands behind is not read. */
export const LONGEST = 10_000;

/**
 * What a code says: `ids` that are known, and all that had to be left out.
 * @param {string} code
 * @param {Set<number>} known
 * @returns {Decoded}
 */
export function decode(code, known) {
  const unknown = [];
  const unreadable = [];
  let repeated = 0;
  let room = LONGEST;
  const highest = Math.max(0, ...known);
  /** @type {Set<number>} */
  const seen = new Set();
  for (const part of code.slice(2).split(".").filter(Boolean)) {
    room -= 1;
    if (room < 0) break;
    const [, first = "", last = first] = /^([1-9a-z][0-9a-z]{0,5})(?:-([1-9a-z][0-9a-z]{0,5}))?$/.exec(part) ?? [];
    const from = parseInt(first, 36);
    const to = parseInt(last, 36);
    // What is no number is not below another.
    if (!(from <= to)) unreadable.push(part);
    for (let id = from; id <= to && room >= 0; id += 1) {
      if (!known.has(id)) unknown.push(id);
      else if (seen.has(id)) repeated += 1;
      else seen.add(id);
      // A damaged range may be endless.
      if (id > highest) break;
      if (id < to) room -= 1;
    }
  }
  const damaged = checkDigits(code.slice(2)) !== code.slice(0, 2);
  return { ids: [...seen], unknown, unreadable, repeated, damaged, tooLong: room < 0 };
}

/** @param {string} body */
function checkDigits(body) {
  let sum = 0;
  for (const character of body) sum = (sum * 31 + character.charCodeAt(0)) % 1296;
  return sum.toString(36).padStart(2, "0");
}
