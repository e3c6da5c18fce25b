// Keeps one whole version of the site and shows nothing else until the next one is there as a whole.
// The build writes three constants above: NAME, of the project; VERSION, a digest of all files; and FILES, the digest
// of each by its address.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { registration } = worker;

// A host may hold other sites, and caches belong to the host.
const ALL = `${NAME} ${registration.scope} `;

// At a time: the reader comes first.
const FETCHES = 4;

// The page that a reader sees while a new version takes over.
const UPDATE = `<!doctype html>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Updating</title>
<script>
const worker = navigator.serviceWorker;
const again = () => location.reload();
worker.addEventListener("controllerchange", again);
worker.addEventListener("message", again);
worker.getRegistration().then((registration) => registration.waiting?.postMessage("take over"));
setTimeout(again, 1000);
</script>`;

worker.addEventListener("install", (event) => event.waitUntil(fetchAll()));
worker.addEventListener("activate", (event) => event.waitUntil(begin()));
worker.addEventListener("message", (event) => event.waitUntil(takeOver(event)));
worker.addEventListener("fetch", (event) => {
  const address = addressOf(event.request);
  if (address === null) return;
  if (asked) keepApart(event);
  if (Object.hasOwn(FILES, address)) event.respondWith(answer(event.request, address));
  else if (Object.hasOwn(FILES, `${address}/`)) {
    // What it asks for, a list or a filter, goes along.
    event.respondWith(Response.redirect(urlOf(`${address}/`) + new URL(event.request.url).search));
  }
});

// --- Answer from the version that is kept -----------------------------------------------------------------------

/**
 * The address below the site's root; null of what is not ours.
 * @param {Request} request
 */
function addressOf(request) {
  const { origin, pathname } = new URL(request.url);
  const own = request.method === "GET" && (origin + pathname).startsWith(registration.scope);
  return own ? (origin + pathname).slice(registration.scope.length).replace(/(^|\/)index\.html$/, "$1") : null;
}

/** @param {string} address */
function urlOf(address) {
  return new URL(address, registration.scope).href;
}

/**
 * @param {Request} request
 * @param {string} address
 */
async function answer(request, address) {
  if (request.mode === "navigate" && registration.waiting && (await openPages()).length < 2) {
    return new Response(UPDATE, { headers: { "Content-Type": "text/html" } });
  }
  const cache = await caches.open(ALL + VERSION);
  return (await cache.match(urlOf(address))) ?? fetch(request);
}

// --- Fetch a version; it counts only when every file is there ------------------------------------------------------

async function fetchAll() {
  const cache = await caches.open(ALL + VERSION);
  const others = await Promise.all((await otherNames()).map((name) => caches.open(name)));
  const left = Object.entries(FILES);
  const fetchSome = async () => {
    for (let next = left.shift(); next; next = left.shift()) await keep(cache, others, ...next);
  };
  await Promise.all(Array.from({ length: FETCHES }, fetchSome));
}

/**
 * Put the file into `cache`: from there, from another version, or from the host.
 * @param {Cache} cache
 * @param {Cache[]} others
 * @param {string} address
 * @param {string} digest
 */
async function keep(cache, others, address, digest) {
  const url = urlOf(address);
  const places = [
    ...[cache, ...others].map((kept) => () => kept.match(url)),
    () => fetch(url),
    () => fetch(url, { cache: "reload" }),
  ];
  for (const look of places) {
    const found = await look();
    if (!found?.ok) continue;
    const body = await found.arrayBuffer();
    if ((await digestOf(body)) !== digest) continue;
    const type = found.headers.get("Content-Type") ?? "";
    return cache.put(url, new Response(body, { headers: { "Content-Type": type } }));
  }
  throw new Error(`${url} is of another version; the next visit tries again`);
}

/** @param {ArrayBuffer} body */
async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- Switch over: when no page of the version before is open, or the reader asks; then all pages load anew ---------

// Whether a reader asked: then pages of the version before are still open.
let asked = false;
/**
 * The pages of this version since then.
 * @type {Set<string>}
 */
const renewed = new Set();

async function openPages() {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter((page) => page.url.startsWith(registration.scope));
}

/** @param {ExtendableMessageEvent} message */
async function takeOver({ data, source }) {
  asked ||= data === "take over all";
  if (asked || (await openPages()).length < 2) await worker.skipWaiting();
  else source?.postMessage("later");
}

async function begin() {
  await deleteOthers();
  if (asked) await worker.clients.claim();
}

/**
 * A page that was on its way while the version changed has heard nothing of it: it loads anew as well.
 * @param {FetchEvent} event
 */
function keepApart(event) {
  if (event.request.mode === "navigate") renewed.add(event.resultingClientId);
  else if (!renewed.has(event.clientId)) event.waitUntil(tell(event.clientId));
}

/** @param {string} id */
async function tell(id) {
  const client = await worker.clients.get(id);
  if (client?.type === "window") client.postMessage("renewed");
}

async function otherNames() {
  return (await caches.keys()).filter((name) => name.startsWith(ALL) && name !== ALL + VERSION);
}

async function deleteOthers() {
  await Promise.all((await otherNames()).map((name) => caches.delete(name)));
}
