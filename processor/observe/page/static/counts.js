// What came out so far, whether it was shown or not.

import { button, el, svg } from "./dom.js";
import { countryName, languageName } from "./names.js";

/**
 * @param {object} counts see `Counters.told` of the server
 * @param {(name: string, value: string) => void} filter narrows what is shown
 */
export function showCounts(counts, filter) {
  put("n-articles", counts.articles);
  put("n-letters", counts.letters);
  document.getElementById("n-rate").textContent = counts.rate < 10 ? counts.rate.toFixed(1) : String(Math.round(counts.rate));
  course(counts.course);
  bars("c-languages", counts.languages, (tag) => languageName(tag) ?? tag, (tag) => filter("language", tag));
  bars("c-countries", counts.countries, (code) => countryName(code) ?? code, (code) => filter("country", code));
  bars("c-topics", counts.topics, (name) => name, (name) => filter("topic", name));
  bars("c-stages", counts.stages, (name) => name, null);
  bars("c-reasons", counts.reasons, (name) => name, null);
  options("l-language", counts.languages, languageName);
  options("l-country", counts.countries, countryName);
  options("l-topic", counts.topics, () => null);
}

function put(id, number) {
  document.getElementById(id).textContent = number.toLocaleString("en");
}

function bars(id, pairs, name, action) {
  const list = document.getElementById(id);
  const most = Math.max(1, ...pairs.map(([, count]) => count));
  const held = document.activeElement?.getAttribute("data-value");
  const items = pairs.map(([value, count]) => {
    const inner = [el("span", { class: "name" }, name(value)), el("span", { class: "count" }, count.toLocaleString("en"))];
    const item = el("li", {}, action ? button({ class: "bar", "data-value": `${id} ${value}` }, () => action(value), ...inner) : el("span", { class: "bar" }, ...inner));
    item.style.setProperty("--share", `${(100 * count) / most}%`);
    return item;
  });
  list.replaceChildren(...(items.length ? items : [el("li", { class: "faint" }, "none yet")]));
  if (held?.startsWith(`${id} `)) list.querySelector(`[data-value="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
}

function options(id, pairs, name) {
  const made = pairs.map(([value]) => el("option", { value, label: name(value) }));
  document.getElementById(id).replaceChildren(...made);
}

function course(seconds) {
  const most = Math.max(1, ...seconds);
  const shape = seconds.map((count, index) => `${index},${24 - (22 * count) / most}`).join(" ");
  document.getElementById("course").replaceChildren(svg("polyline", { points: shape }));
}
