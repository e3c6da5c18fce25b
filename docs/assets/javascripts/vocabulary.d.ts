// vocabulary.js is written by the build, from the words that Python uses.

/** The project's short name. */
export const NAME: string;

/** What each verdict is called on pages, the gravest first. */
export const VERDICTS: Record<string, string>;

/** Ids of parts that every section has: a link to one is named with its page. */
export const GENERIC: string[];
