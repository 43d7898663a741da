// The card of a dead letter.

import { el } from "./dom.js";

let count = 0;

/** @param {object} letter see `letter_card` of the server */
export function letterCard(letter) {
  const heading = el("h3", { id: `letter-${++count}`, class: "title" }, letter.reason);
  const [partition, offset] = letter.place.split(":").slice(-2);
  const rows = [
    ["error", letter.error],
    ["field", letter.field],
    ["gave up", letter.stage],
    ["article", letter.id],
    ["came from", letter.source],
    ["message", letter.bytes === null ? "null" : `${letter.bytes.toLocaleString("en")} bytes`],
    ["attempt", String(letter.attempt)],
    ["at", new Date(letter.timestamp * 1000).toISOString().replace("T", " ").slice(0, 19)],
    ["look at it", el("code", {}, `samachar dlq show ${partition}:${offset}`)],
  ].filter(([, value]) => value);
  return el(
    "article",
    { class: "card letter", tabindex: "-1", "aria-labelledby": heading.id },
    heading,
    el("dl", {}, ...rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, el("bdi", {}, value))))),
  );
}
