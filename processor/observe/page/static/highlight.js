// Mentions in a text. A record counts code points, JavaScript counts UTF-16 code units.

/** Index of the code unit at which each code point starts, and one more for the end. */
export function codeUnits(text) {
  const at = [];
  let unit = 0;
  for (const char of text) {
    at.push(unit);
    unit += char.length;
  }
  at.push(unit);
  return at;
}

/**
 * Cut a range into pieces that are covered by the same spans from end to end.
 * Spans may nest, overlap or be nonsense: what is no range of the text is left out.
 * @param {number} from first code point
 * @param {number} to after the last one
 * @param {{start: number, end: number}[]} spans in code points
 * @returns {{start: number, end: number, spans: object[]}[]} pieces in order, spans from the outermost in
 */
export function pieces(from, to, spans) {
  const inside = spans
    .filter((span) => Number.isInteger(span.start) && Number.isInteger(span.end))
    .map((span) => ({ span, start: Math.max(span.start, from), end: Math.min(span.end, to) }))
    .filter((part) => part.start < part.end)
    .sort((one, other) => one.start - other.start || other.end - one.end);
  const cuts = [...new Set([from, to, ...inside.flatMap((part) => [part.start, part.end])])].sort((a, b) => a - b);
  const found = [];
  let next = 0;
  let open = [];
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const [start, end] = [cuts[index], cuts[index + 1]];
    open = open.filter((part) => part.end > start);
    while (next < inside.length && inside[next].start === start) open.push(inside[next++]);
    found.push({ start, end, spans: open.map((part) => part.span) });
  }
  return found;
}
