// A formula as a line of plain text, from its MathML: x², (a + b)/c, √(2n/3). scripts/cheatsheet/markdown/
// formula_words.py writes the same line for search results, with tags for what is raised and lowered.

// Combining.
/** @type {Record<string, string>} */
const ACCENTS = { "^": "\u0302", "~": "\u0303", ˉ: "\u0304", "‾": "\u0304", "˙": "\u0307" };
// KaTeX's mark behind the name of a function.
const APPLIED = /\u2061/g;
const LEAVES = ["mi", "mn", "mo", "mtext", "ms"];
const SCRIPTS = ["msub", "msup", "msubsup", "munder", "munderover"];
const FACTORS = ["mi", "mn", "ms", "msub", "msup", "msubsup", "mover", "msqrt"];
const SYMBOLS = [...FACTORS, "mo", "mtext"];
const RAISED = signs("0123456789+−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ");
const LOWERED = signs("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ");

/** @param {Element} math */
export function mathText(math) {
  return line(math).trim().split(/\s+/).join(" ").replaceAll(" (", "(");
}

/**
 * @param {string} plain
 * @param {string} moved
 */
function signs(plain, moved) {
  const to = [...moved];
  return new Map([...plain].map((sign, at) => [sign, to[at] ?? sign]));
}

/**
 * @param {Element | undefined} element
 * @returns {string}
 */
function line(element) {
  if (!element || element.localName === "annotation") return "";
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
  if (tag === "msqrt") return `√${parts.length === 1 ? closed(first) : `(${joined(parts)})`}`;
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
