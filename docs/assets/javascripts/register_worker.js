// Keep the site for reading offline, once the page is there and nothing else is to do. A private window may refuse.
// Only pages that are hosted load this: the build adds it with the worker.
// Where a new version waits the page says so, and when it takes over every page is loaded anew.
const { serviceWorker, connection } = navigator;
/** @param {ServiceWorkerRegistration} registration */
const watch = (registration) => {
  // A first version waits, too, for a moment, and is no news.
  const tell = () => registration.waiting && registration.active && import("./renewal.js").catch(() => {});
  const wait = () => registration.installing?.addEventListener("statechange", tell);
  registration.addEventListener("updatefound", wait);
  wait();
  tell();
};
const keep = () =>
  serviceWorker
    .register(new URL("../../service-worker.js", import.meta.url))
    .then(watch)
    .catch(() => {});
const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(keep) : keep());
if (serviceWorker && location.protocol.startsWith("http")) {
  for (const name of ["controllerchange", "message"]) serviceWorker.addEventListener(name, () => location.reload());
  if (!connection?.saveData) addEventListener("load", () => setTimeout(idle, 3000));
}
