// A list of cards, the newest first, that never grows beyond a bound and never holds up the page.

const CARDS = 200; // in the page
const WAITING = 100; // not in it yet
const FRAME = 4; // cards put in at each animation frame

export class CardList {
  #section;
  #make;
  #skipped;
  #waiting = [];
  #asked = false;
  #byId = new Map();

  /**
   * @param {HTMLElement} section
   * @param {(card: object) => HTMLElement} make
   * @param {(count: number) => void} skipped is told how many cards were left out
   */
  constructor(section, make, skipped) {
    this.#section = section;
    this.#make = make;
    this.#skipped = skipped;
  }

  /** @param {string} data a card in JSON; read when its turn comes, which may be never */
  add(data) {
    this.#waiting.push(data);
    if (this.#waiting.length > WAITING) this.#skipped(this.#waiting.splice(0, this.#waiting.length - WAITING).length);
    this.#ask();
  }

  clear() {
    this.#waiting.length = 0;
    this.#byId.clear();
    for (const card of this.cards()) card.remove();
  }

  /** @returns {HTMLElement[]} from the newest to the oldest */
  cards() {
    return [...this.#section.querySelectorAll(":scope > .card")];
  }

  #ask() {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
      if (this.#waiting.length) this.#ask();
    });
  }

  #draw() {
    for (const data of this.#waiting.splice(0, FRAME)) {
      const card = JSON.parse(data);
      const made = this.#make(card);
      // The same article once more, or a later version of it, takes the place of the earlier one.
      const earlier = card.id ? this.#byId.get(card.id) : undefined;
      if (earlier && !earlier.contains(document.activeElement)) earlier.remove();
      if (card.id) this.#byId.set(card.id, made);
      this.#section.querySelector(":scope > h2").after(made);
    }
    this.#trim();
  }

  #trim() {
    const cards = this.cards();
    for (const card of cards.slice(CARDS)) {
      if (card.contains(document.activeElement)) continue; // somebody reads it
      card.remove();
      const id = card.getAttribute("data-id");
      if (this.#byId.get(id) === card) this.#byId.delete(id);
    }
  }
}
