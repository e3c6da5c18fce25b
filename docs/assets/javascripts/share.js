// Hand a link on in one action: the share sheet of a phone, else the clipboard, else a field to copy from.

import { make } from "./dom.js";
import { closeLater, copy, openMenu, say } from "./menu.js";

/**
 * Share or copy `url`. The confirmation, with the other forms to choose from, opens beside `anchor`.
 * @param {string} name
 * @param {string} url
 * @param {HTMLElement} anchor
 * @param {string} [tex] of a formula, which can be copied instead
 */
export async function share(name, url, anchor, tex) {
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
  const formula = { "text/plain": `$$${tex}$$` };

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
          ...(tex ? [make("button", { type: "button", onclick: () => offer(formula, "TeX copied") }, "TeX")] : []),
        ]
      : [
          make("span", {}, "Copy this address:"),
          make("input", { readonly: true, value: url, "aria-label": "Address" }),
        ];
    const box = openMenu(parts, anchor, "Copy the link");
    say(copied ? words : "The browser does not let this page copy. The address is selected.");
    if (copied) closeLater(box);
    else box.querySelector("input")?.select();
  };
  await offer(link, "Link copied");
}
