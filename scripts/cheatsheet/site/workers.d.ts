// Constants that the build writes in front of the service workers.

/** The project's short name. */
declare const NAME: string;

/** A digest of all files. */
declare const VERSION: string;

/** The digest of each file by its address below the site's root. */
declare const FILES: Record<string, string>;
