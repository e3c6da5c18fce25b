// Hand a link on in one action: the share sheet of a phone, else the clipboard, else a field to copy from.

import { make } from "./dom.js";

const status = document.body.appendChild(make("div", { role: "status", class: "unseen" }));

/**
 * The confirmation that is open, and the link or button that it stands beside.
 * @type {{ box: HTMLElement, anchor: HTMLElement } | null}
 */
let menu = null;

/**
 * Tell a screen reader, also when the same words come twice.
 * @param {string} words
 */
export function say(words) {
  status.textContent = "";
  setTimeout(() => {
    status.textContent = words;
  }, 50);
}

/**
 * Share or copy `url`. The confirmation, with the other forms to choose from, opens beside `anchor`.
 * @param {string} name
 * @param {string} url
 * @param {HTMLElement} anchor
 */
export async function share(name, url, anchor) {
  const title = `${name} — CV cheatsheet`;
  if (navigator.share && matchMedia("(pointer: coarse)").matches) {
    try {
      await navigator.share({ title, url });
      return;
    } catch (error) {
      // The reader closed the sheet.
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  const link = { "text/html": make("a", { href: url }, title).outerHTML, "text/plain": url };
  const address = { "text/plain": url };
  const markdown = { "text/plain": `[${title.replace(/[\\[\]]/g, "\\$&")}](${url})` };

  /**
   * Copy one form and say so, beside the forms to choose from.
   * @param {Form} form
   * @param {string} words
   */
  const offer = async (form, words) => {
    const copied = await copy(form);
    const parts = copied
      ? [
          make("span", {}, words),
          make("button", { type: "button", onclick: () => offer(address, "Copied as address") }, "Address only"),
          make("button", { type: "button", onclick: () => offer(markdown, "Copied as Markdown") }, "Markdown"),
        ]
      : [
          make("span", {}, "Copy this address:"),
          make("input", { readonly: true, value: url, "aria-label": "Address" }),
        ];
    const box = openMenu(parts, anchor);
    say(copied ? words : "The browser does not let this page copy. The address is selected.");
    if (copied) closeLater(box);
    else box.querySelector("input")?.select();
  };
  await offer(link, "Link copied");
}

/** @param {Form} form */
async function copy(form) {
  try {
    const blobs = Object.entries(form).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    // An old browser, or an address without https.
    return copyByEvent(form);
  }
}

/** @param {Form} form */
function copyByEvent(form) {
  let filled = false;
  /** @param {ClipboardEvent} event */
  const fill = (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(form)) event.clipboardData?.setData(type, text);
    filled = true;
  };
  document.addEventListener("copy", fill, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done && filled;
}

/**
 * The confirmation with these parts, instead of one that is open.
 * @param {HTMLElement[]} parts
 * @param {HTMLElement} anchor
 */
function openMenu(parts, anchor) {
  closeMenu();
  const box = make("div", { class: "copied", role: "group", "aria-label": "Copy the link" }, ...parts);
  menu = { box, anchor };
  document.querySelector("main").append(box);
  const beside = anchor.getBoundingClientRect();
  const left = Math.min(beside.left, document.documentElement.clientWidth - box.offsetWidth - 8);
  box.style.left = `${Math.max(8, left) + scrollX}px`;
  box.style.top = `${beside.bottom + scrollY + 4}px`;
  return box;
}

/** @param {HTMLElement} box */
function closeLater(box) {
  setTimeout(() => {
    if (box !== menu?.box) return;
    if (box.matches(":hover, :focus-within")) closeLater(box);
    else closeMenu();
  }, 6000);
}

function closeMenu() {
  if (!menu) return;
  const { box, anchor } = menu;
  const focused = box.contains(document.activeElement);
  box.remove();
  menu = null;
  if (focused) anchor.focus({ preventScroll: true });
}

document.addEventListener("pointerdown", (event) => {
  if (event.target instanceof Node && !menu?.box.contains(event.target)) closeMenu();
});
document.addEventListener("keydown", (event) => {
  if (!menu) return;
  if (event.key === "Escape") closeMenu();
  if (event.key !== "Tab") return;
  // The confirmation stands at the end of the page; for the Tab key it stands behind the link.
  const stops = [menu.anchor, ...menu.box.querySelectorAll("button, input")];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? stops.indexOf(activeElement) : -1;
  if (at < 0 || (at === 0 && event.shiftKey)) return;
  const next = stops[at + (event.shiftKey ? -1 : 1)];
  if (next) {
    event.preventDefault();
    next.focus();
  } else {
    // Focus is back at the link, and Tab moves on from there.
    closeMenu();
  }
});
