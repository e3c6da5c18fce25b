// What was read, remembered on this device. Storage that is full, blocked or damaged costs the memory, never the page.

const KEY = "cv-cheatsheet:ticks";
let ofThisVisit = null; // where the device does not remember

/** The line numbers that are ticked. */
export function ticked() {
  try {
    const kept = ofThisVisit ?? JSON.parse(localStorage.getItem(KEY));
    return new Set(Array.isArray(kept) ? kept.filter(Number.isInteger) : []);
  } catch {
    return new Set();
  }
}

/** Tick these, or take their ticks away; false where the device does not remember it. */
export function tick(ids, done) {
  const all = ticked();
  for (const id of ids) done ? all.add(id) : all.delete(id);
  const told = JSON.stringify([...all]);
  let kept = false;
  try {
    localStorage.setItem(KEY, told);
    kept = localStorage.getItem(KEY) === told;
  } catch {
    // told below
  }
  ofThisVisit = kept ? null : [...all];
  return kept;
}
