// What the search works on: the theme's part of it, and lunr's.

/** A part of the site as the index has it. The build writes the first ones, `parent` is the theme's, ours the rest. */
interface Part {
  location: string;
  title: string;
  text: string;
  tags?: string[];
  names?: string[];
  boost?: number;
  parent?: Part;
  keys?: string[];
  joined?: string[];
  asked?: string[];
  called?: string[];
}

/** Where the words that were found stand in a part: by word, then by field. */
type Matches = Record<string, Record<string, { position: number[] }>>;

/** A part that was found: `terms` are words to mark on its page, or that it lacks. */
interface Found extends Part {
  score: number;
  terms: Record<string, boolean>;
  behind?: boolean;
  nothing?: boolean;
}

interface Clause {
  term: string;
  boost: number;
  fields: string[];
  usePipeline: boolean;
}

interface LunrIndex {
  invertedIndex: Record<string, Record<string, Record<string, unknown>>>;
  tokenSet: { intersect(other: unknown): { toArray(): string[] } };
  query(ask: (query: { clause(clause: Clause): void }) => void): {
    ref: string;
    score: number;
    matchData: { metadata: Matches };
  }[];
}

/** The theme's search. */
interface Search {
  map: Map<string, Part>;
  table: Map<string, number[][]>;
  index: LunrIndex;
}

/** The theme's way to put marks around words: of one text, or of several. */
type Mark<Text> = (text: Text, table: number[][], positions: number[], whole: boolean) => Text;

declare const lunr: {
  Pipeline: { registerFunction(change: unknown, name: string): void };
  Token: new (word: string, metadata: object) => { toString(): string };
  TokenSet: { fromFuzzyString(word: string, slips: number): unknown };
  stemmer(token: { toString(): string }): { toString(): string };
  stopWordFilter(word: string): string | undefined;
  tokenizer: { separator: RegExp };
};
