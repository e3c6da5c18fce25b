// Keep the site for reading offline, once the page is there and nothing else is to do.
const keep = () => navigator.serviceWorker.register("WORKER").catch(() => {}); // a private window may refuse
const idle = () => (window.requestIdleCallback ? requestIdleCallback(keep) : keep());
if ("serviceWorker" in navigator && location.protocol.startsWith("http") && !navigator.connection?.saveData) {
  addEventListener("load", () => setTimeout(idle, 3000));
}
