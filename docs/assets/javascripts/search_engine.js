// The worker that searches, and the index that it reads. From a folder both come as scripts: a page cannot fetch there.

import { load } from "./dom.js";

/** What the theme's worker is told and tells. */
const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;
/** From the arrival of the index, in milliseconds: no event tells that the script of a worker is empty. */
const PATIENCE = 60_000;

/**
 * Start it. Where it fails, it has ended, and another can be started.
 * @param {URL} index the address of the index, without its ending
 * @param {URL} script
 * @param {{ ready(): void, found(answer: Answer): void, failed(): void }} told
 */
export function startEngine(index, script, { ready, found, failed }) {
  const worker = new Worker(script.href);
  let isReady = false;
  let hasFailed = false;
  /** Once, whatever else goes wrong: another may have been started meanwhile. */
  const end = () => {
    if (hasFailed) return;
    hasFailed = true;
    isReady = false;
    worker.terminate();
    failed();
  };
  worker.addEventListener("message", ({ data: { type, data } }) => {
    if (type === READY) {
      isReady = true;
      ready();
    }
    if (type === RESULT) found(data);
  });
  worker.addEventListener("error", end);
  read(index)
    .then((data) => {
      worker.postMessage({ type: SETUP, data: { ...data, options: { suggest: true } } });
      setTimeout(() => isReady || end(), PATIENCE);
    })
    .catch(end);
  return {
    isReady: () => isReady,
    hasFailed: () => hasFailed,
    /** @param {string} data */
    ask: (data) => worker.postMessage({ type: QUERY, data }),
  };
}

/** @param {URL} index */
async function read(index) {
  if (index.protocol === "file:") {
    await load(new URL(`${index.href}.js`));
    return window.__index;
  }
  const response = await fetch(`${index.href}.json`);
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}
