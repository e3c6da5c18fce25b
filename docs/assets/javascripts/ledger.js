// The ledger's filter: by verdict and section, its state in the address. Without it the page shows all entries.

import { showAddress, wantedId } from "./dom.js";
import { VERDICTS } from "./vocabulary.js";

const entries = [...document.querySelectorAll("h3[data-verdict]")];
if (entries.length) start();

function start() {
  const form = document.createElement("form");
  form.className = "filter";
  form.setAttribute("aria-label", "Filter the claims");
  const choices = {
    verdict: Object.keys(VERDICTS),
    section: [...new Set(entries.map((entry) => entry.dataset.section))],
  };
  const asked = new URLSearchParams(location.search);
  const selects = Object.entries(choices).map(([name, values]) => selectOf(name, values, asked.get(name)));
  const counter = document.createElement("output");
  form.append(...selects.map(labelled), counter);
  document.querySelector("h2[data-section]").before(form);

  const show = () => {
    const wanted = Object.fromEntries(selects.map((select) => [select.name, select.value]));
    let count = 0;
    /** @type {Set<string>} */
    const sections = new Set();
    for (const entry of entries) {
      const shown = Object.entries(wanted).every(([name, value]) => !value || entry.dataset[name] === value);
      if (shown) {
        count += 1;
        sections.add(entry.dataset.section);
      }
      for (const part of [entry, ...following(entry)]) part.hidden = !shown;
    }
    for (const heading of document.querySelectorAll("h2[data-section]")) {
      heading.hidden = !sections.has(heading.dataset.section);
    }
    counter.textContent = `${count} of ${entries.length}`;
    return wanted;
  };

  form.addEventListener("change", () => {
    const chosen = Object.entries(show()).filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    showAddress(`${location.pathname}${query ? `?${query}` : ""}`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // A link to one entry shows it whatever is chosen.
  const arrive = () => {
    const target = document.getElementById(wantedId());
    if (target?.hidden) {
      form.reset();
      show();
      showAddress(location.pathname + location.hash);
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", arrive);

  // The reader asked for these.
  if (Object.values(show()).some(Boolean) && !location.hash) form.scrollIntoView();
  arrive();
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {string | null} chosen
 */
function selectOf(name, values, chosen) {
  const select = document.createElement("select");
  select.name = name;
  select.add(new Option("all", ""));
  for (const value of values) {
    select.add(new Option((name === "verdict" ? VERDICTS[value] : titleOf(value)) ?? value, value));
  }
  if (chosen && values.includes(chosen)) select.value = chosen;
  return select;
}

/** @param {HTMLSelectElement} select */
function labelled(select) {
  const label = document.createElement("label");
  label.append(`${select.name.charAt(0).toUpperCase()}${select.name.slice(1)} `, select);
  return label;
}

/**
 * The words of a heading, without its link.
 * @param {string} id
 */
function titleOf(id) {
  return document.getElementById(id)?.firstChild?.textContent?.trim();
}

/** @param {HTMLElement} heading */
function following(heading) {
  const parts = [];
  let next = heading.nextElementSibling;
  while (next instanceof HTMLElement && !/^H[123]$/.test(next.tagName)) {
    parts.push(next);
    next = next.nextElementSibling;
  }
  return parts;
}
