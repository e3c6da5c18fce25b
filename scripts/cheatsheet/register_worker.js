// Keep the site for reading offline, once this page is there and nothing else is to do.
const keep = () => navigator.serviceWorker.register("WORKER");
const idle = () => (window.requestIdleCallback ?? setTimeout)(keep);
if ("serviceWorker" in navigator && location.protocol.startsWith("http") && !navigator.connection?.saveData) {
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
}
