// The card of an article.

import { button, el, link, plain } from "./dom.js";
import { codeUnits, pieces } from "./highlight.js";
import { countryName, direction, langAttribute, languageName, ownName, scriptName } from "./names.js";
import { origin } from "./origin.js";

export const TYPES = { PER: "person", ORG: "organisation", LOC: "place", MISC: "other" };
const SHOWN = 10; // entities on a card
const LEAD = 800; // code points of the text, before somebody asks for all of it
const SIGNS = { ok: "✓", skipped: "–", degraded: "!", failed: "✕" };
let count = 0;

/**
 * @param {object} card see `article_card` of the server
 * @param {(name: string, value: string) => void} filter narrows what is shown
 * @returns {HTMLElement}
 */
export function articleCard(card, filter) {
  const language = card.language ?? { tag: "und", script: "Zyyy", confidence: 0, segments: [] };
  const text = { lang: langAttribute(language.tag), dir: direction(language.script) };
  const units = codeUnits(card.text);
  const last = units.length - 1;
  const [from, to] = [Math.min(card.body[0], last), Math.min(card.body[1], last)];
  const marks = [
    ...card.entities.flatMap((entity) => entity.mentions.map(([start, end]) => ({ start, end, entity }))),
    ...segments(language),
  ];
  const marked = (start, end) => markedText(card.text, units, start, end, marks);
  const heading = el("h3", { id: `card-${++count}`, class: "title", ...text });
  if (card.heading) heading.append(...marked(...card.heading));
  else heading.append(card.title ? plain(card.title) : el("span", { class: "faint" }, "(no title)"));
  let start = card.heading ? card.heading[1] : from;
  while (start < to && /\s/.test(card.text[units[start]])) start += 1;
  const body = el("div", { class: "text clamped", id: `text-${count}`, ...text }, ...marked(start, Math.min(to, start + LEAD)));
  const note = card.length > last ? `The beginning: ${last} of ${card.length} characters` : "";
  return el(
    "article",
    { class: "card", tabindex: "-1", "aria-labelledby": heading.id, "data-id": card.id },
    heading,
    meta(card, language, filter),
    body,
    start < to && unfold(body, () => marked(start, to), note),
    topics(card, filter),
    entities(card, filter),
    stages(card),
    origin(card),
  );
}

function segments(language) {
  const parts = language.segments.filter(([, , tag]) => tag !== language.tag);
  return parts.map(([start, end, tag]) => ({ start, end, lang: langAttribute(tag) }));
}

/** The text from one code point to another with a mark around each mention. */
function markedText(text, units, from, to, marks) {
  return pieces(from, to, marks).map((piece) => {
    let inner = document.createTextNode(plain(text.slice(units[piece.start], units[piece.end])));
    for (const { entity, lang } of piece.spans.toReversed())
      inner = entity
        ? el("mark", { class: kind(entity), title: [TYPES[entity.type], entity.latin ?? entity.name].join(": ") }, inner)
        : el("span", { lang }, inner);
    return inner;
  });
}

const kind = (entity) => `mark ${Object.hasOwn(TYPES, entity.type) ? entity.type : "MISC"}`;

function meta(card, language, filter) {
  const own = ownName(language.tag);
  const tag = language.tag;
  return el(
    "p",
    { class: "meta" },
    button(
      { class: "chip", title: `Only ${languageName(tag) ?? tag}` },
      () => filter("language", tag),
      languageName(tag) ?? tag,
      own && " ",
      own && el("bdi", { lang: langAttribute(tag) }, own),
      " ",
      el("code", {}, tag),
    ),
    el("span", { title: `script ${language.script}` }, scriptName(language.script) ?? language.script),
    el("span", { title: "probability of the language" }, percent(language.confidence)),
    card.source && (card.url ? link(card.url, card.source) : el("bdi", { class: "source" }, card.source)),
    !card.source && card.url && link(card.url, "source"),
    card.published_at && el("time", {}, card.published_at.replace("T", " ")),
    card.seconds !== null && el("span", { title: "from the raw topic to the record" }, `took ${spell(card.seconds)}`),
    card.attempt > 1 && el("span", {}, `attempt ${card.attempt}`),
  );
}

