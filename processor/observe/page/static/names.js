// Names of languages, scripts and countries come from the browser's own copy of the Unicode CLDR.

const languages = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
const scripts = new Intl.DisplayNames(["en"], { type: "script", fallback: "none" });
const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

// ISO 15924 codes of scripts that run from right to left (Unicode, PropertyValueAliases and Bidi_Class).
const RIGHT_TO_LEFT = new Set(
  "Adlm Arab Aran Armi Avst Chrs Cprt Elym Garay Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Ougr Palm Phli Phlp Phnx Prti Rohg Samr Sarb Sogd Sogo Syrc Syre Syrj Syrn Thaa Todr Yezi".split(
    " ",
  ),
);

function named(names, code) {
  try {
    return names.of(code) ?? null;
  } catch {
    return null; // not even the form of a code
  }
}

export const languageName = (tag) => (tag === "und" ? "undetermined" : named(languages, tag));
export const scriptName = (code) => named(scripts, code);
export const countryName = (code) => named(regions, code);

/** The language's own name for itself, where it differs from the English one. */
export function ownName(tag) {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language", fallback: "none" }).of(tag);
    return name && name !== languageName(tag) ? name : null;
  } catch {
    return null;
  }
}

export const direction = (script) => (RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr");

/** What goes into a `lang` attribute: nothing where the tag is unknown or none. */
export function langAttribute(tag) {
  try {
    return tag && tag !== "und" ? Intl.getCanonicalLocales(tag)[0] : "";
  } catch {
    return "";
  }
}

/** The code that somebody means who types a code or an English name, else what was typed. */
export function codeOf(kind, typed) {
  const wanted = typed.trim().toLowerCase();
  const known = kind === "country" ? codes(regions, true) : codes(languages, false);
  return known.get(wanted) ?? typed.trim();
}

const tables = new Map();

function codes(names, capitals) {
  if (tables.has(names)) return tables.get(names);
  const table = new Map();
  const letters = "abcdefghijklmnopqrstuvwxyz";
  for (const first of letters)
    for (const second of letters) {
      const code = capitals ? (first + second).toUpperCase() : first + second;
      const name = named(names, code);
      if (name) table.set(name.toLowerCase(), code);
    }
  tables.set(names, table);
  return table;
}
