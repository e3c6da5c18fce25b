// Load the page anew when the site was built anew. `scripts/serve` adds this to the pages that it shows, as a file:
// their policy lets no script in that the build has not written.
{
  const { epoch, page } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  /** @type {AbortController | undefined} */
  let asking;

  /** @param {AbortSignal} signal */
  const ask = async (signal) => {
    while (!signal.aborted) {
      try {
        // Answered when there is news, or after a minute.
        const answer = await fetch(`/livereload/${epoch}/${page}`, { signal });
        if (!answer.ok) throw new Error(answer.statusText);
        if (Number(await answer.text()) > Number(epoch)) location.reload();
      } catch {
        // The server is gone, or the reader.
        await new Promise((resolve) => setTimeout(resolve, 3000));
      }
    }
  };

  // A browser keeps few connections to one host: pages that nobody sees leave theirs to the others.
  const turn = () => {
    asking?.abort();
    if (document.visibilityState !== "visible") return;
    asking = new AbortController();
    ask(asking.signal);
  };
  document.addEventListener("visibilitychange", turn);
  addEventListener("load", turn);
}
