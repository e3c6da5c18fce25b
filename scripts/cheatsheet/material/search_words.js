// The words of the index: which there are, which begin alike, mean alike or are a slip away, and which are names.

/** The field that holds the names of terms, each joined to one word. */
export const NAMES = "keys";
const SHORTEST_ROOT = 6;
const MOST_AKIN = 10;
const SHORTEST_SLIP = 3;
const SHORTEST_DOUBLE_SLIP = 8;
const LONGEST_SLIP = 32;
const SHORTEST_HALF = 3;
/** What counts less than this lists words and explains none: sources do, the concepts of questions do not. */
const EXPLAINS = 0.3;

export class Words {
  /**
   * @param {Search} search
   * @param {RegExp} separator
   */
  constructor({ index, map }, separator) {
    this.index = index;
    this.map = map;
    this.separator = separator;
    this.sorted = Object.keys(index.invertedIndex).sort();
    /** @type {Map<string, string[]>} */
    this.slips = new Map();
    /** @type {Map<string, string[]>} */
    this.byStem = new Map();
    for (const word of this.sorted) {
      const stem = stemOf(word);
      this.byStem.set(stem, [...(this.byStem.get(stem) ?? []), word]);
    }
  }

  /** @param {string} word */
  has(word) {
    return word in this.index.invertedIndex;
  }

  /** Whether a part that explains has it, not only lists, which count little. @param {string} word */
  isTold(word) {
    const fields = Object.entries(this.index.invertedIndex[word] ?? {});
    return fields.some(
      ([field, places]) => field !== NAMES && Object.keys(places).some((place) => !isFaint(this.map.get(place))),
    );
  }

  /** @param {string} word */
  isName(word) {
    return Object.keys(this.index.invertedIndex[word]?.[NAMES] ?? {}).length > 0;
  }

  /** Whether the index leaves it out, as `the` and `how`. @param {string} word */
  isSilent(word) {
    return lunr.stopWordFilter(word) === undefined;
  }

  /** @param {string} word */
  sameStem(word) {
    return (this.byStem.get(stemOf(word)) ?? []).filter((other) => other !== word);
  }

  /** As `classifier` for `classification`. @param {string} word */
  sameRoot(word) {
    const stem = stemOf(word);
    return stem.length < SHORTEST_ROOT || stem === word ? [] : this.beginning(stem, MOST_AKIN);
  }

  /**
   * The shortest words that begin so.
   * @param {string} start
   * @param {number} most
   */
  beginning(start, most) {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (/** @type {string} */ (this.sorted[middle]) < start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let word = this.sorted[low]; word?.startsWith(start); word = this.sorted[++low]) found.push(word);
    return found
      .filter((word) => word !== start)
      .sort((one, other) => one.length - other.length)
      .slice(0, most);
  }

  /** Two words of the index that were typed as one. @param {string} word */
  halves(word) {
    for (let cut = word.length - SHORTEST_HALF; cut >= SHORTEST_HALF; cut--) {
      const halves = [word.slice(0, cut), word.slice(cut)];
      if (halves.every((half) => this.has(half))) return halves;
    }
    return [];
  }

  /**
   * Words that one slip leads to, or else two where the word is long; names first.
   * @param {string} word
   */
  near(word) {
    const known = this.slips.get(word) ?? this.slipsOf(word);
    this.slips.set(word, known);
    return known;
  }

  /**
   * @param {string} word
   * @param {number} most
   */
  slipsOf(word, most = word.length < SHORTEST_DOUBLE_SLIP ? 1 : 2) {
    if (word.length < SHORTEST_SLIP || word.length > LONGEST_SLIP) return [];
    for (let count = 1; count <= most; count++) {
      const near = this.index.tokenSet.intersect(lunr.TokenSet.fromFuzzyString(word, count)).toArray();
      const known = near.filter((other) => this.has(other) && other.length >= SHORTEST_SLIP);
      if (known.length) return known.sort((one, other) => Number(this.isName(other)) - Number(this.isName(one)));
    }
    return [];
  }
}

/** @param {string} word */
function stemOf(word) {
  return lunr.stemmer(new lunr.Token(word, {})).toString();
}

/** @param {Part | undefined} part */
function isFaint(part) {
  return (part?.boost ?? 1) < EXPLAINS;
}
