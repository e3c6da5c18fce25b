// A worker in a folder: from file:// browsers start none. Its script runs in a frame that shows nothing, below the
// policy of the page; the script itself needs no change.

class FrameWorker extends EventTarget {
  /** @param {URL | string} url */
  constructor(url) {
    super();
    /** @type {((event: Event) => void) | null} */
    this.onmessage = null;
    this.frame = document.createElement("iframe");
    this.frame.hidden = true;
    document.body.append(this.frame);
    this.inside = /** @type {Window & typeof globalThis} */ (this.frame.contentWindow);
    const page = this.inside.document;
    // What is written stays: Firefox before 128 loads an empty page over what it has.
    page.open();
    page.write("<!doctype html><title>Search</title><body>");
    page.close();
    this.inside.addEventListener("error", () => this.dispatchEvent(new Event("error")));
    this.inside.postMessage = /** @param {unknown} data */ (data) => this.tell(data);
    const script = page.createElement("script");
    script.src = `${url}`;
    this.ready = new Promise((resolve) => script.addEventListener("load", resolve));
    script.addEventListener("error", () => this.dispatchEvent(new Event("error")));
    page.body.append(script);
  }

  terminate() {
    this.frame.remove();
  }

  /** @param {unknown} data */
  async postMessage(data) {
    await this.ready;
    this.inside.dispatchEvent(new MessageEvent("message", { data: structuredClone(data) }));
  }

  /** @param {unknown} data */
  tell(data) {
    const event = new MessageEvent("message", { data: structuredClone(data) });
    this.onmessage?.(event);
    this.dispatchEvent(event);
  }
}

if (location.protocol === "file:") window.Worker = /** @type {typeof Worker} */ (/** @type {unknown} */ (FrameWorker));
