// Keep the site for reading offline, once the page is there and nothing else is to do. A private window may refuse.
const keep = () => navigator.serviceWorker.register("WORKER").catch(() => {});
const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(keep) : keep());
if ("serviceWorker" in navigator && location.protocol.startsWith("http") && !navigator.connection?.saveData) {
  addEventListener("load", () => setTimeout(idle, 3000));
}
