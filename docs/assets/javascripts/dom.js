// Making elements, and finding the way in the site.

/**
 * An element: attributes that are true are bare, those that are false or missing are left out, `onclick` listens.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {(Node | string)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, `${value}`);
  }
  element.append(...children);
  return element;
}

/**
 * The way to the site's root, which the build writes into each page.
 * @type {{ base: string }}
 */
const { base } = JSON.parse(document.getElementById("__config").textContent);

/**
 * Address of a file or page of the site. From a folder (file://) a page needs its full name.
 * @param {string} path
 */
export function siteUrl(path) {
  const url = new URL(path, new URL(`${base}/`, document.baseURI));
  if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
  return url;
}

/** This page's address for others: without words to highlight or a list; the published one where it is known. */
export function ownUrl() {
  const published =
    document.querySelector("link[rel=canonical]")?.href ?? document.querySelector("meta[property='og:url']")?.content;
  const url = new URL((location.protocol === "file:" && published) || location.href);
  url.search = url.hash = "";
  if (url.protocol !== "file:") url.pathname = url.pathname.replace(/index\.html$/, "");
  return url;
}

/**
 * Put an address into the bar. A browser may refuse, Safari above 100 times in 30 seconds: the page goes on without.
 * @param {URL | string} url
 */
export function showAddress(url) {
  try {
    history.replaceState(history.state, "", url);
  } catch {
    // The next change brings it up to date.
  }
}

/** The id that the address names. */
export function wantedId() {
  return idOf(location.hash);
}

/**
 * The id in a hash; as it stands where it is no code of anything, such as `#%`.
 * @param {string} hash
 */
export function idOf(hash) {
  const [id = ""] = hash.slice(1).split(":~:");
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/**
 * What a page says where the network does not bring what was asked for.
 * @param {string} what
 */
export function outOfReach(what) {
  return `${what} cannot be loaded. Are you offline?`;
}

/**
 * Load a classic script once; unlike fetch and import this also works from a folder.
 * @param {URL} url
 */
export function load(url) {
  return new Promise((resolve, reject) => {
    document.head.append(make("script", { src: url.href, onload: resolve, onerror: reject }));
  });
}
