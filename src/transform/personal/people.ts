import type { ColumnSpec } from "../../config/columnSpec.ts";
import type { PersonalType } from "../../config/personal/personalTypes.ts";
import { Random } from "../../numerics/random.ts";
import { type Holders, toldCounts } from "../../table/protection/holders.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { languageOfCountry } from "./invent/countries.ts";
import { firstNames, languageOfNames, lastNames, plain } from "./lists/gazetteer.ts";
import { type Language, languages, nameLists } from "./lists/nameLists.ts";
import { namesOf } from "./lists/namesOfEra.ts";
import type { GroupPlan, PeoplePlan } from "./peoplePlan.ts";
import { groupsOfPersons } from "./personGroups.ts";

const nameTypes: ReadonlySet<PersonalType> = new Set([
  "fullName",
  "firstName",
  "lastName",
  "email",
  "userName",
]);

export interface Places {
  readonly country?: string | undefined;
  readonly city?: string | undefined;
}

export interface PeopleOptions {
  /** Groups of columns as the config lists them; found by the columns' names otherwise. */
  readonly groups?: readonly (readonly string[])[];
  readonly locale?: string;
  readonly rows: number;
  /** Columns that say a country or city although the config has them as something else, a target say. */
  readonly places?: Places | undefined;
  /** Whose the rows are; absent where rows are counted. */
  readonly holders?: Holders | undefined;
}

/** What the personal columns of a table have in common; null where none is invented. */
export function planPeople(
  table: Table,
  specs: readonly ColumnSpec[],
  options: PeopleOptions,
): PeoplePlan | null {
  const invented = specs.filter(({ personal }) => personal?.replace === "invent");
  if (invented.length === 0) return null;
  const named = invented.filter(({ personal }) => nameTypes.has(personal!.type)).map(({ name }) => name);
  const groups = options.groups ?? groupsOfPersons(named, table, specs);
  const country = onlyOf("country", specs) ?? options.places?.country;
  const city = onlyOf("city", specs) ?? options.places?.city;
  return {
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    groups: groups.map((columns, at) =>
      groupPlan(table, specs, columns, { ...options, main: at === 0 || groups.length === 1 }),
    ),
  };
}

function onlyOf(type: PersonalType, specs: readonly ColumnSpec[]): string | undefined {
  const found = specs.filter(({ personal, role }) => personal?.type === type && role !== "drop");
  return found.length === 1 ? found[0]!.name : undefined;
}

function groupPlan(
  table: Table,
  specs: readonly ColumnSpec[],
  columns: readonly string[],
  options: PeopleOptions & { readonly main: boolean },
): GroupPlan {
  const ofType = (type: PersonalType): string | null => {
    const found = specs.filter((spec) => spec.personal?.type === type && spec.role !== "drop");
    return (
      (
        found.find(({ name }) => columns.includes(name)) ??
        (options.main && found.length === 1 ? found[0] : undefined)
      )?.name ?? null
    );
  };
  const names = columns.flatMap((name) => {
    const type = specs.find((spec) => spec.name === name)?.personal?.type;
    const column = findColumn(table, name);
    return column !== undefined && type !== "email" && type !== "userName" ? [distinctTexts(column)] : [];
  });
  const language = languageOf(options.locale, names, table, specs);
  const country = ofType("country");
  const birthDate = ofType("birthDate");
  const byCountry =
    country === null || options.locale !== undefined
      ? {}
      : languagesByCountry(table, specs, country, options.holders);
  const spoken = new Set([language, ...Object.values(byCountry)]);
  return {
    columns,
    gender: ofType("gender"),
    country,
    ...(birthDate !== null && { birthDate }),
    names: {
      language,
      byCountry,
      doubled: [...spoken].some((one) =>
        meetsRealNames(names, one, { rows: options.rows, eras: birthDate !== null }),
      ),
      ...(birthDate !== null && { eras: true }),
    },
  };
}

/** Of the countries that enough rows share: those whose names are known. */
function languagesByCountry(
  table: Table,
  specs: readonly ColumnSpec[],
  name: string,
  holders: Holders | undefined,
): Readonly<Record<string, Language>> {
  const column = findColumn(table, name);
  const least = specs.find((spec) => spec.name === name)?.minCategoryCount ?? 1;
  if (column?.kind !== "string") return {};
  const counts = toldCounts({ codes: column.codes, distinct: column.dictionary.length }, least, holders);
  return Object.fromEntries(
    column.dictionary.flatMap((text, code) => {
      const language = counts[code]! < least ? undefined : languageOfCountry(text);
      return language === undefined ? [] : [[text, language]];
    }),
  );
}

