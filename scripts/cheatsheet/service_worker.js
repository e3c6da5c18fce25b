// Keeps one whole version of the site and shows nothing else until the next one is there as a whole.
// The build writes two constants above: VERSION, a digest of all files, and FILES, the digest of each by its address.

const ALL = `cv-cheatsheet ${registration.scope} `; // a host may hold other sites, and caches belong to the host
const FETCHES = 4; // at a time: the reader comes first
const UPDATE = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Updating</title>
<script>
const worker = navigator.serviceWorker;
const again = () => location.reload();
worker.addEventListener("controllerchange", again);
worker.addEventListener("message", again);
worker.getRegistration().then((registration) => registration.waiting?.postMessage("take over"));
setTimeout(again, 1000);
</script>`;

addEventListener("install", (event) => event.waitUntil(fetchAll()));
addEventListener("activate", (event) => event.waitUntil(deleteOthers()));
addEventListener("message", (event) => event.waitUntil(takeOver(event.source)));
addEventListener("fetch", (event) => {
  const address = addressOf(event.request);
  if (Object.hasOwn(FILES, address)) event.respondWith(answer(event.request, address));
  else if (Object.hasOwn(FILES, `${address}/`)) event.respondWith(Response.redirect(urlOf(`${address}/`)));
});

// --- Answer from the version that is kept -----------------------------------------------------------------------

function addressOf(request) {
  const { origin, pathname } = new URL(request.url);
  const own = request.method === "GET" && (origin + pathname).startsWith(registration.scope);
  return own ? (origin + pathname).slice(registration.scope.length).replace(/(^|\/)index\.html$/, "$1") : null;
}

function urlOf(address) {
  return new URL(address, registration.scope).href;
}

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
    while (left.length) await keep(cache, others, ...left.shift());
  };
  await Promise.all(Array.from({ length: FETCHES }, fetchSome));
}

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
    return cache.put(url, new Response(body, { headers: { "Content-Type": found.headers.get("Content-Type") } }));
  }
  throw new Error(`${url} is of another version; the next visit tries again`);
}

async function digestOf(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- Switch over: only when no page of the version before is open --------------------------------------------------

async function openPages() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter((page) => page.url.startsWith(registration.scope));
}

async function takeOver(page) {
  if ((await openPages()).length < 2) await skipWaiting();
  else page.postMessage("later");
}

async function otherNames() {
  return (await caches.keys()).filter((name) => name.startsWith(ALL) && name !== ALL + VERSION);
}

async function deleteOthers() {
  await Promise.all((await otherNames()).map((name) => caches.delete(name)));
}
