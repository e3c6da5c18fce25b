// Stands where the service worker of a published site would: removes it, so that `scripts/serve` shows every edit.
// The build writes a constant above: NAME, of the project.

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const { clients, registration } = worker;
  const own = (await caches.keys()).filter((name) => name.startsWith(`${NAME} ${registration.scope} `));
  await Promise.all(own.map((name) => caches.delete(name)));
  await registration.unregister();
  for (const page of await clients.matchAll({ type: "window" })) page.navigate(page.url);
}
