// What was read, remembered on this device. Storage that is full, blocked or damaged costs the memory, never the page.

const KEY = "cv-cheatsheet:ticks";
let ofThisVisit = [];

/** The line numbers that are ticked. */
export function ticked() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? [...kept.filter(Number.isInteger), ...ofThisVisit] : ofThisVisit);
  } catch {
    return new Set(ofThisVisit);
  }
}

/** Tick these, or take their ticks away; false where the device does not remember it. */
export function tick(ids, done) {
  const all = ticked();
  for (const id of ids) done ? all.add(id) : all.delete(id);
  try {
    localStorage.setItem(KEY, JSON.stringify([...all]));
    ofThisVisit = [];
    return true;
  } catch {
    ofThisVisit = [...all];
    return false;
  }
}
