// The connection to the server: server-sent events, opened anew by the browser when it breaks.

export class Stream {
  #source = null;
  #last = "";
  #handlers;

  /** @param {Record<string, (data: string, id: string) => void>} handlers by event: article, letter, skipped, counts, state */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** The id of the last card that was handed over. */
  get last() {
    return this.#last;
  }

  /**
   * Open, or open anew.
   * @param {URLSearchParams} wanted filters and search
   * @param {string} after begin after this card; with "" begin with the latest that the server holds
   */
  open(wanted, after = "") {
    this.#source?.close();
    this.#last = after;
    const query = new URLSearchParams(wanted);
    if (after) query.set("after", after);
    const source = new EventSource(`events?${query}`);
    this.#source = source;
    source.addEventListener("open", () => this.#handlers.state("live"));
    source.addEventListener("error", () => {
      // A refusal ends it; after a broken connection the browser tries again.
      this.#handlers.state(source.readyState === EventSource.CLOSED ? "refused" : "connecting");
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#again(source, wanted), 5000);
    });
    for (const name of ["article", "letter", "skipped", "counts"])
      source.addEventListener(name, (event) => {
        if (event.lastEventId) this.#last = event.lastEventId;
        this.#handlers[name](event.data, event.lastEventId);
      });
  }

  #again(source, wanted) {
    if (this.#source === source) this.open(wanted, this.#last);
  }
}
