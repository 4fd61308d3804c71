import { createHash } from "node:crypto";
import type { FitContext, FittedModel, SampleOptions } from "../../src/models/synthesizer.ts";
import { concatTables } from "../../src/table/concat.ts";
import { findColumn, type Table } from "../../src/table/table.ts";

export function quietContext(more: Partial<FitContext> = {}): FitContext {
  return { seed: 1, signal: new AbortController().signal, progress() {}, warn() {}, ...more };
}

export async function sampleAll(
  model: FittedModel,
  rows: number,
  options: SampleOptions = { seed: 1 },
): Promise<Table> {
  const parts: Table[] = [];
  for await (const batch of model.sample(rows, options)) parts.push(batch);
  return concatTables(parts);
}

export function numbers(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column === undefined || column.kind === "string") throw new Error(`${name} is no number column`);
  return column.values;
}

export function texts(table: Table, name: string): (string | null)[] {
  const column = findColumn(table, name);
  if (column?.kind !== "string") throw new Error(`${name} is no text column`);
  return Array.from(column.codes, (c) => (c < 0 ? null : column.dictionary[c]!));
}

export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (v: Float64Array) => v.reduce((s, x) => s + x, 0) / v.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i]! - ma) * (b[i]! - mb);
    aa += (a[i]! - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

export function share<T>(values: ArrayLike<T>, holds: (value: T, index: number) => boolean): number {
  return Array.from(values).filter(holds).length / values.length;
}

/** A digest of every cell, for comparing large tables. */
export function digest(table: Table): string {
  const hash = createHash("sha256");
  for (const column of table.columns) {
    hash.update(`${column.name} ${column.kind}`);
    if (column.kind === "string") hash.update(Buffer.from(JSON.stringify(column.dictionary)));
    const { buffer, byteOffset, byteLength } = column.kind === "string" ? column.codes : column.values;
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
