// A reader's lists, ticks and settings as one file: written, read with care, and put together with what is there.

import { decode, encode } from "./code.js";
import { isKept, MOST } from "./kept.js";
import { FORMULAS, SCHEMES } from "./settings.js";
import { NAME } from "./vocabulary.js";

const FORMAT = `${NAME} progress`;
const VERSION = 1;
// Of the file, in bytes: ticks of all that was ever published and hundreds of lists take less.
export const LARGEST = 200_000;
const BROKEN = "This file is damaged or no file of this site:";

/**
 * The text of the file.
 * @param {Progress} progress
 * @param {Date} saved
 */
export function pack({ ticks, lists, scheme, formulas }, saved) {
  const sorted = [...ticks].sort((one, other) => one - other);
  const settings = { scheme, formulas };
  const file = { format: FORMAT, version: VERSION, saved: saved.toISOString(), ticks: encode(sorted), lists, settings };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * What a file holds, or a sentence that says why it is refused. Keys that this version does not know mean nothing.
 * @param {string} text
 * @param {Map<number, Heading>} headings
 * @returns {Unpacked | string}
 */
export function unpack(text, headings) {
  const known = new Set(headings.keys());
  if (!text.trim()) return "This file is empty.";
  /** @type {Record<string, any>} */
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return `${BROKEN} it cannot be read to its end.`;
  }
  if (typeof file?.format !== "string") return "This file was not saved by this site: it does not name its format.";
  if (file.format !== FORMAT) return `This file was not saved by this site: it is “${file.format.slice(0, 40)}”.`;
  const { version, saved, ticks, lists, settings } = file;
  if (!Number.isInteger(version) || version < 1) return `${BROKEN} its version is no number.`;
  if (version > VERSION) {
    return `This file is of version ${version}, and this page reads version ${VERSION}. Load the page anew, try again.`;
  }
  if (typeof ticks !== "string") return `${BROKEN} it has no ticks.`;
  const { ids, unknown, unreadable, damaged, tooLong } = decode(ticks, known);
  if (damaged || tooLong || unreadable.length) return `${BROKEN} its ticks do not fit their check digits.`;
  if (!Array.isArray(lists)) return `${BROKEN} it has no lists.`;
  if (lists.length > MOST) return `${BROKEN} it has more than ${MOST} lists.`;
  const bad = lists.findIndex((list) => !isKept(list) || decode(list.list, known).damaged);
  if (bad >= 0) return `${BROKEN} its list ${bad + 1} cannot be read.`;
  const { scheme, formulas } = settings ?? {};
  if (!SCHEMES.includes(scheme) || !(formulas === null || FORMULAS.includes(formulas))) {
    return `${BROKEN} its settings are none of this site.`;
  }
  const progress = { ticks: ids, lists: withoutTwins(lists), scheme, formulas };
  return { progress, unknown: unknown.length, saved: new Date(saved) };
}

/**
 * Both together: every tick and every list. Settings count only where nothing was chosen here.
 * @param {Progress} here
 * @param {Progress} file
 * @returns {Progress}
 */
export function merge(here, file) {
  return {
    ticks: [...new Set([...here.ticks, ...file.ticks])],
    lists: withoutTwins([...here.lists, ...file.lists]),
    scheme: here.scheme === "system" ? file.scheme : here.scheme,
    formulas: here.formulas ?? file.formulas,
  };
}

/**
 * Of lists with the same items the first.
 * @param {Kept[]} lists
 * @returns {Kept[]}
 */
function withoutTwins(lists) {
  const codes = lists.map(({ list }) => list);
  return lists.filter(({ list }, at) => codes.indexOf(list) === at).map(({ name, list }) => ({ name, list }));
}
