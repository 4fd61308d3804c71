import { eraNames } from "./eraNames.ts";
import { type Language, nameLists } from "./nameLists.ts";

/** Generations by year of birth: before 1956, from 1956 to 1985, later. */
type Era = 0 | 1 | 2;

export function eraOf(birthYear: number): Era {
  return birthYear < 1956 ? 0 : birthYear < 1986 ? 1 : 2;
}

interface EraLists {
  readonly firsts: readonly string[];
  readonly lasts: readonly string[];
}

const known = new Map<Language, EraLists[]>();

/**
 * First and last names to draw from. With an era, first names are those typical of it (of the last one: those typical of no other),
 * and each era has a third of the last names to itself, so that full names of different eras never coincide.
 */
export function namesOf(language: Language, gender: "female" | "male", era: Era | undefined): EraLists {
  let lists = known.get(language);
  if (lists === undefined) {
    lists = [];
    known.set(language, lists);
  }
  const at = (gender === "female" ? 0 : 4) + (era ?? 3);
  lists[at] ??= makeLists(language, gender, era);
  return lists[at];
}

function makeLists(language: Language, gender: "female" | "male", era: Era | undefined): EraLists {
  const all = nameLists(language);
  if (era === undefined) return { firsts: all[gender], lasts: all.last };
  const [old, middle] = eraNames[language].map((names) => names[gender].split(" "));
  const earlier = new Set([...old!, ...middle!]);
  const firsts = era === 2 ? all[gender].filter((name) => !earlier.has(name)) : era === 0 ? old! : middle!;
  return { firsts, lasts: all.last.filter((_, i) => i % 3 === era) };
}
