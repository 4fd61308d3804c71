import { rm, stat } from "node:fs/promises";
import { DataError } from "../dataError.ts";
import { identifier, literal, withDuckDb } from "../duckdb.ts";
import { type ColumnFormat, plainCsv } from "../format.ts";
import { pathError } from "../pathError.ts";
import type { Table } from "../table.ts";
import { csvLayout } from "./csvLayout.ts";
import { OutputFile } from "./outputFile.ts";
import type { OutputColumn, TableWriter } from "./tableWriter.ts";
import { openTextWriter } from "./textWriter.ts";

/**
 * Parquet: rows go to a plain CSV beside the output as they come, which DuckDB turns into Parquet at `close`, so that memory
 * does not grow with the rows. Columns get the types they had in a Parquet source, else the nearest.
 */
export async function openParquetWriter(
  path: string,
  columns: readonly OutputColumn[],
): Promise<TableWriter> {
  const output = await OutputFile.open(path);
  const csvPath = `${output.temporaryPath}.csv`;
  const plain = columns.map((c, k) => ({ name: `c${k}`, format: plainFormat(c.format) }));
  const rows = await openTextWriter(csvPath, plainCsv, csvLayout(plainCsv, plain)).catch(
    async (error: unknown) => {
      await output.discard();
      throw error;
    },
  );
  const notBoolean = new Set<number>();
  const discard = async () => {
    await rows.abort();
    await output.discard();
    await rm(csvPath, { force: true }).catch(() => undefined);
  };
  return {
    async write(table) {
      noteWords(table, columns, notBoolean);
      try {
        await rows.write(table);
      } catch (error) {
        await discard();
        throw error instanceof DataError ? named(error, csvPath, path) : error;
      }
    },
    async close() {
      try {
        const written = await rows.close();
        const types = columns.map((c, k) => typeOf(c.format, notBoolean.has(k)));
        await convert(csvPath, output.temporaryPath, columns, types);
        await output.commit();
        return { rows: written.rows, bytes: (await stat(output.path)).size };
      } catch (error) {
        throw error instanceof DataError ? named(error, csvPath, path) : duckDbWriteError(error, path);
      } finally {
        await discard();
      }
    },
    abort: discard,
  };
}

/** ISO dates, decimal points (but in numbers with affixes, which are text), all text in quotes, missing as nothing. */
function plainFormat(format: ColumnFormat): ColumnFormat {
  if (format.affix !== undefined) return { ...format, quoted: true, missingToken: "" };
  const text = format.physical === "text" || format.physical === "boolean";
  const dateFormat =
    format.physical === "date"
      ? "%Y-%m-%d"
      : format.physical === "timestamp"
        ? `%Y-%m-%d %H:%M:%S%f${format.fileType === "TIMESTAMP WITH TIME ZONE" ? "+00:00" : ""}`
        : format.physical === "time"
          ? "%H:%M:%S%f"
          : null;
  const { dateForms: _, ...rest } = format;
  return { ...rest, quoted: text, missingToken: "", decimalPoint: ".", dateFormat };
}

function typeOf(format: ColumnFormat, notBoolean: boolean): string {
  if (format.fileType !== null && !(format.fileType === "BOOLEAN" && notBoolean)) return format.fileType;
  if (format.affix !== undefined) return "VARCHAR";
  switch (format.physical) {
    case "integer":
      return "BIGINT";
    case "decimal":
      return "DOUBLE";
    case "boolean":
      return notBoolean ? "VARCHAR" : "BOOLEAN";
    case "date":
      return "DATE";
    case "timestamp":
      return "TIMESTAMP";
    case "time":
      return "TIME";
    case "text":
      return "VARCHAR";
  }
}

/** Boolean columns spelled other than true and false stay text. */
function noteWords(table: Table, columns: readonly OutputColumn[], notBoolean: Set<number>): void {
  for (const [k, { format }] of columns.entries()) {
    const column = table.columns[k]!;
    if (format.physical !== "boolean" || column.kind !== "string" || notBoolean.has(k)) continue;
    if (column.dictionary.some((word) => !/^(true|false)$/i.test(word))) notBoolean.add(k);
  }
}

async function convert(
  csvPath: string,
  parquetPath: string,
  columns: readonly OutputColumn[],
  types: readonly string[],
): Promise<void> {
  const read = columns.map((_, k) => `c${k}: 'VARCHAR'`).join(", ");
  const casts = columns.map((c, k) => `c${k}::${types[k]} AS ${identifier(c.name)}`).join(", ");
  const copy = `COPY (SELECT ${casts} FROM read_csv(${literal(csvPath)}, auto_detect=false, header=true, delim=',', quote='"', escape='"',
    new_line='\\n', nullstr='', allow_quoted_nulls=false, max_line_size=16777216, buffer_size=16777216, columns={${read}}))
    TO ${literal(parquetPath)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`;
  // With more threads DuckDB holds finished row groups until their turn comes: gigabytes for ten million rows.
  await withDuckDb([csvPath, parquetPath], (connection) => connection.run(copy), 1);
}

/** The error with the output's name in place of the file in between. */
function named(error: DataError, between: string, path: string): DataError {
  return new DataError(error.code, path, error.message.replaceAll(between, path));
}

function duckDbWriteError(error: unknown, path: string): unknown {
  const text = (error as Error).message ?? "";
  if (/No space left|disk full/i.test(text))
    return pathError(Object.assign(new Error(text), { code: "ENOSPC" }), path, "write");
  const system = pathError(error, path, "write");
  return system === error
    ? new DataError("cannot-write", path, `cannot write ${path}: ${text.split("\n")[0]}`)
    : system;
}
