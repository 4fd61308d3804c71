import { once } from "../once.ts";
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

export const firstNames = once(() => indexOf(["female", "male"]));
export const lastNames = once(() => indexOf(["last"]));
export const cityNames = once(() => indexOf(["cities"]));

/** Codes of countries and other regions with a name in Unicode CLDR 48, with former ones. */
const regionCodes =
  "AC AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BU BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CS CU CV CW CX CY CZ DD DE DG DJ DK DM DO DY DZ EA EC EE EG EH ER ES ET EU EZ FI FJ FK FM FO FR FX GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU HV IC ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NH NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA QO RE RH RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SU SV SX SY SZ TA TC TD TF TG TH TJ TK TL TM TN TO TP TR TT TV TW TZ UA UG UK UM UN US UY UZ VA VC VD VE VG VI VN VU WF WS XA XB XK YD YE YT YU ZA ZM ZR ZW ZZ";

/** Names of countries in the eight languages. */
export const countryNames = once(() => {
  const names = new Set<string>(["usa", "uk", "united states of america", "england", "scotland", "wales"]);
  for (const language of languages) {
    const display = new Intl.DisplayNames([language], { type: "region", fallback: "none" });
    for (const code of regionCodes.split(" ")) {
      const name = display.of(code);
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
