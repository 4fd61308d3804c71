import { type Connection, identifier } from "../duckdb.ts";
import type { ColumnFormat } from "../format.ts";
import type { Column } from "../table.ts";
import { type DuckDbKind, finishDuckDbColumn, type TypedColumn } from "./finishDuckDbColumn.ts";
import type { ReadNote } from "./readOptions.ts";

export function describeColumn(
  name: string,
  type: string,
  keepType: boolean,
  dateFormats: readonly string[] | null = [],
): TypedColumn {
  return { name, type, keepType, kind: kindOf(type), dateFormats };
}

function kindOf(type: string): DuckDbKind {
  if (/^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/.test(type)) return "integer";
  if (/^(FLOAT|DOUBLE|DECIMAL|INTERVAL)/.test(type)) return "decimal";
  if (type === "BOOLEAN") return "boolean";
  if (type === "DATE") return "date";
  if (/^TIMESTAMP/.test(type)) return "timestamp";
  return type === "TIME" ? "time" : "text";
}

/** Columns of the view `source`, with how they are to be written. */
export async function fetchColumns(
  connection: Connection,
  described: readonly TypedColumn[],
  notes: ReadNote[],
): Promise<{ columns: Column[]; formats: ColumnFormat[] }> {
  const kinds = await inexactAsText(connection, described);
  const rows = Number((await connection.runAndReadAll("SELECT count(*)::DOUBLE FROM source")).value(0, 0));
  const texts = kinds.map((kind) => kind === "text" || kind === "boolean");
  const distinct = await distinctCounts(connection, described, texts);
  const dictionaries: (Dictionary | undefined)[] = [];
  const selects: string[] = [];
  for (const [k, column] of described.entries()) {
    const name = identifier(column.name);
    if (!texts[k]) {
      dictionaries.push(undefined);
      selects.push(`coalesce(${number(name, column.type)}, 'NaN')`);
    } else if (distinct[k]! <= maxEnumEntries) {
      dictionaries.push(new Dictionary(await makeEnum(connection, name, `entries${k}`)));
      selects.push(`coalesce(enum_code((${name}::VARCHAR)::entries${k}), -1)::DOUBLE`);
    } else {
      dictionaries.push(new Dictionary([]));
      selects.push(`${name}::VARCHAR`);
    }
  }
  const values = await fetchValues(connection, selects, dictionaries, rows);
  const columns: Column[] = [];
  const formats: ColumnFormat[] = [];
  for (const [k, column] of described.entries()) {
    const done = finishDuckDbColumn(
      { ...column, kind: kinds[k]!, values: values[k]!, dictionary: dictionaries[k]?.texts },
      notes,
    );
    columns.push(done.column);
    formats.push(done.format);
  }
  return { columns, formats };
}

/** Beyond this many, DuckDB's enums cost more than looking each text up here. */
const maxEnumEntries = 5000;

/** Distinct texts in order of arrival. */
class Dictionary {
  readonly texts: string[];
  readonly #codes = new Map<string, number>();

  constructor(texts: string[]) {
    this.texts = texts;
  }

  code(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

/** One array per selected expression: numbers as they are, texts as codes. */
async function fetchValues(
  connection: Connection,
  selects: readonly string[],
  dictionaries: readonly (Dictionary | undefined)[],
  rows: number,
): Promise<Float64Array[]> {
  const { DuckDBDoubleVector, DuckDBVarCharVector } = await import("@duckdb/node-api");
  const values = selects.map(() => new Float64Array(rows));
  const result = await connection.stream(`SELECT ${selects.join(", ")} FROM source`);
  let at = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return values;
    const n = chunk.rowCount;
    for (let k = 0; k < values.length; k++) {
      const vector = chunk.getColumnVector(k);
      const out = values[k]!;
      if (vector instanceof DuckDBDoubleVector)
        for (let i = 0; i < n; i++) out[at + i] = vector.getItem(i) ?? Number.NaN;
      else if (vector instanceof DuckDBVarCharVector)
        for (let i = 0; i < n; i++) {
          const text = vector.getItem(i);
          out[at + i] = text === null ? -1 : dictionaries[k]!.code(text);
        }
      else throw new TypeError(`unexpected type ${vector.type} of column ${k + 1}`);
    }
    at += n;
  }
}

/** About how many different values each text column has; 0 for others. */
async function distinctCounts(
  connection: Connection,
  described: readonly TypedColumn[],
  texts: readonly boolean[],
): Promise<number[]> {
  const selects = described.map((c, k) =>
    texts[k] ? `approx_count_distinct(${identifier(c.name)})::DOUBLE` : "0::DOUBLE",
  );
  const reader = await connection.runAndReadAll(`SELECT ${selects.join(", ")} FROM source`);
  return described.map((_, k) => Number(reader.value(k, 0)));
}

/** Integers beyond 2^53 and decimals of more than 15 digits would lose digits as numbers. */
async function inexactAsText(
  connection: Connection,
  described: readonly TypedColumn[],
): Promise<DuckDbKind[]> {
  const kinds = described.map((c) => c.kind);
  const doubtful = described.flatMap((c, k) => {
    const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(c.type) ?? [];
    if (/(BIGINT|HUGEINT)$/.test(c.type)) return [{ k, limit: "9007199254740991" }];
    return Number(precision) > 15 ? [{ k, limit: `${2 ** 53 / 10 ** Number(scale)}` }] : [];
  });
  if (doubtful.length === 0) return kinds;
  const reader = await connection.runAndReadAll(
    `SELECT ${doubtful.map(({ k, limit }) => `coalesce(max(abs(${identifier(described[k]!.name)}::DOUBLE)) > ${limit}, false)`).join(", ")} FROM source`,
  );
  for (const [i, { k }] of doubtful.entries()) if (reader.value(i, 0) === true) kinds[k] = "text";
  return kinds;
}

/** All distinct values in code unit order, as an enum type of that name. */
async function makeEnum(connection: Connection, name: string, type: string): Promise<string[]> {
  await connection.run(
    `CREATE TYPE ${type} AS ENUM (SELECT DISTINCT ${name}::VARCHAR AS v FROM source WHERE v IS NOT NULL ORDER BY v)`,
  );
  const reader = await connection.runAndReadAll(`SELECT unnest(enum_range(NULL::${type}))::VARCHAR`);
  return reader.getColumns()[0]?.map(String) ?? [];
}

function number(name: string, type: string): string {
  if (type === "INTERVAL") return `epoch(${name})::DOUBLE`;
  if (type === "TIMESTAMP_NS") return `epoch_ns(${name})::DOUBLE / 1e6`;
  if (/^(TIMESTAMP|DATE|TIME)/.test(type)) return `epoch_us(${name})::DOUBLE / 1000`;
  return `${name}::DOUBLE`;
}
