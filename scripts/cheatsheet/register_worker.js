// Keep the site for reading offline, once this page is there and nothing else is to do.
const keep = () => navigator.serviceWorker.register("WORKER").catch(() => {}); // a private window may refuse
const idle = () => (window.requestIdleCallback ? requestIdleCallback(keep) : setTimeout(keep, 2000));
if ("serviceWorker" in navigator && location.protocol.startsWith("http") && !navigator.connection?.saveData) {
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle);
}
