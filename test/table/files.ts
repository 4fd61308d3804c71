import { readdirSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { formatCell } from "../../src/table/cells/formatCell.ts";
import { DataError } from "../../src/table/dataError.ts";
import { type LoadedTable, readTable } from "../../src/table/read/read.ts";
import type { ReadOptions } from "../../src/table/read/readOptions.ts";
import type { Column } from "../../src/table/table.ts";
import { openTableWriter } from "../../src/table/write/write.ts";
import { processFolder } from "../processFolder.ts";

const folder = processFolder("table");

let count = 0;

/** A new path in a folder removed after the tests. */
export function newPath(name: string): string {
  return join(folder, `${count++}-${name}`);
}

export function temporaryFiles(): string[] {
  return readdirSync(folder).filter((name) => name.endsWith(".tmp") || name.endsWith(".tmp.csv"));
}

export function fileOf(content: string | Uint8Array, name = "data.csv"): string {
  const path = newPath(name);
  writeFileSync(path, content);
  return path;
}

export function readText(
  content: string | Uint8Array,
  options?: ReadOptions,
  name?: string,
): Promise<LoadedTable> {
  return readTable(fileOf(content, name), options);
}

/** What the writer makes of a table as read. */
export async function writeBack(loaded: LoadedTable, name = "out.csv"): Promise<Buffer> {
  const path = newPath(name);
  const writer = await openTableWriter(path, loaded.format, outputColumns(loaded));
  await writer.write(loaded.table);
  await writer.close();
  return readFile(path);
}

export function outputColumns(loaded: LoadedTable) {
  return loaded.table.columns.map((c, k) => ({ name: c.name, format: loaded.formats[k]! }));
}

/** Cells as text; null where missing. */
export function cells(loaded: LoadedTable, k: number): (string | null)[] {
  const column = loaded.table.columns[k]!;
  return Array.from({ length: loaded.table.rows }, (_, row) =>
    isMissing(column, row) ? null : formatCell(column, row, loaded.formats[k]!),
  );
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === "string" ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

export async function dataError(work: Promise<unknown>): Promise<DataError> {
  const error = await work.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(DataError);
  return error as DataError;
}
