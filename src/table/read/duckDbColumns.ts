import { inferDuration } from "../cells/durationForm.ts";
import { type Connection, identifier } from "../duckdb.ts";
import type { ColumnFormat } from "../format.ts";
import { isBooleanPair } from "../infer/booleanPair.ts";
import { durationFormat } from "../infer/durationFormat.ts";
import { type InferredNumbers, inferAffix } from "../infer/inferAffix.ts";
import type { Column } from "../table.ts";
import { readDates } from "./readDates.ts";
import type { ReadNote } from "./readOptions.ts";

export interface DuckDbColumn {
  readonly name: string;
  /** DuckDB's type name, e.g. `DECIMAL(9,2)`. */
  readonly type: string;
}

type Kind = "integer" | "decimal" | "text" | "boolean" | "date" | "timestamp" | "time";

export interface TypedColumn extends DuckDbColumn {
  readonly kind: Kind;
  /** Its type is kept for writing. */
  readonly keepType: boolean;
  /** Patterns of its dates where several fit. */
  readonly dateFormats: readonly string[];
}

export function describeColumn(
  name: string,
  type: string,
  keepType: boolean,
  dateFormats: readonly string[] = [],
): TypedColumn {
  return { name, type, keepType, kind: kindOf(type), dateFormats };
}

function kindOf(type: string): Kind {
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
    const done = finish(column, kinds[k]!, values[k]!, dictionaries[k]?.texts, notes);
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
async function inexactAsText(connection: Connection, described: readonly TypedColumn[]): Promise<Kind[]> {
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

const plain: Omit<ColumnFormat, "physical" | "fileType"> = {
  decimals: null,
  fixedDecimals: false,
  keepPoint: false,
  dateFormat: null,
  missingToken: "",
  decimalPoint: ".",
};

function finish(
  { name, type, keepType, dateFormats }: TypedColumn,
  kind: Kind,
  values: Float64Array,
  dictionary: readonly string[] | undefined,
  notes: ReadNote[],
): { column: Column; format: ColumnFormat } {
  const fileType = keepType ? type : null;
  if (dictionary !== undefined) {
    const dates = keepType
      ? null
      : readDates(dictionary, {
          name,
          dictionary,
          rows: () => rowsOfCodes(values, dictionary.length),
          total: values.length,
          preferred: dateFormats,
        });
    if (dates !== null) {
      notes.push(...dates.warnings.map((text) => ({ column: name, text })));
      const { formOf } = dates;
      return {
        column: {
          kind: "datetime",
          name,
          values: values.map((c) => (c < 0 ? Number.NaN : dates.values[c]!)),
          ...(formOf && { forms: Uint8Array.from(values, (c) => (c < 0 ? 0 : formOf[c]!)) }),
        },
        format: { ...plain, ...dates.format, fileType },
      };
    }
    const durations = kind === "text" && !keepType ? inferDuration(dictionary) : null;
    if (durations !== null)
      return {
        column: {
          kind: "number",
          name,
          values: values.map((c) => (c < 0 ? Number.NaN : durations.values[c]!)),
        },
        format: { ...plain, ...durationFormat(durations), fileType },
      };
    const numbers = kind === "text" && !/INT$/.test(type) ? affixed(dictionary, values) : null;
    if (numbers !== null)
      return {
        column: {
          kind: "number",
          name,
          values: values.map((c) => (c < 0 ? Number.NaN : numbers.values[c]!)),
        },
        format: { ...plain, ...numbers.spelling, affix: numbers.affix, fileType },
      };
    const boolean = kind === "boolean" || isBooleanPair(dictionary);
    return {
      column: { kind: "string", name, codes: Int32Array.from(values), dictionary },
      format: {
        ...plain,
        physical: boolean ? "boolean" : "text",
        fileType: kind === "boolean" ? "BOOLEAN" : /INT$/.test(type) ? type : fileType,
      },
    };
  }
  if (kind === "date" || kind === "timestamp" || kind === "time") {
    return {
      column: { kind: "datetime", name, values },
      format: {
        ...plain,
        physical: kind,
        decimals: fractionDigits(values),
        dateFormat: pattern(kind, type),
        fileType,
      },
    };
  }
  let infinite = 0;
  for (let i = 0; i < values.length; i++)
    if (Math.abs(values[i]!) === Number.POSITIVE_INFINITY) {
      values[i] = Number.NaN;
      infinite++;
    }
  if (infinite > 0) notes.push({ column: name, text: `${infinite} infinite values read as missing` });
  if (type === "INTERVAL") {
    const form = { style: "clock", parts: 3, digits: 2 } as const;
    const decimals = Math.min(6, decimalsOf(values, false) ?? 6);
    return {
      column: { kind: "number", name, values },
      format: { ...plain, ...durationFormat({ form, decimals, fixed: false }), fileType },
    };
  }
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  const decimals =
    kind === "integer" ? 0 : scale === undefined ? decimalsOf(values, type === "FLOAT") : Number(scale);
  return {
    column: { kind: "number", name, values },
    format: {
      ...plain,
      physical: kind === "integer" ? "integer" : "decimal",
      decimals,
      ...(decimals === null ? significantOf(values) : {}),
      fixedDecimals: scale !== undefined && Number(scale) > 0,
      keepPoint: kind === "decimal" && scale === undefined && keepType,
      fileType,
    },
  };
}

function rowsOfCodes(codes: Float64Array, entries: number): Float64Array {
  const counts = new Float64Array(entries);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

function affixed(dictionary: readonly string[], codes: Float64Array): InferredNumbers | null {
  const present = codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
  return inferAffix(dictionary, { unique: present === dictionary.length, decimalComma: false });
}

const maxDecimals = 15;

/** Smallest number of decimals that writes all values exactly; null beyond 15. */
function decimalsOf(values: Float64Array, single: boolean): number | null {
  let decimals = 0;
  let scale = 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    for (;;) {
      const rounded = Math.round(v * scale) / scale;
      if (rounded === v || (single && Math.fround(rounded) === v)) break;
      if (++decimals > maxDecimals) return null;
      scale = 10 ** decimals;
    }
  }
  return decimals;
}

/** Significant digits that write all values exactly, if at most 15. */
function significantOf(values: Float64Array): Pick<ColumnFormat, "significant"> {
  let most = 1;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    while (Number(v.toPrecision(most)) !== v) if (++most > maxDecimals) return {};
  }
  return { significant: most };
}

/** Digits of a second's fraction that the milliseconds need, at most 6. */
function fractionDigits(values: Float64Array): number {
  let digits = 0;
  let unit = 1e6;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    const micros = Math.round(values[i]! * 1000);
    while (micros % unit !== 0) {
      digits++;
      unit /= 10;
    }
  }
  return digits;
}

function pattern(kind: Kind, type: string): string {
  if (kind === "date") return "%Y-%m-%d";
  if (kind === "time") return "%H:%M:%S%f";
  return type === "TIMESTAMP WITH TIME ZONE" ? "%Y-%m-%d %H:%M:%S%f+00:00" : "%Y-%m-%d %H:%M:%S%f";
}
