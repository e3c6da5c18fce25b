// What the modules of this folder know of each other and of the pages, for the type check. Nothing of it is published.

/** A heading that a study list can hold: `id` is a line of docs/addresses.txt, `url` starts at the site's root. */
interface Heading {
  id: number;
  page: string;
  url: string;
  title: string;
  minutes: number;
  level: number;
}

/** A plan: its code as a list, and how many items each of its parts has. */
interface Plan {
  title: string;
  code: string;
  parts: [name: string, size: number][];
}

/** What a code says: line numbers that are known, and all that had to be left out. */
interface Decoded {
  ids: number[];
  unknown: number[];
  unreadable: string[];
  repeated: number;
  damaged: boolean;
  tooLong: boolean;
}

/** The list in an address. */
interface List extends Omit<Decoded, "ids"> {
  code: string;
  items: Heading[];
}

/** A list that is kept under a name: its code, as in a link. */
interface Kept {
  name: string;
  list: string;
}

/** What a reader takes along: line numbers that are ticked, lists, and what was chosen; null where nothing was. */
interface Progress {
  ticks: number[];
  lists: Kept[];
  scheme: string;
  formulas: string | null;
}

/** What a file of progress holds; `unknown` ticks are of headings that this version of the site does not have. */
interface Unpacked {
  progress: Progress;
  unknown: number;
  saved: Date;
}

/** A place that the search found, as its worker tells it: `terms` are words to mark on its page, or that it lacks. */
interface Place {
  location: string;
  title: string;
  text: string;
  tags?: string[];
  score: number;
  terms: Record<string, boolean>;
  nothing?: boolean;
}

/** What the search found, page by page, and ends of the word that is being typed. */
interface Answer {
  items: Place[][];
  suggest?: string[];
}

/** What is copied, by type. */
type Form = Record<string, string>;

/** Attributes of a new element, and listeners by names such as `onclick`. */
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => unknown)>;

interface Window {
  /** The search index, where it came as a script. */
  __index: object;
  /** From headings.js, which the build writes. */
  studyHeadings: {
    pages: { url: string; title: string }[];
    headings: [id: number, page: number, fragment: string, title: string, minutes: number, level: number][];
    moved: [old: number, now: number][];
    plans: Plan[];
  };
}

// --- The elements of our pages -----------------------------------------------------------------------------------

/** Selectors of what stands on every page that loads the module which asks for it. */
type Given =
  | "main"
  | "h1"
  | "h2[data-section]"
  | "#plans"
  | "#own"
  | ".own-list"
  | ".study-list"
  | ".progress"
  | "div.md-search-result"
  | "div.md-search-result__meta"
  | "ol.md-search-result__list"
  | "div.md-search__suggest";

/** What search.js, which pages with a search load, asks for. */
type Switch = "input.md-toggle[data-md-toggle=search]" | "input[name=query]";

interface Document {
  getElementById(id: "__config"): HTMLElement;
  querySelector: ((selectors: Given) => HTMLElement) &
    ((selectors: Switch) => HTMLInputElement) &
    ParentNode["querySelector"];
}

/** The tag that a simple selector starts with: `a` of `a.term` and of `a[href]`. */
type TagOf<S extends string> = S extends `${infer Tag}.${string}` | `${infer Tag}[${string}` | `${infer Tag}#${string}`
  ? TagOf<Tag>
  : S;

/** The element that a selector finds. All that scripts look for is HTML; the tag of the last part says which. */
type Found<S extends string> = S extends `${string},${string}`
  ? HTMLElement
  : S extends `${string} ${infer Rest}`
    ? Found<Rest>
    : TagOf<S> extends keyof HTMLElementTagNameMap
      ? HTMLElementTagNameMap[TagOf<S>]
      : HTMLElement;

interface ParentNode {
  querySelector<S extends string>(selectors: S): Found<S> | null;
  querySelectorAll<S extends string>(selectors: S): NodeListOf<Found<S>>;
}

interface Element {
  closest<S extends string>(selectors: S): Found<S> | null;
  cloneNode(deep?: boolean): this;
}

/** Attributes that stand on whatever scripts read them from. */
interface DOMStringMap {
  verdict: string;
  section: string;
}

interface Navigator {
  /** Chromium's. */
  connection?: { saveData: boolean };
}

/** The site's icon, which the build writes into the page for unknown addresses. */
declare const MARK: string;
