import { personalTypes } from "../../config/personal/personalTypes.ts";
import { type Coded, codesOf, follows, standTogether } from "../../table/codes.ts";
import { idPattern, likelyPattern } from "../../table/infer/idPattern.ts";
import { namedLikeId } from "../../table/infer/inferSdtype.ts";
import type { ColumnProfile, TableProfile } from "../../table/profile/tableProfile.ts";
import { kOf } from "../../table/protection/kOf.ts";
import { maxRareShare } from "../../table/split/splitText.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { parsePattern } from "../pattern.ts";
import { distinctTexts } from "../personal/people.ts";
import { startOf } from "./counter.ts";
import { entityRows } from "./entityPlan.ts";
import { repeats } from "./findPersons.ts";
import { fillDown, findFirstLines } from "./firstLines.ts";
import { namesRows } from "./namesRows.ts";

/** Different values from which on a column is a key rather than a list of categories. */
const minKeys = 20;
/** Rows of a key on average, at most: more are those of a category, unless a column counts them. */
const maxRowsPerKey = 20;
/** Pairs of rows of one key that would differ in a column if it had nothing to do with the key, at least. */
const minSurprise = 20;
/** Keys without a name that says so, at least. */
const minUnnamed = 50;
const namedLikeKey =
  /(^|[_\s.-])(no|nr|num|number|nummer|numero|numéro|ref|reference|invoice|receipt|ticket|order|booking|basket|session|transaction|trip|visit|case|claim|rechnung|beleg|auftrag|bestellung|commande|facture|pedido|factura|ordine|fattura|zamówienie|faktura)$|[a-z](No|Nr|Num|Number|Nummer|Ref)$/i;
const saysTime = /(^|[_\s.-])(year|month|day|date|hour|week|time|jahr|monat|tag|woche|zeit)s?($|[_\s.-])/i;

/** The profile with the keys that name what has several rows (orders, trips, sessions) as ids, and what counts their rows. */
export function withRepeatedKeys(source: Table, profile: TableProfile): TableProfile {
  const maybe = profile.columns.filter((column) => mayBeKey(column));
  if (maybe.length === 0 || source.rows === 0) return profile;
  const lines = findFirstLines(
    source,
    maybe.map(({ name }) => name),
  );
  const table = fillDown(lines, source);
  const columns = maybe.flatMap(({ name }) => findColumn(table, name) ?? []);
  const coded = new Map(columns.map((column) => [column.name, codesOf(column)]));
  const keys = maybe.filter((column) => repeats(coded.get(column.name)!));
  if (keys.length === 0) return profile;
  const ids = profile.columns.filter(({ sdtype }) => sdtype === "id");
  for (const column of table.columns) if (!coded.has(column.name)) coded.set(column.name, codesOf(column));
  const found = new Map(
    keys.flatMap((column) => {
      if (namesRows(table, column.name, coded, ids) !== undefined) return [];
      const key = judgeKey(column, { table, profile, coded });
      return key === null ? [] : [[column.name, key] as const];
    }),
  );
  const counters = new Map([...found].flatMap(([of, { counters }]) => counters.map((name) => [name, of])));
  return {
    ...profile,
    columns: profile.columns.map((column) => {
      const key = found.get(column.name);
      if (key !== undefined) return keyProfile(column, findColumn(table, column.name)!, key);
      if (lines?.columns.includes(column.name) && found.has(lines.key))
        return firstProfile(column, lines.key);
      const of = counters.get(column.name);
      if (of === undefined) return column;
      return {
        ...column,
        reason: `counts the rows of each ${of}: counted anew in the new table, unless ${of} is no id`,
      };
    }),
  };
}

interface FoundKey {
  /** Columns that are the same in all rows of a key. */
  readonly same: readonly string[];
  /** Columns that count its rows. */
  readonly counters: readonly string[];
}

function mayBeKey({
  name,
  sdtype,
  cardinality,
  rows,
  missing,
  split,
  personal,
  format,
}: ColumnProfile): boolean {
  if (cardinality < minKeys || cardinality === rows - missing || missing > rows / 2) return false;
  if (sdtype === "datetime" || sdtype === "boolean" || split?.by === "options" || saysTime.test(name))
    return false;
  if (format.affix !== undefined) return false;
  const exposure = personal === undefined ? "other" : personalTypes[personal.type].exposure;
  return exposure === "other";
}

interface KeySource {
  readonly table: Table;
  readonly profile: TableProfile;
  readonly coded: ReadonlyMap<string, Coded>;
}

