import { expect } from "vitest";
import { formatCell } from "../../src/table/cells/formatCell.ts";
import { profileColumn } from "../../src/table/profile/profileTable.ts";
import { type Column, findColumn, makeTable, takeRows } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { columnSpec } from "./columnSpecs.ts";

export const { format } = columnSpec("id", "id");
export const texts = (values: readonly string[]): Column => ({
  kind: "string",
  name: "value",
  dictionary: values,
  codes: Int32Array.from(values, (_, i) => i),
});
export const numbers = (values: readonly number[]): Column => ({
  kind: "number",
  name: "value",
  values: Float64Array.from(values),
});

/** Infers what the column is, takes four rows in five for training, and generates as many ids as asked. */
export function generate(column: Column, rows: number, fileType: string | null = null) {
  const physical = column.kind === "number" ? ("integer" as const) : ("text" as const);
  const profile = profileColumn(column, { ...format, physical, fileType });
  const length = column.kind === "string" ? column.codes.length : column.values.length;
  const table = makeTable([
    column,
    { kind: "number", name: "x", values: Float64Array.from({ length }, (_, i) => i % 50) },
  ]);
  const training = takeRows(
    table,
    Array.from({ length }, (_, i) => i).filter((i) => i % 5 > 0),
  );
  const spec = columnSpec("value", profile.sdtype, {
    pattern: profile.pattern,
    format: profile.format,
    decimals: 0,
  });
  const { data, restore } = prepare(training, [spec, columnSpec("x", "numerical", { decimals: 0 })], {
    seed: 5,
    everyRow: table,
  });
  const index = Array.from({ length: rows }, (_, i) => i % training.rows);
  const made = findColumn(
    restoreBatch(restore, takeRows(data.table, index), { firstRow: 0, seed: 9 }),
    "value",
  )!;
  const shown = (from: Column, n: number) =>
    Array.from({ length: n }, (_, i) => formatCell(from, i, spec.format));
  return { profile, restore, made: shown(made, rows), real: new Set(shown(column, length)) };
}

export function expectNewAndUnique({
  made,
  real,
}: {
  readonly made: readonly string[];
  readonly real: ReadonlySet<string>;
}) {
  expect(new Set(made).size).toBe(made.length);
  expect(made.filter((id) => real.has(id))).toEqual([]);
}
