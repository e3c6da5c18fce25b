// A study list as it stands in a link: line numbers of docs/addresses.txt in base 36, "2f.2k-2n", behind two check digits.
// scripts/cheatsheet/study.py writes the same code for the plans.

/** The code of a list of line numbers. Three in a row or more become a range. */
export function encode(ids) {
  const parts = [];
  for (let start = 0; start < ids.length; ) {
    let end = start;
    while (ids[end + 1] === ids[end] + 1) end += 1;
    if (end < start + 2) end = start;
    parts.push(ids[start].toString(36) + (end > start ? `-${ids[end].toString(36)}` : ""));
    start = end + 1;
  }
  const body = parts.join(".");
  return checkDigits(body) + body;
}

/** What a code says: `ids` that are known, and all that had to be left out. */
export function decode(code, known) {
  const found = { unknown: [], unreadable: [], repeated: 0, damaged: checkDigits(code.slice(2)) !== code.slice(0, 2) };
  const last = Math.max(0, ...known);
  const seen = new Set();
  for (const part of code.slice(2).split(".").filter(Boolean)) {
    const match = /^([1-9a-z][0-9a-z]{0,5})(?:-([1-9a-z][0-9a-z]{0,5}))?$/.exec(part);
    const [from, to] = match ? [match[1], match[2] ?? match[1]].map((digits) => parseInt(digits, 36)) : [1, 0];
    if (from > to) found.unreadable.push(part);
    for (let id = from; id <= to; id += 1) {
      if (!known.has(id)) found.unknown.push(id);
      else if (seen.has(id)) found.repeated += 1;
      else seen.add(id);
      if (id > last) break; // a damaged range may be endless
    }
  }
  return { ...found, ids: [...seen] };
}

function checkDigits(body) {
  let sum = 0;
  for (const character of body) sum = (sum * 31 + character.codePointAt(0)) % 1296;
  return sum.toString(36).padStart(2, "0");
}