/** A button that shows all of a text that is shown in part. Most are never asked for, so most are never made. */
function unfold(body, whole, note) {
  let complete = false;
  const made = button({ class: "more", "aria-expanded": "false", "aria-controls": body.id }, () => {
    const open = body.classList.toggle("clamped") === false;
    if (open && !complete) body.replaceChildren(...whole());
    complete = true;
    made.setAttribute("aria-expanded", String(open));
    made.textContent = open ? "Less" : "All of the text";
  });
  made.textContent = "All of the text";
  return el("p", { class: "fold" }, made, note && el("span", { class: "faint" }, note));
}

function topics(card, filter) {
  if (!card.topics.length) return el("p", { class: "row faint" }, "no topic was probable enough");
  return el(
    "ul",
    { class: "row", "aria-label": "Topics" },
    ...card.topics.map((topic) =>
      el(
        "li",
        { class: "topic" },
        button({ class: "chip", title: `Only ${topic.name}` }, () => filter("topic", topic.name), topic.name, " ", el("b", {}, percent(topic.confidence))),
        topic.narrower && el("span", { class: "faint" }, `› ${topic.narrower.name} ${percent(topic.narrower.confidence)}`),
        topic.wikidata && link(`https://www.wikidata.org/wiki/${topic.wikidata}`, topic.wikidata),
      ),
    ),
  );
}

function entities(card, filter) {
  if (!card.entities.length) return el("p", { class: "row faint" }, "no entities");
  const ranked = card.entities.toSorted((one, other) => other.count - one.count);
  const more = ranked.length - SHOWN + card.more_entities;
  return el(
    "ul",
    { class: "row", "aria-label": "Entities" },
    ...ranked.slice(0, SHOWN).map((entity) =>
      el(
        "li",
        { class: "entity" },
        button(
          { class: "chip", title: `Only with ${entity.name}` },
          () => filter("entity", entity.name),
          el("span", { class: kind(entity) }, TYPES[entity.type] ?? entity.type),
          " ",
          el("bdi", {}, entity.name),
          entity.latin && " ",
          entity.latin && el("bdi", { class: "faint" }, entity.latin),
          entity.count > 1 && ` ×${entity.count}`,
        ),
        identifier(entity, filter),
      ),
    ),
    more > 0 && el("li", { class: "faint" }, `and ${more} more`),
  );
}

function identifier(entity, filter) {
  const { iso3166: country, wikidata, geonames, watchlist } = entity.ids;
  if (country) return button({ class: "chip", title: `Only naming ${countryName(country) ?? country}` }, () => filter("country", country), country);
  if (wikidata) return link(`https://www.wikidata.org/wiki/${encodeURIComponent(wikidata)}`, wikidata);
  if (geonames) return link(`https://www.geonames.org/${encodeURIComponent(geonames)}`, `GeoNames ${geonames}`);
  return watchlist && el("span", { class: "faint" }, `watchlist ${watchlist}`);
}

function stages(card) {
  return el(
    "ul",
    { class: "row stages", "aria-label": "Stages" },
    ...card.stages.map((stage) =>
      el(
        "li",
        { class: `stage ${Object.hasOwn(SIGNS, stage.status) ? stage.status : ""}` },
        `${SIGNS[stage.status] ?? ""} ${stage.name} ${stage.status}`,
        Object.hasOwn(card.durations, stage.name) && ` ${spell(card.durations[stage.name])}`,
        stage.reason && ` (${stage.reason})`,
      ),
    ),
  );
}

const percent = (share) => `${Math.round(share * 100)} %`;

function spell(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return seconds < 100 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`;
}
