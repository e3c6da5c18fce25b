// A formula as a line of plain text, from its MathML: x², (a + b)/c, √(2n/3). scripts/cheatsheet/markdown/
// formula_words.py writes the same line for search results, with tags for what is raised and lowered.

// Characters by their numbers: pages show none of them, and fonts hold what scripts name. These are combining.
/** @type {Record<string, string>} */
const ACCENTS = { "^": "\u0302", "~": "\u0303", "\u02c9": "\u0304", "\u203e": "\u0304", "\u02d9": "\u0307" };
// KaTeX's mark behind the name of a function.
const APPLIED = /\u2061/g;
const LEAVES = ["mi", "mn", "mo", "mtext", "ms"];
const SCRIPTS = ["msub", "msup", "msubsup", "munder", "munderover"];
const FACTORS = ["mi", "mn", "ms", "msub", "msup", "msubsup", "mover", "msqrt"];
const SYMBOLS = [...FACTORS, "mo", "mtext"];
const RAISED = signs(
  "0123456789+\u2212=()ni",
  [
    0x2070, 0x00b9, 0x00b2, 0x00b3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079, 0x207a, 0x207b, 0x207c, 0x207d,
    0x207e, 0x207f, 0x2071,
  ],
);
const LOWERED = signs(
  "0123456789+\u2212=()aehijklmnoprstuvx",
  [
    0x2080, 0x2081, 0x2082, 0x2083, 0x2084, 0x2085, 0x2086, 0x2087, 0x2088, 0x2089, 0x208a, 0x208b, 0x208c, 0x208d,
    0x208e, 0x2090, 0x2091, 0x2095, 0x1d62, 0x2c7c, 0x2096, 0x2097, 0x2098, 0x2099, 0x2092, 0x209a, 0x1d63, 0x209b,
    0x209c, 0x1d64, 0x1d65, 0x2093,
  ],
);

/** @param {Element} math */
export function mathText(math) {
  return line(math).trim().split(/\s+/).join(" ").replaceAll(" (", "(");
}

/**
 * @param {string} plain
 * @param {number[]} moved
 */
function signs(plain, moved) {
  return new Map([...plain].map((sign, at) => [sign, String.fromCodePoint(moved[at] ?? 0)]));
}

/**
 * @param {Element | undefined} element
 * @returns {string}
 */
function line(element) {
  if (!element) return "";
  const tag = element.localName;
  const parts = [...element.children];
  const [first, second, third] = parts;
  if (LEAVES.includes(tag)) {
    const text = element.textContent.replace(APPLIED, " ");
    // A name of several letters stands apart: y log p.
    return tag === "mi" && [...text].length > 1 ? ` ${text}` : text;
  }
  if (tag === "mspace") return " ";
  if (tag === "mfrac") return `${closed(first)}/${closed(second)}`;
  if (tag === "msqrt") return `\u221a${parts.length === 1 ? closed(first) : `(${joined(parts)})`}`;
  if (tag === "mover") return line(first) + (ACCENTS[line(second)] ?? "");
  if (SCRIPTS.includes(tag)) {
    const low = tag === "msup" ? "" : script(line(second), LOWERED, "_");
    const high = tag === "msup" ? line(second) : line(third);
    return raised(first, low + script(high, RAISED, "^"));
  }
  if (tag === "mtr") return `${parts.map(line).join(" ")}; `;
  return joined(parts).replace(/; $/, "");
}

/**
 * What stands below or above: with signs that are made for it, else behind a mark.
 * @param {string} text
 * @param {Map<string, string>} signs
 * @param {string} mark
 */
function script(text, signs, mark) {
  const all = [...text.trim()];
  if (all.every((sign) => signs.has(sign))) return all.map((sign) => signs.get(sign)).join("");
  return mark + (all.length === 1 ? all.join("") : `(${all.join("")})`);
}

/**
 * It goes in front of the gap behind the name of a function: log₂ x.
 * @param {Element | undefined} base
 * @param {string} scripts
 */
function raised(base, scripts) {
  const text = line(base);
  const name = text.trimEnd();
  return name + scripts + text.slice(name.length);
}

/**
 * A fraction in front of a factor stands in parentheses: (1/2)x.
 * @param {Element[]} parts
 */
function joined(parts) {
  const texts = parts.map((part, at) => {
    const factor = FACTORS.includes(parts[at + 1]?.localName ?? "");
    return part.localName === "mfrac" && factor ? `(${line(part)})` : line(part);
  });
  return texts.join("");
}

/**
 * In parentheses where it is more than one symbol.
 * @param {Element | undefined} element
 */
function closed(element) {
  const text = line(element);
  let inner = element;
  while (inner?.children.length === 1 && !SYMBOLS.includes(inner.localName)) inner = inner.children[0];
  return SYMBOLS.includes(inner?.localName ?? "") ? text : `(${text})`;
}
