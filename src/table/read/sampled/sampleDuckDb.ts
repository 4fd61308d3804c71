import { type Connection, identifier } from "../../duckdb.ts";
import type { DuckDbColumn } from "../finishDuckDbColumn.ts";
import { choosePins } from "./choosePins.ts";
import { byHash, RowHash } from "./rowHash.ts";
import { sampleSize } from "./sampleSize.ts";
import {
  countedValues,
  rowsPerValue,
  type SampleRequest,
  type SourceSample,
  type WholeColumn,
} from "./sourceSample.ts";

/** A file as DuckDB scans it: `rows` gives its columns and, as `rowName`, the number of each row. */
export interface Scanned {
  readonly rows: string;
  readonly rowName: string;
  readonly columns: readonly DuckDbColumn[];
  readonly request: SampleRequest;
}

/**
 * Makes the table `source` of the rows drawn by a hash of row number and seed and, for each value of a column with few values, the rows
 * that it takes to learn it. DuckDB passes over the file several times and keeps none of its other rows.
 * @returns null, and makes nothing, where all rows are to be read
 */
export async function sampleDuckDb(connection: Connection, scanned: Scanned): Promise<SourceSample | null> {
  const { columns, request } = scanned;
  const counted = await countRows(connection, scanned);
  const size = sampleSize(
    { rows: counted.rows, columns: columns.length, rowBytes: 8 * columns.length },
    request,
  );
  if (size === null || size >= counted.rows) return null;
  const hash = new RowHash(request.seed);
  for (const macro of hash.macros) await connection.run(macro);
  const last = await lastDrawn(connection, scanned, { rows: counted.rows, size });
  const drawn = `(h < ${last.hash} OR (h = ${last.hash} AND r <= ${last.row}))`;
  const wanted: number[][] = [];
  const whole: WholeColumn[] = [];
  for (const [k, column] of columns.entries()) {
    const few =
      counted.distinct[k]! <= countedValues * 1.2 ? await countValues(connection, scanned, column) : null;
    whole.push({ ...counted.columns[k]!, ...few?.counted });
    wanted.push(few?.rows ?? []);
  }
  const pins = choosePins(wanted, size, (row) => byHash({ row, hash: hash.of(row) }, last) <= 0);
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const pinned = pins.size === 0 ? "false" : `r IN (${[...pins].join(", ")})`;
  await connection.run(
    `CREATE TABLE source AS SELECT ${names} FROM ${hashed(scanned)} WHERE ${drawn} OR ${pinned} ORDER BY r`,
  );
  const reader = await connection.runAndReadAll(
    `SELECT r::DOUBLE FROM ${hashed(scanned)} WHERE ${drawn} OR ${pinned} ORDER BY r`,
  );
  const rows = reader.getRows().map(([row]) => Number(row));
  return {
    rows: counted.rows,
    hashes: Uint32Array.from(rows, (row) => hash.of(row)),
    pinned: Uint8Array.from(rows, (row) => (pins.has(row) ? 1 : 0)),
    columns: whole,
  };
}

/** The rows with their numbers as `r` and hashes as `h`. */
function hashed({ rows, rowName, columns }: Scanned): string {
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  return `(SELECT ${names}, ${identifier(rowName)} AS r, row_hash(${identifier(rowName)}::UBIGINT) AS h FROM ${rows})`;
}

interface Counted {
  readonly rows: number;
  /** About how many values each column has. */
  readonly distinct: readonly number[];
  readonly columns: readonly WholeColumn[];
}

async function countRows(connection: Connection, { rows, columns }: Scanned): Promise<Counted> {
  const parts = columns.flatMap(({ name, type }) => {
    const column = identifier(name);
    const range = isNumber(type)
      ? `min(${column})::DOUBLE, max(${column})::DOUBLE`
      : "NULL::DOUBLE, NULL::DOUBLE";
    return `count(${column})::DOUBLE, approx_count_distinct(${column})::DOUBLE, ${range}`;
  });
  const reader = await connection.runAndReadAll(`SELECT count(*)::DOUBLE, ${parts.join(", ")} FROM ${rows}`);
  const row = reader.getRows()[0]!.map((value) => (value === null ? null : Number(value)));
  const all = row[0]!;
  return {
    rows: all,
    distinct: columns.map((_, k) => row[4 * k + 2]!),
    columns: columns.map(({ name }, k) => ({
      name,
      missing: all - row[4 * k + 1]!,
      distinct: null,
      min: row[4 * k + 3]!,
      max: row[4 * k + 4]!,
      counts: null,
    })),
  };
}

function isNumber(type: string): boolean {
  return /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL)/.test(type);
}

/** The row of the highest hash among the `size` lowest. */
async function lastDrawn(
  connection: Connection,
  scanned: Scanned,
  { rows, size }: { readonly rows: number; readonly size: number },
): Promise<{ readonly row: number; readonly hash: number }> {
  // six standard deviations beyond the rows expected
  const below = Math.min(2 ** 32, Math.ceil(((size + 6 * Math.sqrt(size) + 50) / rows) * 2 ** 32));
  const reader = await connection.runAndReadAll(
    `SELECT r::DOUBLE, h::DOUBLE FROM ${hashed(scanned)} WHERE h < ${below}`,
  );
  const found = reader.getRows().map(([row, hash]) => ({ row: Number(row), hash: Number(hash) }));
  return found.sort(byHash)[Math.min(size, found.length) - 1]!;
}

/** Counts the values of a column that has few, with the rows of the lowest hashes of each; null where it has more. */
async function countValues(
  connection: Connection,
  scanned: Scanned,
  { name }: DuckDbColumn,
): Promise<{ readonly counted: Pick<WholeColumn, "distinct" | "counts">; readonly rows: number[] } | null> {
  const column = identifier(name);
  const reader = await connection.runAndReadAll(
    `SELECT ${column}::VARCHAR, count(*)::DOUBLE, arg_min(r::DOUBLE, h, ${rowsPerValue}) FROM ${hashed(scanned)} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${countedValues + 1}`,
  );
  const values = reader.getRowsJson();
  if (values.length > countedValues) return null;
  const counts = new Map(values.map(([value, rows]) => [String(value), Number(rows)]));
  const rows = values.flatMap(([, count, lowest]) =>
    Number(count) >= rowsPerValue ? (lowest as number[]).map(Number) : [],
  );
  return { counted: { distinct: counts.size, counts }, rows };
}
