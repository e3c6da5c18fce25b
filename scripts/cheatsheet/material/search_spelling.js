// Spelling: one for what pages and readers write in many ways, and the other ways that a word can be written.

/** @type {Record<string, string>} */
const SIGNS = {
  α: "alpha",
  β: "beta",
  γ: "gamma",
  δ: "delta",
  ε: "epsilon",
  ζ: "zeta",
  η: "eta",
  θ: "theta",
  κ: "kappa",
  λ: "lambda",
  μ: "mu",
  ν: "nu",
  ξ: "xi",
  π: "pi",
  ρ: "rho",
  σ: "sigma",
  τ: "tau",
  φ: "phi",
  χ: "chi",
  ψ: "psi",
  ω: "omega",
  "√": "sqrt",
  "×": "x",
  "−": "-",
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * The one spelling of a word: `3×3` as `3x3`, `β₂` as `beta2`, `Müller` as `muller`, `.5` as `0.5`.
 * @param {string} word
 */
export function fold(word) {
  if (/^[a-z0-9]*$/.test(word)) return word;
  const plain = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const spelled = plain.replace(/[α-ω√×−]/g, (sign) => SIGNS[sign] ?? sign);
  return spelled.replace(/^\.(?=\d)/, "0.").replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}

/**
 * A search with the powers of ASCII written as pages write them: `n^2` as `n²`, `1e-5` as `10⁻⁵`, `3*3` as `3×3`.
 * @param {string} query
 */
export function raise(query) {
  return query
    .replace(/\b1e(-?\d+)\b/gi, "10^$1")
    .replace(/(?:\^|\*\*)(-?)(\d+)/g, (_, sign, digits) => (sign && "⁻") + digits.replace(/\d/g, raised))
    .replace(/(\d)\*(?=\d)/g, "$1×");
}

/** @param {string} digit */
function raised(digit) {
  return RAISED.charAt(Number(digit));
}

/** One and several. @type {[RegExp, string][]} */
const NUMBERS = [
  [/ies$/, "y"],
  [/(s|x|z|ch|sh)es$/, "$1"],
  [/([^s])s$/, "$1"],
  [/ices$/, "ix"],
  [/([^aeious])$/, "$1s"],
];
/** British and American. @type {[RegExp, string][]} */
const LANDS = [
  [/is(e|ed|es|er|ers|ing|ation|ations)$/, "iz$1"],
  [/iz(e|ed|es|er|ers|ing|ation|ations)$/, "is$1"],
  [/ys(e|ed|es|er|ing)$/, "yz$1"],
  [/our/, "or"],
  [/or/, "our"],
  [/re(s|d?)$/, "er$1"],
  [/er(s|ed|)$/, "re$1"],
  [/ll(ed|ing|er)$/, "l$1"],
  [/l(ed|ing|er)$/, "ll$1"],
  [/grey/, "gray"],
  [/gray/, "grey"],
];

/**
 * A word as British and as Americans write it; many are no words: whoever asks looks which ones the site has.
 * @param {string} word
 */
export function spellings(word) {
  return new Set(LANDS.map(([from, to]) => word.replace(from, to)).filter((way) => way !== word));
}

/**
 * All other ways to write a word: its spellings, and each in the singular and plural.
 * @param {string} word
 */
export function variantsOf(word) {
  const lands = [word, ...spellings(word)];
  const ways = lands.flatMap((way) => [way, ...NUMBERS.map(([from, to]) => way.replace(from, to))]);
  return new Set(ways.filter((way) => way !== word));
}

/**
 * Parts of a name in code or of a product: `BatchNorm2d` as batch, norm, 2, d; `ResNet50` as res, net, 50.
 * @param {string} word
 */
export function partsOf(word) {
  const parts = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\d.]+|[^\p{L}\d.]+/gu) ?? [];
  return parts.map(fold).filter((part) => part !== "");
}
