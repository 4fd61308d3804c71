import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { checkRestorable } from "../../src/models/saved/savedTable.ts";
import { Random } from "../../src/numerics/random.ts";
import { formatCell } from "../../src/table/cells/formatCell.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { type Column, columnLength, makeTable, type Table, takeColumn } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { readText } from "../table/files.ts";

/** A CSV file read, described, prepared and restored as a run does it, with a model in between that need not fit anything. */
export async function throughFile(csv: string, columns: object = {}) {
  const loaded = await readText(csv);
  const config = parseConfig(JSON.stringify({ source: { path: "data.csv" }, columns }), "test").config!;
  const profile = profileTable(loaded);
  const specs = resolveColumns(config, profile);
  const { data, restore, warnings } = prepare(loaded.table, specs, { seed: 1 });
  // every plan of these tables is one that a model file may hold
  checkRestorable(
    {
      restore,
      columns: loaded.table.columns.map(({ name }, k) => ({ name, format: loaded.formats[k]! })),
    },
    data.columns,
  );
  const give = (batch: Table, firstRow = 0) => restoreBatch(restore, batch, { firstRow, seed: 1 });
  const texts = (table: Table, name: string): string[] => {
    const k = loaded.table.columns.findIndex((column) => column.name === name);
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) return [];
    return Array.from({ length: table.rows }, (_, row) => formatCell(column, row, loaded.formats[k]!));
  };
  return {
    loaded,
    profile,
    specs,
    data,
    restore,
    warnings,
    texts,
    give,
    /** The training rows again. */
    again: give(data.table),
    /** Rows of a model that keeps every column's values and nothing else: each is shuffled by itself. */
    shuffled: give(makeTable(data.table.columns.map((column, k) => shuffle(column, k)))),
    column: (name: string) => profile.columns.find((column) => column.name === name)!,
  };
}

function shuffle(column: Column, k: number): Column {
  return takeColumn(column, new Random(3).fork(String(k)).permutation(columnLength(column)));
}

/** A CSV of one column beside others; texts with commas or quotes are quoted. */
export function csvOf(columns: Readonly<Record<string, readonly (string | number)[]>>): string {
  const names = Object.keys(columns);
  const cell = (value: string | number) =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const rows = columns[names[0]!]!.map((_, row) => names.map((name) => cell(columns[name]![row]!)).join(","));
  return `${names.map(cell).join(",")}\n${rows.join("\n")}\n`;
}

/** Rows of a generator with its own stream. */
export function rowsOf<T>(rows: number, seed: number, make: (random: Random, row: number) => T): T[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, (_, row) => make(random, row));
}

/** One of the values, the first ones more often. */
export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(values.length * random.uniform() ** 1.5)]!;
}

export function shareOf(texts: readonly string[], holds: (text: string) => boolean): number {
  return texts.filter(holds).length / texts.length;
}
