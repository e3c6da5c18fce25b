// A new version of the site waits until the pages of the one before are closed: say so, and let one tap take it.
// register_worker.js imports this then; once the new version takes over, it loads every open page anew.

import { make } from "./dom.js";
import { NAME } from "./vocabulary.js";

const KEY = `${NAME}:later`;
const HOUR = 3_600_000;
// Milliseconds in which a new version takes over if it is one.
const PATIENCE = 5000;

const box = make("aside", { class: "renewal", "aria-label": "New version" });
if (Date.now() - later() > HOUR) offer();

/** When the reader of this tab last said "Not now". */
function later() {
  try {
    const said = Number(sessionStorage.getItem(KEY));
    // Not one of these is a time of the past: text, and times to come.
    return said <= Date.now() ? said : 0;
  } catch {
    return 0;
  }
}

function offer() {
  const words = make("span", { role: "status" });
  const take = make("button", { type: "button", class: "take", onclick: renew }, "Show it");
  const wait = make("button", { type: "button", onclick: dismiss }, "Not now");
  box.append(words, take, wait);
  document.body.append(box);
  document.body.classList.add("renewing");
  // A screen reader tells what changes in a status that is there.
  setTimeout(() => {
    words.textContent = "A new version is here.";
  }, 50);
}

async function renew() {
  const registration = await navigator.serviceWorker.getRegistration();
  // Another page took it a moment ago.
  if (!registration?.waiting) return location.reload();
  registration.waiting.postMessage("take over all");
  setTimeout(async () => {
    // This page is still here: the host answered with some other script, which hears nothing. Take the site from there.
    if (navigator.onLine && (await registration.unregister())) location.reload();
  }, PATIENCE);
}

function dismiss() {
  try {
    sessionStorage.setItem(KEY, `${Date.now()}`);
  } catch {
    // It is asked again on the next page.
  }
  box.remove();
  document.body.classList.remove("renewing");
}
