import { areClockNumbers } from "../cells/clockNumber.ts";
import { formatCell, valueFormatter } from "../cells/formatCell.ts";
import type { ColumnFormat } from "../format.ts";
import {
  clockGuess,
  inferAffixedSdtype,
  inferNumberSdtype,
  inferTextSdtype,
  namedLikeId,
  type SdtypeGuess,
} from "../infer/inferSdtype.ts";
import { kOf } from "../protection/kOf.ts";
import { smallTableWarning } from "../protection/smallTable.ts";
import type { LoadedTable } from "../read/read.ts";
import { rowsOfTexts } from "../split/optionSet.ts";
import { findSplit, maxRareShare, rareShare } from "../split/splitText.ts";
import { findTextForms } from "../split/textForms.ts";
import { type Column, columnLength, type StringColumn, type Table } from "../table.ts";
import { wideTableWarning } from "../wideTable.ts";
import { summarizeNumbers } from "./numberSummary.ts";
import { findReferences } from "./references.ts";
import type { ColumnProfile, TableProfile } from "./tableProfile.ts";
import { summarizeText } from "./textSummary.ts";

const maxExamples = 5;
/** Categories beyond which learning them becomes costly and each is rare. */
const manyCategories = 500;

/** What each column holds and what it means, with the reason for each guess. */
export function profileTable(loaded: LoadedTable): TableProfile {
  const { table, formats } = loaded;
  const columns = withReferences(
    table,
    table.columns.map((column, k) => withNotes(profileColumn(column, formats[k]!), loaded)),
  );
  const small = smallTableWarning(table.rows);
  const wide = wideTableWarning(table.columns.length);
  const warnings = [small, wide].filter((text) => text !== undefined).concat(loaded.warnings);
  const empty = columns.filter((c) => c.missing === c.rows).length;
  if (empty === columns.length && columns.length > 0) warnings.push("no column holds any value");
  const { leftOut } = loaded;
  const notes = loaded.notes.flatMap(({ column, text }) => (column === undefined ? [text] : []));
  return { rows: table.rows, columns, warnings, notes, ...(leftOut.length > 0 && { leftOut }) };
}

/** A column that names other rows by their ids is one of ids, too: its values are never learned from. */
function withReferences(table: Table, columns: readonly ColumnProfile[]): ColumnProfile[] {
  const isOneEach = ({ cardinality, rows, missing }: ColumnProfile) => cardinality === rows - missing;
  const ids = columns.filter((column) => column.sdtype === "id" && isOneEach(column));
  const others = columns.filter(({ sdtype }) => sdtype !== "datetime" && sdtype !== "boolean");
  const found = findReferences(
    table,
    ids.map(({ name }) => name),
    others.filter((column) => !isOneEach(column)).map(({ name }) => name),
  );
  return columns.map((column) => {
    const to = found.get(column.name);
    if (to === undefined) return column;
    const { split: _, ...whole } = column;
    const pattern = ids.find(({ name }) => name === to)!.pattern;
    return { ...whole, sdtype: "id", pattern, reason: `names rows by their ${to}`, warnings: [] };
  });
}

/** What the reader has to say of the column comes first. */
function withNotes(column: ColumnProfile, { notes }: LoadedTable): ColumnProfile {
  const isMoot = (text: string) => column.split !== undefined && text.includes("read as text");
  const own = notes
    .filter((note) => note.column === column.name && !isMoot(note.text))
    .map(({ text }) => text);
  return own.length === 0 ? column : { ...column, warnings: [...own, ...column.warnings] };
}

export function profileColumn(column: Column, format: ColumnFormat): ColumnProfile {
  return column.kind === "string" ? profileText(column, format) : profileValues(column, format);
}

function profileValues(column: Exclude<Column, StringColumn>, format: ColumnFormat): ColumnProfile {
  const rows = column.values.length;
  const summary = summarizeNumbers(column.values);
  const guess: SdtypeGuess =
    column.kind === "datetime"
      ? { sdtype: "datetime", reason: dateReason(format), pattern: null }
      : summary.cardinality === 0
        ? { sdtype: "numerical", reason: "holds no value", pattern: null }
        : format.affix !== undefined
          ? inferAffixedSdtype(format, summary, rows)
          : areClockNumbers(column.values)
            ? clockGuess
            : inferNumberSdtype(column.name, rows, summary);
  const show = valueFormatter(format);
  return {
    name: column.name,
    ...guess,
    rows,
    missing: summary.missing,
    cardinality: summary.cardinality,
    format,
    min: summary.min,
    max: summary.max,
    mean: summary.mean,
    std: summary.std,
    quantiles: summary.quantiles,
    histogram: summary.histogram,
    top: summary.top.map(({ value, count }) => ({ value: show(value), count })),
    examples: examplesOf(column, format),
    warnings: commonWarnings(rows, summary.missing, summary.cardinality),
  };
}

