// Building elements. Text gets in as text nodes alone; nothing here, or anywhere on the page, reads markup.

// No card is as long: a wrong server must not be able to fill the page either.
const LONGEST = 60_000;
const OVERRIDE = /[\u202d\u202e]/g;
const SVG = "http://www.w3.org/2000/svg";

/** What a text shows. Overrides of direction, which no language needs and which make text look like another one, are shown as signs. */
export function plain(value) {
  const text = String(value ?? "").slice(0, LONGEST);
  return text.replace(OVERRIDE, (sign) => (sign === "\u202d" ? "⟪LRO⟫" : "⟪RLO⟫"));
}

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, string | number | boolean | null | undefined>} attributes `class`, `title`, …; null leaves it out
 * @param {...(Node | string | number | null | undefined | false)} children
 */
export function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) throw new TypeError("handlers are added with addEventListener");
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, plain(value));
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : plain(child));
  }
  return element;
}

/** A button that does something. */
export function button(attributes, action, ...children) {
  const made = el("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", action);
  return made;
}

/** A link to the web, or its text alone where it is none: javascript:, data: and all the others are no links. */
export function link(address, text) {
  let url = null;
  try {
    url = new URL(String(address));
  } catch {
    return el("span", {}, text);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return el("span", {}, text);
  return el("a", { href: url.href, rel: "noopener noreferrer", target: "_blank" }, text);
}