export function distinctTexts(column: Column): string[] {
  if (column.kind !== "string") {
    const values = new Set<number>();
    for (const value of column.values) if (!Number.isNaN(value)) values.add(value);
    return [...values].map(String);
  }
  const used = new Uint8Array(column.dictionary.length);
  for (const code of column.codes) if (code >= 0) used[code] = 1;
  return column.dictionary.filter((_, code) => used[code] === 1);
}

function languageOf(
  locale: string | undefined,
  names: readonly string[][],
  table: Table,
  specs: readonly ColumnSpec[],
): Language {
  const given = locale?.slice(0, 2).toLowerCase();
  const known = languages.find((language) => language === given);
  if (known !== undefined) return known;
  const byNames = languageOfNames(names.flat().slice(0, 1000), 0.2);
  return byNames ?? languageOfNumbers(table, specs) ?? "en";
}

const languageOfPrefix: Readonly<Record<string, Language>> = {
  "+49": "de",
  "+43": "de",
  "+41": "de",
  "+33": "fr",
  "+32": "fr",
  "+34": "es",
  "+39": "it",
  "+351": "pt",
  "+55": "pt",
  "+31": "nl",
  "+48": "pl",
  DE: "de",
  AT: "de",
  CH: "de",
  FR: "fr",
  ES: "es",
  IT: "it",
  PT: "pt",
  NL: "nl",
  PL: "pl",
  BE: "nl",
};

/** By the country of phone numbers and IBANs. */
function languageOfNumbers(table: Table, specs: readonly ColumnSpec[]): Language | undefined {
  for (const { name, personal } of specs) {
    if (personal?.type !== "phone" && personal?.type !== "iban") continue;
    const column = findColumn(table, name);
    const first = column === undefined ? [] : distinctTexts(column).slice(0, 200);
    for (const [prefix, language] of Object.entries(languageOfPrefix))
      if (first.filter((text) => text.startsWith(prefix)).length > first.length / 2) return language;
  }
  return undefined;
}

/** Whether drawing from the lists is likely to hit a full name of the data. */
function meetsRealNames(
  names: readonly string[][],
  language: Language,
  { rows, eras }: { readonly rows: number; readonly eras: boolean },
): boolean {
  const lists = nameLists(language);
  const era = namesOf(language, "female", 0);
  const pairs = eras
    ? 2 * era.firsts.length * era.lasts.length
    : lists.last.length * (lists.female.length + lists.male.length);
  const known = (name: string): boolean => firstNames().has(plain(name)) || lastNames().has(plain(name));
  const whole = (name: string): boolean => name.split(/[\s,]+/).every(known);
  const shares = names.map((list) => list.filter(whole).length / Math.max(1, list.length));
  const parts = shares.reduce(
    (product, share) => product * share,
    Math.max(0, ...names.map((list) => list.length)),
  );
  return (parts * rows) / pairs > 0.5;
}

/** At most 5,000 rows at random: every so many would meet a pattern of the file. */
function someRows(rows: number): Iterable<number> {
  if (rows <= rowsRead) return Array.from({ length: rows }, (_, row) => row);
  const random = new Random(rows);
  return Array.from({ length: rowsRead }, () => Math.floor(random.uniform() * rows));
}

const rowsRead = 5000;

/** Values of a column with the first and last name of their row, of at most 5,000 rows; none where the group has no names. */
export function namedValues(
  table: Table,
  specs: readonly ColumnSpec[],
  people: PeoplePlan | null,
  name: string,
): { text: string; first: string; last: string }[] {
  const group = people?.groups.find(({ columns }) => columns.includes(name));
  const column = findColumn(table, name);
  if (group === undefined || column?.kind !== "string") return [];
  const reader = (type: PersonalType): ((row: number) => string) | undefined => {
    const found = group.columns.find(
      (one) => specs.find((spec) => spec.name === one)?.personal?.type === type,
    );
    const texts = found === undefined ? undefined : findColumn(table, found);
    return texts?.kind === "string" ? (row) => texts.dictionary[texts.codes[row]!] ?? "" : undefined;
  };
  const [first, last, full] = [reader("firstName"), reader("lastName"), reader("fullName")];
  if (first === undefined && last === undefined && full === undefined) return [];
  const found: { text: string; first: string; last: string }[] = [];
  for (const row of someRows(table.rows)) {
    const text = column.dictionary[column.codes[row]!];
    if (text === undefined) continue;
    const parts = splitName(full?.(row) ?? "");
    found.push({ text, first: first?.(row) ?? parts.first, last: last?.(row) ?? parts.last });
  }
  return found;
}

function splitName(name: string): { first: string; last: string } {
  const [before = "", after] = name.split(/,\s*/);
  if (after !== undefined) return { first: after.split(" ")[0] ?? "", last: before };
  const words = name.trim().split(/\s+/);
  return { first: words[0] ?? "", last: words.at(-1) ?? "" };
}
