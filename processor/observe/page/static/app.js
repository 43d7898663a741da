// The page: puts the parts together. All state is here.

import { articleCard } from "./article.js";
import { showCounts } from "./counts.js";
import { listen, step } from "./keys.js";
import { letterCard } from "./letter.js";
import { CardList } from "./list.js";
import { showPlaces } from "./map.js";
import { codeOf } from "./names.js";
import { Stream } from "./stream.js";

const get = (id) => document.getElementById(id);
const form = get("filters");
const STATES = { live: "live", connecting: "connecting …", refused: "the server refuses; trying again" };

let paused = false;
let skipped = 0;
let connection = "connecting";
let shown = ""; // the id of the last card that was put on the page
let drawn = null; // the counts as last told

const articles = new CardList(get("articles"), (card) => articleCard(card, filter), skip);
const letters = new CardList(get("letters"), letterCard, skip);

const stream = new Stream({
  article: (data, id) => arrived(articles, data, id),
  letter: (data, id) => arrived(letters, data, id),
  skipped: (data) => paused || skip(JSON.parse(data).count),
  counts: (data) => told(JSON.parse(data)),
  state: (state) => {
    connection = state;
    showState();
  },
});

function arrived(list, data, id) {
  if (paused) return; // the server still has it, if it is not too long
  shown = id;
  list.add(data);
}

function told(counts) {
  if (document.hidden) return;
  showCounts(counts, filter);
  const spots = JSON.stringify(counts.spots);
  if (spots !== drawn) showPlaces(counts.spots, filter);
  drawn = spots;
}

function skip(count) {
  skipped += count;
  get("n-skipped").textContent = skipped.toLocaleString("en");
}

function showState() {
  const text = paused ? "paused" : STATES[connection];
  if (get("state").textContent !== text) get("state").textContent = text;
  get("state").className = `state ${paused ? "paused" : connection}`;
}

function pause() {
  paused = !paused;
  get("pause").setAttribute("aria-pressed", String(paused));
  get("pause").textContent = paused ? "Go on" : "Pause";
  if (!paused) stream.open(wanted(), shown);
  showState();
}

/** @returns {URLSearchParams} the filters that are filled in */
function wanted() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const text = String(value).trim();
    if (text) asked.set(name, name === "language" || name === "country" ? codeOf(name, text) : text);
  }
  return asked;
}

function apply() {
  const asked = wanted();
  history.replaceState(null, "", asked.size ? `?${asked}` : location.pathname);
  articles.clear();
  letters.clear();
  shown = "";
  if (paused) pause();
  else stream.open(asked);
}

function filter(name, value) {
  form.elements.namedItem(name).value = value;
  view("articles");
  apply();
}

function view(name) {
  for (const one of ["articles", "letters"]) {
    get(one).hidden = one !== name;
    if (one === name) get(`tab-${one}`).setAttribute("aria-current", "page");
    else get(`tab-${one}`).removeAttribute("aria-current");
  }
}

const current = () => (get("articles").hidden ? letters : articles);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  apply();
});
form.addEventListener("reset", () => setTimeout(apply));
get("pause").addEventListener("click", pause);
get("help-open").addEventListener("click", () => get("help").showModal());
get("tab-articles").addEventListener("click", () => view("articles"));
get("tab-letters").addEventListener("click", () => view("letters"));
listen(
  {
    j: () => step(current().cards(), 1),
    k: () => step(current().cards(), -1),
    p: pause,
    d: () => view(get("articles").hidden ? "articles" : "letters"),
    c: () => form.reset(),
    "/": () => get("f-q").focus(),
    "?": () => get("help").showModal(),
  },
  () => get("keys-on").checked,
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("input")) event.target.blur();
  if (event.key === "Enter" && event.target.matches?.(".card")) event.target.querySelector(".more")?.click();
});

for (const [name, value] of new URLSearchParams(location.search)) {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}
stream.open(wanted());
