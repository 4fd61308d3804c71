import { type Language, languages, type NameLists, nameLists } from "./nameLists.ts";

/** Lower case, without accents and outer spaces. */
export function plain(text: string): string {
  if (/^[ -~]*$/.test(text)) return text.toLowerCase().trim();
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .toLowerCase()
    .trim();
}

type ListKey = keyof NameLists;

/** Every known word of some kind, in plain form, with the languages that have it as bits of `languages`. */
function indexOf(keys: readonly ListKey[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (const [bit, language] of languages.entries())
    for (const key of keys)
      for (const entry of nameLists(language)[key]) {
        const word = plain(entry);
        index.set(word, (index.get(word) ?? 0) | (1 << bit));
      }
  return index;
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const firstNames = once(() => indexOf(["female", "male"]));
export const lastNames = once(() => indexOf(["last"]));
export const cityNames = once(() => indexOf(["cities"]));

/** Names of countries and their ISO codes in the eight languages. */
export const countryNames = once(() => {
  const names = new Set<string>(["usa", "uk", "united states of america", "england", "scotland", "wales"]);
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (let a = 65; a <= 90; a++)
      for (let b = 65; b <= 90; b++) {
        const name = display.of(String.fromCharCode(a, b));
        if (name !== undefined) names.add(plain(name));
      }
  }
  return names;
});

/** Names of languages in the eight languages. */
export const languageNames = once(() => {
  const codes =
    "ar bn bg cs da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv ml mr nb nl no pa pl pt ro ru sk sl so sq sr sv sw ta te th tl tr uk ur vi zh";
  const names = new Set<string>();
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "language", fallback: "none" });
    for (const code of codes.split(" ")) {
      const name = display.of(code);
      if (name !== undefined) names.add(plain(name));
    }
  }
  return names;
});

/** The languages whose lists hold most of the names, or undefined when fewer than `share` are in any. */
export function languageOfNames(names: readonly string[], share = 0.3): Language | undefined {
  const counts = new Int32Array(languages.length);
  for (const name of names) {
    const words = plain(name).split(/\s+/);
    const bits = (firstNames().get(words[0]!) ?? 0) | (lastNames().get(words.at(-1)!) ?? 0);
    for (let bit = 0; bit < counts.length; bit++) counts[bit]! += (bits >> bit) & 1;
  }
  const best = counts.indexOf(Math.max(...counts));
  return counts[best]! >= share * names.length && names.length > 0 ? languages[best] : undefined;
}
