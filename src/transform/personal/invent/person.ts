import { own } from "../../../jsonc/own.ts";
import type { Random } from "../../../numerics/random.ts";
import { permuted } from "../../permutation.ts";
import { plain } from "../lists/gazetteer.ts";
import type { Language } from "../lists/nameLists.ts";
import { eraOf, namesOf } from "../lists/namesOfEra.ts";

export interface Person {
  readonly first: string;
  readonly last: string;
  /** Number that makes what is built from the name unique where names repeat; 0 for none. */
  readonly repeat: number;
}

/** How persons of one group are named. */
export interface NamesPlan {
  readonly language: Language;
  /** By value of the country column (as in the data) where it says another language. */
  readonly byCountry: Readonly<Record<string, Language>>;
  /** Last names are doubled (Berg-Lind): real names of the data could be met otherwise. */
  readonly doubled: boolean;
  /** First names are those of the year of birth; absent where rows have none. */
  readonly eras?: true;
}

export type Gender = "female" | "male";

const genders: Readonly<Record<Gender, ReadonlySet<string>>> = {
  female: new Set(
    "f female w weiblich frau femme feminin mujer femenino femminile donna femmina feminino mulher v vrouw vrouwelijk k kobieta woman girl mrs ms 2".split(
      " ",
    ),
  ),
  male: new Set(
    "m male mann mannlich herr homme h masculin hombre masculino maschile uomo maschio homem man mannelijk mezczyzna boy mr 1".split(
      " ",
    ),
  ),
};

/** What a value of a gender column says; undefined for other and unknown ones. `m` and `w` are German where `w` is among `values`. */
export function genderOf(text: string): Gender | undefined {
  const word = plain(text).replace(/\.$/, "");
  if (genders.female.has(word)) return "female";
  return genders.male.has(word) ? "male" : undefined;
}

/** What the row says of the person. */
interface PersonRow {
  readonly gender?: Gender | undefined;
  readonly country?: string | undefined;
  readonly birthYear?: number | undefined;
  readonly key: number;
}

/**
 * The person of this index: names of different indices differ while the lists have room. The gender is drawn where it is not given.
 */
export function personAt(plan: NamesPlan, index: number, random: Random, row: PersonRow): Person {
  const language =
    (row.country === undefined ? undefined : own(plan.byCountry, row.country)) ?? plan.language;
  const gender = row.gender ?? (random.uniform() < 0.5 ? "female" : "male");
  const era = plan.eras && row.birthYear !== undefined ? eraOf(row.birthYear) : undefined;
  const { firsts, lasts } = namesOf(language, gender, era);
  const size = firsts.length * lasts.length * (plan.doubled ? lasts.length : 1);
  const round = Math.floor(index / size);
  let rank = permuted(index % size, size, row.key);
  const first = firsts[rank % firsts.length]!;
  rank = Math.floor(rank / firsts.length);
  let last = lasts[rank % lasts.length]!;
  if (plan.doubled) {
    const second = lasts[Math.floor(rank / lasts.length)]!;
    last = second === last ? last : `${last}-${second}`;
  }
  return { first, last, repeat: round };
}
