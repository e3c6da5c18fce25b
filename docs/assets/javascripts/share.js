// Hand a link on in one action: the share sheet of a phone, else the clipboard, else a field to copy from.

import { make } from "./dom.js";

const status = document.body.appendChild(make("div", { role: "status", class: "unseen" }));
let menu = null;

/** Tell a screen reader, also when the same words come twice. */
export function say(words) {
  status.textContent = "";
  setTimeout(() => (status.textContent = words), 50);
}

/** Share or copy `url`. The confirmation, with the other forms to choose from, opens beside `anchor`. */
export async function share(name, url, anchor) {
  const title = `${name} — CV cheatsheet`;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ title, url });
      return;
    } catch (error) {
      if (error.name === "AbortError") return; // the reader closed the sheet
    }
  }
  const forms = {
    link: { "text/html": make("a", { href: url }, title).outerHTML, "text/plain": url },
    address: { "text/plain": url },
    Markdown: { "text/plain": `[${title.replace(/[\\[\]]/g, "\\$&")}](${url})` },
  };
  confirm(await copy(forms.link), "Link copied", url, forms, anchor);
}

async function copy(form) {
  try {
    const blobs = Object.entries(form).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyByEvent(form); // an old browser, or an address without https
  }
}

function copyByEvent(form) {
  let filled = false;
  const fill = (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(form)) event.clipboardData.setData(type, text);
    filled = true;
  };
  document.addEventListener("copy", fill, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done && filled;
}

function confirm(copied, words, url, forms, anchor) {
  close();
  const choose = async (name) => confirm(await copy(forms[name]), `Copied as ${name}`, url, forms, anchor);
  const button = (label, name) => make("button", { type: "button", onclick: () => choose(name) }, label);
  const field = make("input", { readonly: true, value: url, "aria-label": "Address" });
  const parts = copied ? [make("span", {}, words), button("Address only", "address"), button("Markdown", "Markdown")] : [make("span", {}, "Copy this address:"), field];
  menu = make("div", { class: "copied", role: "group", "aria-label": "Copy the link" }, ...parts);
  menu.anchor = anchor;
  document.querySelector("main").append(menu);
  place(menu, anchor);
  say(copied ? words : "The browser does not let this page copy. The address is selected.");
  if (copied) closeLater(menu);
  else field.select();
}

function place(box, anchor) {
  const beside = anchor.getBoundingClientRect();
  const left = Math.min(beside.left, document.documentElement.clientWidth - box.offsetWidth - 8);
  box.style.left = `${Math.max(8, left) + scrollX}px`;
  box.style.top = `${beside.bottom + scrollY + 4}px`;
}

function closeLater(box) {
  setTimeout(() => {
    if (box !== menu) return;
    if (box.matches(":hover, :focus-within")) closeLater(box);
    else close();
  }, 6000);
}

function close() {
  const back = menu?.contains(document.activeElement) && menu.anchor;
  menu?.remove();
  menu = null;
  if (back) back.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => menu && !menu.contains(event.target) && close());
document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (event.key === "Escape") close();
  if (event.key !== "Tab") return;
  // The confirmation stands at the end of the page; for the Tab key it stands behind the link.
  const stops = [menu.anchor, ...menu.querySelectorAll("button, input")];
  const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  if (document.activeElement === menu.anchor && event.shiftKey) return;
  if (!stops.includes(document.activeElement)) return;
  if (next < stops.length) event.preventDefault();
  if (next < stops.length) stops[next].focus();
  else close(); // focus is back at the link, and Tab moves on from there
});
