// Where the facts of an article came from. Made when somebody opens it.

import { el, link } from "./dom.js";

const FROM = { producer: "the producer", text: "the text", hash: "a hash of source and text" };

/** @param {object} card of an article */
export function origin(card) {
  const details = el("details", { class: "origin" }, el("summary", {}, "Where it came from"));
  details.addEventListener("toggle", () => details.append(...contents(card)), { once: true });
  return details;
}

function contents(card) {
  return [
    rows([
      ["id", card.id],
      ["record", card.place],
      ["pipeline", card.pipeline],
      ["found at", card.url && link(card.url, card.url)],
      ...Object.entries(card.provenance).map(([field, from]) => [`${field.replace("_", " ")} from`, from && (FROM[from] ?? from)]),
      ["hashtags", card.hashtags.join("  ")],
    ]),
    table(
      "Stages",
      ["stage", "version", "model", "status", "reason"],
      card.stages.map((stage) => [stage.name, stage.version, stage.model, stage.status, stage.reason ?? ""]),
    ),
    table(
      "Entities",
      ["name", "type", "sure", "named", "first at", "identifiers", "decided by"],
      card.entities.map((entity) => [
        entity.name,
        entity.type,
        entity.confidence.toFixed(2),
        String(entity.count),
        entity.mentions.length ? entity.mentions[0].join("–") : "",
        Object.entries(entity.ids).map((pair) => pair.join("=")).join(" "),
        entity.how ?? "",
      ]),
    ),
  ];
}

function rows(pairs) {
  const shown = pairs.filter(([, value]) => value);
  return el("dl", {}, ...shown.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}

function table(caption, headings, lines) {
  return el(
    "div",
    { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, ...headings.map((heading) => el("th", { scope: "col" }, heading)))),
      el("tbody", {}, ...lines.map((line) => el("tr", {}, ...line.map((cell) => el("td", {}, el("bdi", {}, cell)))))),
    ),
  );
}
