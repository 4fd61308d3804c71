import { resolve } from "node:path";
import { DataError } from "../dataError.ts";
import { type Connection, exactPath, identifier, literal, withDuckDb } from "../duckdb.ts";
import type { FileFormat } from "../format.ts";
import { makeTable } from "../table.ts";
import { refuseTooWide } from "../wideTable.ts";
import { pickColumns } from "./columnNames.ts";
import { describeColumn, fetchColumns } from "./duckDbColumns.ts";
import type { FileHead } from "./fileHead.ts";
import type { DuckDbColumn } from "./finishDuckDbColumn.ts";
import { refuseDeepJson } from "./jsonDepth.ts";
import { findJsonFault } from "./jsonFault.ts";
import {
  dateFormatsOf,
  type LeftOutColumn,
  type ReadNote,
  type ReadOptions,
  type ReadResult,
} from "./readOptions.ts";
import { freeName, sampleDuckDb } from "./sampled/sampleDuckDb.ts";

/** Reads Parquet, JSON (an array of flat objects) or NDJSON through DuckDB. */
export async function readDuckDb(path: string, head: FileHead, options: ReadOptions): Promise<ReadResult> {
  const file = resolve(path);
  return withDuckDb([file, exactPath(file)], async (connection) => {
    try {
      return await readFile(connection, path, head, options);
    } catch (error) {
      throw await duckDbError(error, path, head.type, head);
    }
  });
}