function profileText(column: StringColumn, format: ColumnFormat): ColumnProfile {
  const rows = column.codes.length;
  const summary = summarizeText(column);
  const guess: SdtypeGuess & Pick<ColumnProfile, "split"> = isPaddedClock(column)
    ? clockGuess
    : splitGuess(column, inferTextSdtype(column.name, rows, format.physical === "boolean", summary));
  const warnings = commonWarnings(rows, summary.missing, summary.cardinality);
  if (guess.sdtype === "categorical" && guess.split === undefined && summary.cardinality > manyCategories)
    warnings.push(`${summary.cardinality} categories: only the most frequent can be modeled well`);
  if (guess.sdtype === "text")
    warnings.push("free text is never modeled or copied: give a pattern to fill it, or it is left out");
  return {
    name: column.name,
    ...guess,
    rows,
    missing: summary.missing,
    cardinality: summary.cardinality,
    format,
    min: null,
    max: null,
    mean: null,
    std: null,
    quantiles: null,
    histogram: null,
    top: summary.top,
    examples: examplesOf(column, format),
    warnings,
  };
}

/** Times of day of four digits: `0905`. */
function isPaddedClock({ codes, dictionary }: StringColumn): boolean {
  if (!dictionary.every((text) => /^\d{4}$/.test(text))) return false;
  return areClockNumbers(
    Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : Number(dictionary[code]))),
  );
}

/** The guess, or how the column is fitted better than as categories of which too many are rare, or than not at all. */
function splitGuess(column: StringColumn, guess: SdtypeGuess): SdtypeGuess & Pick<ColumnProfile, "split"> {
  const k = kOf(column.codes.length);
  if (guess.sdtype === "id" && !isMeasured(column, k)) return guess;
  if (guess.sdtype !== "id" && guess.sdtype !== "categorical" && guess.sdtype !== "text") return guess;
  const found = findSplit(column, k);
  if (found !== null) return { sdtype: "categorical", pattern: null, ...found };
  if (guess.sdtype === "id") return guess;
  const rare = guess.sdtype === "text" ? 0 : rareShare(column, k);
  if (rare <= maxRareShare) return guess;
  const share = `${Math.round(100 * rare)} %`;
  return {
    sdtype: "text",
    pattern: null,
    reason: `${guess.reason}, and ${share} of the rows hold one that fewer than ${k} rows share: most categories would be lost, and no parts were found to fit in their place`,
  };
}

/**
 * Texts of one form that are no ids: two parts or more, the texts of different lengths, and some in more rows than one, such as
 * `120/80`.
 */
function isMeasured(column: StringColumn, k: number): boolean {
  const rows = rowsOfTexts(column);
  const used = column.dictionary.filter((_, code) => rows[code]! > 0);
  if (namedLikeId(column.name) || !rows.some((count) => count > 1)) return false;
  if (new Set(used.map((text) => text.length)).size === 1) return false;
  return (findTextForms(column, k, { words: [false] })?.forms[0]?.slots.length ?? 0) > 1;
}

function commonWarnings(rows: number, missing: number, cardinality: number): string[] {
  if (rows > 0 && missing === rows) return ["all values are missing"];
  const warnings: string[] = [];
  if (cardinality === 1 && missing === 0 && rows > 1) warnings.push("all rows have the same value");
  if (missing > rows * 0.9)
    warnings.push(`${((100 * missing) / rows).toFixed(1)} % of the values are missing`);
  return warnings;
}

function dateReason(format: ColumnFormat): string {
  const what =
    format.physical === "date" ? "dates" : format.physical === "time" ? "times of day" : "dates with time";
  if (format.dateForms !== undefined)
    return `${what} in ${format.dateForms.length} forms, ${format.dateForms.join(" and ")}: each row keeps its own`;
  return format.dateFormat === null ? what : `${what} written ${format.dateFormat}`;
}

/** The first few different values, as written. */
function examplesOf(column: Column, format: ColumnFormat): string[] {
  const seen = new Set<string>();
  const n = Math.min(columnLength(column), 1000);
  for (let row = 0; row < n && seen.size < maxExamples; row++) {
    const present = column.kind === "string" ? column.codes[row]! >= 0 : !Number.isNaN(column.values[row]!);
    if (present) seen.add(formatCell(column, row, format));
  }
  return [...seen];
}
