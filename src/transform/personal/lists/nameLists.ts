import { deLists } from "./de.generated.ts";
import { enLists } from "./en.generated.ts";
import { esLists } from "./es.generated.ts";
import { frLists } from "./fr.generated.ts";
import { itLists } from "./it.generated.ts";
import { nlLists } from "./nl.generated.ts";
import { plLists } from "./pl.generated.ts";
import { ptLists } from "./pt.generated.ts";

/** Names, streets and cities of one language. */
export interface NameLists {
  readonly female: readonly string[];
  readonly male: readonly string[];
  readonly last: readonly string[];
  readonly streets: readonly string[];
  readonly cities: readonly string[];
}

const packed = {
  en: enLists,
  de: deLists,
  fr: frLists,
  es: esLists,
  it: itLists,
  pt: ptLists,
  nl: nlLists,
  pl: plLists,
} as const;

export type Language = keyof typeof packed;

export const languages = Object.keys(packed) as readonly Language[];

const unpacked = new Map<Language, NameLists>();

/** The lists of a language, unpacked at the first use. */
export function nameLists(language: Language): NameLists {
  let lists = unpacked.get(language);
  if (lists === undefined) {
    const { female, male, last, streets, cities } = packed[language];
    lists = {
      female: female.split("|"),
      male: male.split("|"),
      last: last.split("|"),
      streets: streets.split("|"),
      cities: cities.split("|"),
    };
    unpacked.set(language, lists);
  }
  return lists;
}