async function readFile(
  connection: Connection,
  path: string,
  head: FileHead,
  options: ReadOptions,
): Promise<ReadResult> {
  const file = resolve(path);
  if (head.type !== "parquet") await refuseDeepJson(path, head);
  const source =
    head.type === "parquet"
      ? `read_parquet(${literal(exactPath(file))}, hive_partitioning=false)`
      : jsonSource(file, head);
  const described = await describe(connection, source);
  refuseTooWide(described.length, path);
  if (head.type !== "parquet" && /^(\ufeff)?\s*(\[\s*\]\s*)?$/.test(head.bytes.toString("utf8", 0, 1000)))
    throw noRows(path);
  if (head.type !== "parquet" && described.length === 1 && described[0]!.name === "json")
    throw new DataError(
      "not-objects",
      path,
      `${path} holds JSON values that are not objects. Write one object per row, such as {"age": 39, "sex": "f"}.`,
    );
  const picked = pickColumns(
    described.map((c) => c.name),
    options.columns,
    path,
  ).map((k) => described[k]!);
  if (head.type !== "parquet") await refuseRenamed(connection, described, { path, head });
  refuseEmptyNames(picked, path);
  const leftOut: LeftOutColumn[] = picked.flatMap((column) => {
    const what = unreadable(column);
    return what === undefined ? [] : [{ name: column.name, what }];
  });
  const isLeftOut = (name: string) => leftOut.some((column) => column.name === name);
  const read = picked.filter(({ name }) => !isLeftOut(name));
  if (read.length === 0) throw nothingFlat(path, leftOut);
  const typed = head.type === "parquet" ? source : jsonSource(file, head, described);
  const sample =
    options.sample === undefined
      ? null
      : await sampleDuckDb(connection, {
          ...numberedRows(file, head, { typed, described }),
          columns: read,
          request: options.sample,
        });
  if (sample === null) {
    const limit = options.maxRows === undefined ? "" : ` LIMIT ${Math.max(0, Math.floor(options.maxRows))}`;
    const names = read.map((c) => identifier(c.name)).join(", ");
    await connection.run(
      `CREATE ${head.type === "parquet" && limit === "" ? "VIEW" : "TABLE"} source AS SELECT ${names} FROM ${typed}${limit}`,
    );
  }
  const notes: ReadNote[] = [];
  const fetched = await fetchColumns(
    connection,
    read.map((c) =>
      describeColumn(
        c.name,
        head.type === "parquet" ? c.type : jsonType(c.type),
        head.type === "parquet",
        options.asWritten ? null : dateFormatsOf(options, c.name),
      ),
    ),
    notes,
  );
  const isNested = read.map(({ name, type }, k) => {
    if (type !== "JSON") return false;
    const column = fetched.columns[k]!;
    if (column.kind === "string" && column.dictionary.some((text) => /^[[{]/.test(text))) {
      leftOut.push({ name, what: "objects or arrays among other values" });
      return true;
    }
    notes.push({ column: name, text: "numbers and text are mixed: read as text" });
    return false;
  });
  const columns = fetched.columns.filter((_, k) => !isNested[k]);
  if (columns.length === 0) throw nothingFlat(path, leftOut);
  const table = makeTable(columns);
  if (table.rows === 0) throw noRows(path);
  for (const { name, what } of leftOut)
    notes.push({
      text: `column "${name}" holds ${what}: it is left out (make plain columns of its parts to keep them)`,
    });
  return {
    table,
    format: fileFormat(head),
    formats: fetched.formats.filter((_, k) => !isNested[k]),
    notes,
    leftOut,
    ...(sample && { sample: { ...sample, columns: sample.columns.filter((_, k) => !isNested[k]) } }),
  };
}

/** The rows of the file with a number each, in a column whose name is none of the file's. */
function numberedRows(
  file: string,
  head: FileHead,
  { typed, described }: { readonly typed: string; readonly described: readonly DuckDbColumn[] },
): { readonly rows: string; readonly rowName: string } {
  const rowName = freeName("file_row_number", described);
  // DuckDB numbers the rows of a Parquet file itself, under this name alone
  const rows =
    head.type === "parquet" && rowName === "file_row_number"
      ? `read_parquet(${literal(exactPath(file))}, hive_partitioning=false, file_row_number=true)`
      : `(SELECT *, row_number() OVER () - 1 AS ${identifier(rowName)} FROM ${typed})`;
  return { rows, rowName };
}

/** `columns`: those of a typed reading; "objects": the rows as JSON, in a column of that name. */
function jsonSource(file: string, head: FileHead, columns?: readonly DuckDbColumn[] | "objects"): string {
  const layout = isArray(head)
    ? "array"
    : head.type === "ndjson" && !hasMark(head)
      ? "newline_delimited"
      : "unstructured";
  const options = [
    `format='${layout}'`,
    "maximum_object_size=67108864",
    ...(head.compression === "none" ? [] : [`compression='${head.compression}'`]),
  ];
  if (columns === "objects")
    return `read_json_objects(${literal(exactPath(file))}, hive_partitioning=false, ${options.join(", ")})`;
  if (columns === undefined)
    options.push("sample_size=-1", "map_inference_threshold=-1", "field_appearance_threshold=0");
  else
    options.push(
      `columns={${columns.map((c) => `${identifier(c.name)}: ${literal(jsonType(c.type))}`).join(", ")}}`,
    );
  return `read_json(${literal(exactPath(file))}, hive_partitioning=false, ${options.join(", ")})`;
}

/** An array of rows rather than one row after the other, whatever the file's extension. */
function isArray(head: FileHead): boolean {
  return /^(\ufeff)?\s*\[/.test(head.bytes.toString("utf8", 0, 1000));
}

function hasMark(head: FileHead): boolean {
  return head.bytes[0] === 0xef && head.bytes[1] === 0xbb && head.bytes[2] === 0xbf;
}

/** Dates in JSON are text: they keep their spelling, and their type is found as in CSV. */
function jsonType(inferred: string): string {
  return /^(BIGINT|UBIGINT|HUGEINT|DOUBLE|BOOLEAN)$/.test(inferred) ? inferred : "VARCHAR";
}

async function describe(connection: Connection, source: string): Promise<DuckDbColumn[]> {
  const reader = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  return reader.getRows().map((row) => ({ name: String(row[0]), type: String(row[1]) }));
}

/** What a column holds that no plain column can; undefined for the others. */
function unreadable({ type }: DuckDbColumn): string | undefined {
  if (/\[\d*\]$|^(STRUCT|MAP|UNION|LIST|VARIANT)\b/.test(type)) return `nested values (${shorten(type)})`;
  return /^(BLOB|BIT|GEOMETRY)/.test(type) ? `binary data (${type})` : undefined;
}

function shorten(type: string): string {
  return type.length > 60 ? `${type.slice(0, 57)}…` : type;
}

/**
 * DuckDB renames a key that is empty (`C1`) or differs from another in case only (`A_1`), and would find nothing, or the values of
 * another column, under the new name.
 */
async function refuseRenamed(
  connection: Connection,
  described: readonly DuckDbColumn[],
  { path, head }: { readonly path: string; readonly head: FileHead },
): Promise<void> {
  if (!described.some(({ name }) => /^C\d+$|_\d+$/.test(name))) return;
  const objects = jsonSource(resolve(path), head, "objects");
  const reader = await connection.runAndReadAll(`SELECT DISTINCT unnest(json_keys(json)) FROM ${objects}`);
  const keys = reader.getRows().map((row) => String(row[0]));
  const known = new Set(keys);
  if (described.every(({ name }) => known.has(name))) return;
  if (keys.some((key) => key.trim() === "")) throw emptyName(path);
  const seen = new Map<string, string>();
  for (const key of keys.sort()) {
    const other = seen.get(key.toLowerCase());
    if (other !== undefined)
      throw new DataError(
        "duplicate-column-name",
        path,
        `${path}: columns "${other}" and "${key}" differ in upper and lower case only. Rename one of them.`,
        { column: key },
      );
    seen.set(key.toLowerCase(), key);
  }
}

function refuseEmptyNames(columns: readonly DuckDbColumn[], path: string): void {
  if (columns.some(({ name }) => name.trim() === "")) throw emptyName(path);
}

function emptyName(path: string): DataError {
  return new DataError(
    "empty-column-name",
    path,
    `${path}: a column has no name. Name it, or leave it out of the file.`,
  );
}

function nothingFlat(path: string, leftOut: readonly LeftOutColumn[]): DataError {
  const [first] = leftOut;
  return new DataError(
    "nested-column",
    path,
    `${path}: no column can be read: "${first!.name}" holds ${first!.what}. Flatten it into plain columns.`,
    { column: first!.name },
  );
}

function noRows(path: string): DataError {
  return new DataError("no-rows", path, `${path} has no rows. Give a file with at least two rows.`);
}

function fileFormat(head: FileHead): FileFormat {
  return {
    type: head.type === "parquet" ? "parquet" : isArray(head) ? "json" : "ndjson",
    delimiter: ",",
    quote: '"',
    quoting: "minimal",
    newline: "\n",
    bom: false,
    encoding: "utf-8",
    compression: head.type !== "parquet" && head.compression === "gzip" ? "gzip" : "none",
  };
}

async function duckDbError(
  error: unknown,
  path: string,
  type: FileHead["type"],
  head: FileHead,
): Promise<unknown> {
  if (error instanceof DataError || !(error instanceof Error)) return error;
  const text = error.message.split("\n")[0]!;
  if (/Out of Memory/i.test(text))
    return new DataError(
      "too-large",
      path,
      `${path} needs more memory than there is. Read fewer rows or columns.`,
    );
  // errors of conversion quote the value, which may be of one person
  const ofValue = /could not (?:convert|cast)|can't be cast|out of range|overflow/i.test(text);
  const what = (ofValue ? "a value is out of the range of its type" : text)
    .replace(/^[A-Za-z ]+ Error: /, "")
    .replace(/ in file ("[^"]*"|'[^']*')/, "")
    .replace(/\{.*\}/, "{…}")
    .trim();
  if (type !== "parquet" && /has duplicate column name/.test(text))
    return new DataError(
      "duplicate-column-name",
      path,
      `${path}: two of its columns cannot be told apart: one has no name, or their names differ in upper and lower case only. Rename one of them.`,
    );
  if (type === "parquet")
    return new DataError(
      "corrupt-parquet",
      path,
      `${path} cannot be read as Parquet (${what}). Export it again.`,
    );
  const fault = await findJsonFault(path, head);
  if (fault !== undefined) return fault;
  return new DataError(
    "corrupt-json",
    path,
    `${path} cannot be read as ${type === "json" ? "JSON" : "NDJSON"}: ${what}`,
  );
}
