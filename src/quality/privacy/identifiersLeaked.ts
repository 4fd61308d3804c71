import {
  confident,
  exposureOf,
  type PersonalType,
  type PersonalTypeInfo,
  personalTypes,
} from "../../config/personal/personalTypes.ts";
import { wholeNumber } from "../../language/language.ts";
import type { Measured } from "../../protocol/metric.ts";
import { type Column, findColumn, type Table } from "../../table/table.ts";
import { detectPersonal } from "../../transform/personal/detect/detectPersonal.ts";
import { findIdentifiers } from "../../transform/personal/detect/freeText.ts";
import type { Measure } from "../measure.ts";
import type { ReportInput } from "../reportInput.ts";
import { sameNamesSentence } from "./sameNames.ts";

/** Shorter ones are no identifiers: they are found everywhere. */
const minLength = 5;

/**
 * Looks for every identifier of the real table in the synthetic one: exactly, case-folded, without separators, and inside texts.
 * Identifiers are the values of direct personal columns with grammar, checksum or uniqueness, of id columns that do not count, and
 * full name with date of birth. The value is the number of synthetic rows with a hit; no identifier is told.
 */
export const identifiersLeaked: Measure = ({ input }): Measured | null => {
  const real = input.identifiers ?? input.real;
  const findings = new Map<string, PersonalType>();
  for (const { column, type, confidence } of detectPersonal(real))
    if (confidence >= confident) findings.set(column, type);
  for (const { name, personal } of input.columns) if (personal) findings.set(name, personal.type);
  const searched = searchedColumns(input, real, findings);
  const known = new Map<string, string>();
  for (const { column } of searched) for (const text of textsOf(column)) known.set(folded(text), column.name);
  const hit = new Uint8Array(input.synthetic.rows);
  const parts = input.synthetic.columns
    .map((column) => ({ name: column.name, rows: markRows(column, known, hit) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  const persons = samePersons(real, input.synthetic, findings, hit);
  if (persons !== null && persons > 0) parts.push({ name: "full name with date of birth", rows: persons });
  if (searched.length === 0 && persons === null) return null;
  const rows = hit.reduce((sum, bit) => sum + bit, 0);
  return {
    value: rows,
    ceiling: null,
    status: rows === 0 ? "good" : "bad",
    meaning: `${meaningOf(rows, input.synthetic.rows, parts, searched.length)}${sameNamesSentence(real, input.synthetic, findings)}`,
    ...(parts.length > 0 && { about: parts[0]!.name }),
    parts: parts.map(({ name, rows: count }) => ({ name, value: count, status: "bad" as const })),
  };
};

function meaningOf(
  rows: number,
  all: number,
  parts: readonly { name: string; rows: number }[],
  searched: number,
): string {
  if (rows === 0)
    return `No identifier of the ${searched} searched ${searched === 1 ? "column" : "columns"} of the real table is in the synthetic one.`;
  const named = parts.slice(0, 5).map(({ name, rows: count }) => `${name} (${wholeNumber(count)} rows)`);
  return `${wholeNumber(rows)} of ${wholeNumber(all)} synthetic rows hold an identifier of a real person: ${named.join(", ")}${parts.length > 5 ? ` and ${parts.length - 5} more columns` : ""}. Do not share this table; set "personal" and "replace": "invent" for these columns.`;
}

interface Searched {
  readonly column: Column;
}

function searchedColumns(
  input: ReportInput,
  real: Table,
  findings: ReadonlyMap<string, PersonalType>,
): Searched[] {
  const roles = new Map(input.columns.map((column) => [column.name, column]));
  return real.columns.flatMap((column) => {
    const type = findings.get(column.name);
    const spec = roles.get(column.name);
    const info: PersonalTypeInfo | undefined = type === undefined ? undefined : personalTypes[type];
    const isId = spec?.sdtype === "id" || spec?.role === "id";
    const exact = info !== undefined && exposureOf(type!) === "direct" && info.exact === true;
    const named = info !== undefined && !exact;
    return (exact || (isId && !named)) && !counts(column, real.rows) ? [{ column }] : [];
  });
}

/** Running numbers say nothing of a person: others have the same. */
function counts(column: Column, rows: number): boolean {
  if (column.kind === "datetime") return true;
  if (column.kind === "number") {
    let highest = 0;
    for (const value of column.values) if (value > highest) highest = value;
    return highest < 100 * rows || highest < 10 ** (minLength - 1);
  }
  return column.dictionary.every((text) => /^\d{1,6}$/.test(text));
}

function* textsOf(column: Column): Iterable<string> {
  if (column.kind === "string") {
    const used = new Uint8Array(column.dictionary.length);
    for (const code of column.codes) if (code >= 0) used[code] = 1;
    for (const [code, text] of column.dictionary.entries())
      if (used[code] === 1 && folded(text).length >= minLength) yield text;
    return;
  }
  for (const value of column.values) if (!Number.isNaN(value)) yield String(value);
}

/** Lower case, without spaces and the separators of numbers. */
function folded(text: string): string {
  return text.toLowerCase().replace(/[\s().\-/:]/g, "");
}

/** Marks the rows whose cell is, or holds, a known identifier. Returns how many there are. */
function markRows(column: Column, known: ReadonlyMap<string, string>, hit: Uint8Array): number {
  let rows = 0;
  const mark = (row: number): void => {
    hit[row] = 1;
    rows++;
  };
  if (column.kind === "string") {
    const found = column.dictionary.map((text) => holdsKnown(text, known));
    for (let row = 0; row < hit.length; row++)
      if (column.codes[row]! >= 0 && found[column.codes[row]!]) mark(row);
    return rows;
  }
  if (column.kind === "datetime") return 0;
  for (let row = 0; row < hit.length; row++)
    // a measure may have the digits of a number of another column by chance
    if (known.get(folded(String(column.values[row]))) === column.name) mark(row);
  return rows;
}

function holdsKnown(text: string, known: ReadonlyMap<string, string>): boolean {
  if (known.has(folded(text))) return true;
  if (text.length < 12 || !/[\s,;|<>"]/.test(text)) return false;
  if (findIdentifiers(text).some(({ start, end }) => known.has(folded(text.slice(start, end))))) return true;
  return text.split(/[\s,;|<>"()[\]]+/).some((word) => {
    const bare = folded(word.replace(/[.:!?]+$/, ""));
    return bare.length >= 8 && known.has(bare);
  });
}

/** Counts rows whose full name and date of birth are those of one real person; null where the tables do not have both. */
function samePersons(
  real: Table,
  synthetic: Table,
  findings: ReadonlyMap<string, PersonalType>,
  hit: Uint8Array,
): number | null {
  const of = (type: PersonalType): string | undefined =>
    [...findings].find(([, found]) => found === type)?.[0];
  const names = of("fullName") === undefined ? [of("firstName"), of("lastName")] : [of("fullName")];
  const columns = [...names, of("birthDate")].filter((name) => name !== undefined);
  if (columns.length < names.length + 1) return null;
  const keys = (table: Table): ((row: number) => string) | null => {
    const parts = columns.map((name) => findColumn(table, name));
    if (parts.some((part) => part === undefined)) return null;
    return (row) => parts.map((part) => cell(part!, row)).join("\n");
  };
  const [before, after] = [keys(real), keys(synthetic)];
  if (before === null || after === null) return null;
  const persons = new Set(Array.from({ length: real.rows }, (_, row) => before(row)));
  let rows = 0;
  for (let row = 0; row < synthetic.rows; row++)
    if (persons.has(after(row))) {
      hit[row] = 1;
      rows++;
    }
  return rows;
}

function cell(column: Column, row: number): string {
  if (column.kind === "string") return (column.dictionary[column.codes[row]!] ?? "").toLowerCase();
  return String(column.values[row]);
}