function judgeKey(column: ColumnProfile, { table, profile, coded }: KeySource): FoundKey | null {
  const key = coded.get(column.name)!;
  const together = standTogether(key);
  if (!looksLikeKey(column, findColumn(table, column.name)!, together)) return null;
  if (!hasRoom(column, findColumn(table, column.name)!)) return null;
  const same = profile.columns.filter(({ name }) => name !== column.name && isSame(coded.get(name)!, key));
  const counters = profile.columns.filter(({ name, sdtype }) => {
    const other = findColumn(table, name);
    const isNumber = other?.kind === "number" && (sdtype === "numerical" || sdtype === "categorical");
    return isNumber && startOf(other.values, key, undefined) !== null;
  });
  const present = column.rows - column.missing;
  if (counters.length === 0 && (same.length === 0 || present > maxRowsPerKey * column.cardinality))
    return null;
  if (!together && isCatalog(column, key, same, coded)) return null;
  return { same: same.map(({ name }) => name), counters: counters.map(({ name }) => name) };
}

function looksLikeKey(
  { name, sdtype, cardinality, pattern }: ColumnProfile,
  column: Column,
  together: boolean,
): boolean {
  if (
    column.kind === "number" &&
    !column.values.every((v) => Number.isNaN(v) || (Number.isSafeInteger(v) && v >= 0))
  )
    return false;
  if (namedLikeId(name) || namedLikeKey.test(name)) return true;
  if (column.kind !== "string" || cardinality < minUnnamed || !together) return false;
  const form = sdtype === "id" ? pattern : idPattern(distinctTexts(column));
  return form !== null && distinctTexts(column).every((text) => /\d/.test(text));
}

/** Whether new keys can be numbered by the row in a long table, as those are whose rows are dealt out in parts. */
function hasRoom({ rows, sdtype, pattern }: ColumnProfile, column: Column): boolean {
  if (rows <= entityRows || column.kind !== "string") return true;
  const form = sdtype === "id" ? pattern : idPattern(distinctTexts(column));
  return form === null || parsePattern(form, { distinct: true }).size >= 3 * rows;
}

/** Whether a column is the same in all rows of a key, which is no chance. */
function isSame(other: Coded, key: Coded): boolean {
  if (other.distinct < 2 || !follows(other.codes, key)) return false;
  const counts = new Int32Array(other.distinct + 1);
  for (const code of other.codes) counts[code + 1]!++;
  const rows = other.codes.length;
  const alike = counts.reduce((sum, count) => sum + (count / rows) ** 2, 0);
  const present = key.codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
  return (present - key.distinct) * (1 - alike) >= minSurprise;
}

/**
 * Keys that stand anywhere in a table are those of a catalog where a text goes with each (the name of an article), or where most rows
 * have one that enough rows share: they are learned as categories.
 */
function isCatalog(
  { rows, sdtype }: ColumnProfile,
  key: Coded,
  same: readonly ColumnProfile[],
  coded: ReadonlyMap<string, Coded>,
): boolean {
  const named = same.some(
    (other) =>
      (other.sdtype === "categorical" || other.sdtype === "text") &&
      other.personal === undefined &&
      coded.get(other.name)!.distinct > 0.9 * key.distinct,
  );
  if (named) return true;
  if (sdtype === "id") return false;
  const counts = new Int32Array(key.distinct);
  for (const code of key.codes) if (code >= 0) counts[code]!++;
  const k = kOf(rows);
  const rare = counts.reduce((sum, count) => sum + (count < k ? count : 0), 0);
  return rare <= maxRareShare * rows;
}

function keyProfile(column: ColumnProfile, values: Column, { same, counters }: FoundKey): ColumnProfile {
  const { split: _, ...whole } = column;
  const held = same.length === 0 ? "" : `, with one ${listed(same)} each`;
  const lines = counters.length === 0 ? "" : `, counted by ${listed(counters)}`;
  const pattern = values.kind === "number" ? "\\d+" : likelyPattern(distinctTexts(values));
  return {
    ...whole,
    sdtype: "id",
    pattern: column.sdtype === "id" ? column.pattern : pattern,
    reason: `${column.cardinality} keys of several rows${held}${lines}: as many rows each in the new table`,
    warnings: [],
  };
}

function firstProfile(column: ColumnProfile, key: string): ColumnProfile {
  return {
    ...column,
    reason: `${column.reason}; in the first row of each ${key} only, also in the new table`,
  };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}
