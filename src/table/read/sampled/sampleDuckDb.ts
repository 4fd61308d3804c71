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
import { readsEnds, rowsPerEnd } from "./tailRows.ts";

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
  const hashed = withHashes(scanned);
  const last = await lastDrawn(connection, hashed, { rows: counted.rows, size });
  const drawn = `(${hashed.hash} < ${last.hash} OR (${hashed.hash} = ${last.hash} AND ${hashed.row} <= ${last.row}))`;
  const wanted: number[][] = [];
  const whole: WholeColumn[] = [];
  for (const [k, column] of columns.entries()) {
    const few =
      counted.distinct[k]! <= countedValues * 1.2 ? await countValues(connection, hashed, column) : null;
    whole.push({ ...counted.columns[k]!, ...few?.counted });
    wanted.push(few?.rows ?? []);
  }
  if (readsEnds(size)) wanted.push(...(await endRows(connection, hashed, columns)));
  const pins = choosePins(wanted, size, (row) => byHash({ row, hash: hash.of(row) }, last) <= 0);
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const pinned = pins.size === 0 ? "false" : `${hashed.row} IN (${[...pins].join(", ")})`;
  await connection.run(
    `CREATE TABLE source AS SELECT ${names}, ${hashed.row} FROM ${hashed.rows} WHERE ${drawn} OR ${pinned} ORDER BY ${hashed.row}`,
  );
  const reader = await connection.runAndReadAll(
    `SELECT ${hashed.row}::DOUBLE FROM source ORDER BY ${hashed.row}`,
  );
  await connection.run(`ALTER TABLE source DROP COLUMN ${hashed.row}`);
  const rows = reader.getRows().map(([row]) => Number(row));
  return {
    rows: counted.rows,
    hashes: Uint32Array.from(rows, (row) => hash.of(row)),
    pinned: Uint8Array.from(rows, (row) => (pins.has(row) ? 1 : 0)),
    columns: whole,
  };
}

/** What DuckDB scans with two more columns, in its own spelling: the number of a row and its hash. */
interface Hashed {
  readonly rows: string;
  readonly row: string;
  readonly hash: string;
}

function withHashes({ rows, rowName, columns }: Scanned): Hashed {
  const [row, hash] = ["row", "hash"].map((name) => identifier(freeName(name, columns))) as [string, string];
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const number = identifier(rowName);
  return {
    rows: `(SELECT ${names}, ${number} AS ${row}, row_hash(${number}::UBIGINT) AS ${hash} FROM ${rows})`,
    row,
    hash,
  };
}

/** A name that no column has; DuckDB tells names apart without regard to case. */
export function freeName(name: string, columns: readonly DuckDbColumn[]): string {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  let free = name;
  while (taken.has(free)) free += "_";
  return free;
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

/** Rows at both ends of each column of numbers or dates, of equal values those that come first. */
async function endRows(
  connection: Connection,
  { rows: from, row }: Hashed,
  columns: readonly DuckDbColumn[],
): Promise<number[][]> {
  const keys = columns.map(orderedBy).filter((key) => key !== null);
  if (keys.length === 0) return [];
  // of ends at the top the number of the row counts down, so that the first comes first
  const ends = keys.flatMap((key) => [
    `min({'k': ${key}, 'r': ${row}::DOUBLE}, ${rowsPerEnd}) FILTER (isfinite(${key}))`,
    `max({'k': ${key}, 'r': -${row}::DOUBLE}, ${rowsPerEnd}) FILTER (isfinite(${key}))`,
  ]);
  const reader = await connection.runAndReadAll(`SELECT ${ends.join(", ")} FROM ${from}`);
  const found = (reader.getRowsJson()[0] ?? []) as ({ readonly r: number }[] | null)[];
  return keys.map((_, k) =>
    [...(found[2 * k] ?? []), ...(found[2 * k + 1] ?? [])].map(({ r }) => Math.abs(Number(r))),
  );
}

/** A DOUBLE that orders the values of a column: numbers, moments, texts that are ISO dates. */
function orderedBy({ name, type }: DuckDbColumn): string | null {
  const column = identifier(name);
  if (isNumber(type)) return `${column}::DOUBLE`;
  if (/^(DATE|TIMESTAMP)/.test(type)) return `epoch_ms(${column}::TIMESTAMP)::DOUBLE`;
  if (type !== "VARCHAR") return null;
  return `CASE WHEN regexp_matches(${column}, '^\\d{4}-\\d{2}-\\d{2}([ T]|$)') THEN epoch_ms(try_cast(${column} AS TIMESTAMP))::DOUBLE END`;
}

/** The row of the highest hash among the `size` lowest. */
async function lastDrawn(
  connection: Connection,
  hashed: Hashed,
  { rows, size }: { readonly rows: number; readonly size: number },
): Promise<{ readonly row: number; readonly hash: number }> {
  // six standard deviations beyond the rows expected
  const below = Math.min(2 ** 32, Math.ceil(((size + 6 * Math.sqrt(size) + 50) / rows) * 2 ** 32));
  const reader = await connection.runAndReadAll(
    `SELECT ${hashed.row}::DOUBLE, ${hashed.hash}::DOUBLE FROM ${hashed.rows} WHERE ${hashed.hash} < ${below}`,
  );
  const found = reader.getRows().map(([row, hash]) => ({ row: Number(row), hash: Number(hash) }));
  return found.sort(byHash)[Math.min(size, found.length) - 1]!;
}

/** Counts the values of a column that has few, with the rows of the lowest hashes of each; null where it has more. */
async function countValues(
  connection: Connection,
  { rows: from, row, hash }: Hashed,
  { name }: DuckDbColumn,
): Promise<{ readonly counted: Pick<WholeColumn, "distinct" | "counts">; readonly rows: number[] } | null> {
  const column = identifier(name);
  const reader = await connection.runAndReadAll(
    `SELECT ${column}::VARCHAR, count(*)::DOUBLE, arg_min(${row}::DOUBLE, ${hash}, ${rowsPerValue}) FROM ${from} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ${countedValues + 1}`,
  );
  const values = reader.getRowsJson();
  if (values.length > countedValues) return null;
  const counts = new Map(values.map(([value, rows]) => [String(value), Number(rows)]));
  const rows = values.flatMap(([, count, lowest]) =>
    Number(count) >= rowsPerValue ? (lowest as number[]).map(Number) : [],
  );
  return { counted: { distinct: counts.size, counts }, rows };
}
