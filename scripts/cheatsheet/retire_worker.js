// Stands where the service worker of a published site would: removes it, so that `scripts/serve` shows every edit.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(retire()));

async function retire() {
  const own = (await caches.keys()).filter((name) => name.startsWith(`cv-cheatsheet ${registration.scope} `));
  await Promise.all(own.map((name) => caches.delete(name)));
  await registration.unregister();
  for (const page of await clients.matchAll({ type: "window" })) page.navigate(page.url);
}
