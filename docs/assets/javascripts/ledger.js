// The ledger's filter: by verdict and section, its state in the address. Without it the page shows all entries.

const entries = [...document.querySelectorAll("h3[data-verdict]")];
if (entries.length) start();

function start() {
  const form = document.createElement("form");
  form.className = "filter";
  form.setAttribute("aria-label", "Filter the claims");
  const choices = {
    verdict: ["wrong", "imprecise", "conditions", "correct"],
    section: [...new Set(entries.map((entry) => entry.dataset.section))],
  };
  for (const [name, values] of Object.entries(choices)) form.append(chooser(name, values));
  const told = document.createElement("output");
  form.append(told);
  document.querySelector("h2[data-section]").before(form);

  const show = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const fits = (entry) => ["verdict", "section"].every((key) => !wanted[key] || entry.dataset[key] === wanted[key]);
    let count = 0;
    const sections = new Set();
    for (const entry of entries) {
      const shown = fits(entry);
      count += shown;
      if (shown) sections.add(entry.dataset.section);
      for (const part of [entry, ...following(entry)]) part.hidden = !shown;
    }
    for (const heading of document.querySelectorAll("h2[data-section]")) heading.hidden = !sections.has(heading.dataset.section);
    told.textContent = `${count} of ${entries.length}`;
    return wanted;
  };

  form.addEventListener("change", () => {
    const chosen = Object.entries(show()).filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // A link to one entry shows it whatever is chosen.
  const arrive = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.hidden) {
      form.reset();
      show();
      history.replaceState(null, "", location.pathname + location.hash);
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", arrive);

  const asked = new URLSearchParams(location.search);
  for (const name of Object.keys(choices)) {
    if (choices[name].includes(asked.get(name))) form.elements[name].value = asked.get(name);
  }
  if (Object.values(show()).some(Boolean) && !location.hash) form.scrollIntoView(); // the reader asked for these
  arrive();
}

function chooser(name, values) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.name = name;
  select.add(new Option("all", ""));
  for (const value of values) select.add(new Option(titleOf(name, value), value));
  label.append(`${name[0].toUpperCase()}${name.slice(1)} `, select);
  return label;
}

function titleOf(name, value) {
  if (name === "verdict") return { imprecise: "imprecise or dated", conditions: "correct under conditions" }[value] ?? value;
  return document.getElementById(value)?.firstChild.textContent.trim() ?? value;
}

function following(heading) {
  const parts = [];
  for (let next = heading.nextElementSibling; next && !/^H[123]$/.test(next.tagName); next = next.nextElementSibling) parts.push(next);
  return parts;
}
