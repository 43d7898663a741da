// Keys. Single letters do nothing while somebody types, or when they are turned off (WCAG 2.1.4).

/**
 * @param {Record<string, () => void>} actions by key
 * @param {() => boolean} on whether single keys do something
 */
export function listen(actions, on) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !on()) return;
    if (document.querySelector("dialog[open]") || event.target.closest("input, select, textarea")) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : null;
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/** Move the focus among cards: 1 is the next one, -1 the one before. */
export function step(cards, by) {
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[Math.min(Math.max(at + by, 0), cards.length - 1)];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}
