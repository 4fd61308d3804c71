import type { ColumnSpec } from "../config/columnSpec.ts";
import {
  type BinsColumn,
  type DomainColumn,
  type PublicColumns,
  stepOf,
  type UnfittedColumn,
  type ValuesColumn,
} from "../config/privacy/domain.ts";
import { targetOf } from "../config/resolveColumns.ts";
import { columnConfig, type SynthConfig } from "../config/schema.ts";
import type { Codebook } from "../models/circuit/tokens/codebook.ts";
import { Random } from "../numerics/random.ts";
import { type ColumnFormat, plainColumn } from "../table/format.ts";
import type { ColumnPlan } from "../transform/columns/columnKinds.ts";
import { patternPlan, readPattern } from "../transform/columns/ids/patterned.ts";
import type { RestorePlan } from "../transform/restorePlan.ts";

/** What a run knows of its columns without having seen a row: from the names of the file and the config alone. */
export interface PublicTable {
  readonly domain: readonly DomainColumn[];
  readonly specs: readonly ColumnSpec[];
  readonly restore: RestorePlan;
  /** One per column of the domain. */
  readonly books: readonly Codebook[];
}

/** @throws ModelError when a pattern cannot be read */
export function publicTable(
  config: SynthConfig,
  names: readonly string[],
  { fitted, others }: PublicColumns,
): PublicTable {
  const byName = new Map(fitted.map((column) => [column.name, column]));
  const unfitted = new Map(others.map((column) => [column.name, column]));
  const specs: ColumnSpec[] = [];
  const columns: ColumnPlan[] = [];
  const dropped: { name: string; reason: string }[] = [];
  for (const name of names) {
    const column = byName.get(name);
    const other = unfitted.get(name);
    const spec = specOf(config, name, column);
    specs.push(spec);
    if (column !== undefined) columns.push(planOf(column));
    else if (other?.kind === "id") columns.push(madeColumn(other, spec));
    else dropped.push({ name, reason: "dropped" });
  }
  return {
    domain: fitted,
    specs,
    restore: { version: 1, columns, dropped },
    books: fitted.map((column) => (column.kind === "values" ? valuesBook(column) : binsBook(column))),
  };
}

const plainText: ColumnFormat = { ...plainColumn, physical: "text", fileType: null };

function specOf(config: SynthConfig, name: string, column: DomainColumn | undefined): ColumnSpec {
  const given = columnConfig(config, name) ?? {};
  const isTarget = targetOf(config) === name;
  const isNumber = column?.kind === "bins" && column.sdtype === "numerical";
  return {
    name,
    sdtype:
      column === undefined
        ? given.type === "text"
          ? "text"
          : "id"
        : column.kind === "bins"
          ? column.sdtype
          : "categorical",
    role:
      column === undefined
        ? given.role === "drop"
          ? "drop"
          : "id"
        : isTarget
          ? "target"
          : (given.role ?? "feature"),
    format: formatOf(column),
    decimals: isNumber ? column.decimals : null,
    min: column?.kind === "bins" ? column.min : null,
    max: column?.kind === "bins" ? column.max : null,
    missing: given.missing ?? "model",
    maxCategories: 1_000_000,
    // listed values are public: none is emitted because a row has it
    minCategoryCount: 2,
    pattern: given.pattern ?? null,
  };
}

function formatOf(column: DomainColumn | undefined): ColumnFormat {
  if (column === undefined) return plainText;
  if (column.kind === "values") {
    if (column.output === "string") return plainText;
    const decimals = Math.max(...column.values.map((value) => value.split(".")[1]?.length ?? 0));
    return { ...plainText, physical: decimals === 0 ? "integer" : "decimal", decimals };
  }
  if (column.sdtype === "datetime")
    return {
      ...plainText,
      physical: stepOf(column.dateFormat!) < 86_400_000 ? "timestamp" : "date",
      dateFormat: column.dateFormat,
    };
  return {
    ...plainText,
    physical: column.decimals === 0 ? "integer" : "decimal",
    decimals: column.decimals,
  };
}

function planOf(column: DomainColumn): ColumnPlan {
  if (column.kind === "values") {
    const { name, values, output, missing } = column;
    return {
      kind: "category",
      name,
      output,
      categories: values,
      values: output === "number" ? values.map(Number) : null,
      counts: values.map(() => 1),
      rare: null,
      rareOutput: "redraw",
      missing,
    };
  }
  const { name, missing } = column;
  const { min, max, unit } = modelTerms(column);
  const fill = missing ? null : (min + max) / 2;
  if (column.sdtype === "datetime")
    return {
      kind: "datetime",
      name,
      unit,
      origin: column.min,
      min,
      max,
      fill,
      dateFormat: column.dateFormat,
    };
  return { kind: "number", name, decimals: column.decimals, step: 1, min, max, fill };
}

function madeColumn({ name, pattern }: UnfittedColumn, spec: ColumnSpec): ColumnPlan {
  if (pattern === null) return { kind: "counted", name, output: "number", start: 1, step: 1 };
  const none = { kind: "string", name, codes: new Int32Array(), dictionary: [] } as const;
  const unique = spec.sdtype === "id";
  return patternPlan(none, spec, { pattern: readPattern(spec, unique), unique, random: new Random(0) });
}

/** A column of bins as a model sees it: dates are ticks since the first one. */
function modelTerms({ sdtype, dateFormat, min, max, edges }: BinsColumn) {
  if (sdtype === "numerical") return { min, max, edges, unit: 1 };
  const unit = stepOf(dateFormat!);
  const ticks = (time: number) => (time - min) / unit;
  return { min: 0, max: Math.floor(ticks(max)), edges: edges.map(ticks), unit };
}

function valuesBook({ name, values, size, missing }: ValuesColumn): Codebook {
  const column = { kind: "discrete", name, categories: values, missing } as const;
  return { kind: "category", column, size, missing: missing ? size - 1 : -1 };
}

/** Values lie evenly within a bin, as far as anyone was told. */
function binsBook(column: BinsColumn): Codebook {
  const { name, size, missing } = column;
  const { min, max, edges } = modelTerms(column);
  const decimals = column.sdtype === "datetime" ? 0 : column.decimals;
  const count = edges.length - 1;
  const upper = edges.slice(1);
  return {
    kind: "number",
    column: { kind: "continuous", name, decimals, min, max, missing },
    size,
    missing: missing ? size - 1 : -1,
    tokens: {
      grid: decimals === null ? 0 : 10 ** -decimals,
      count,
      cuts: Float64Array.from(upper, (edge, t) => (t === count - 1 ? Number.POSITIVE_INFINITY : edge)),
      share: new Float64Array(count).fill(1 / count),
      atom: new Uint8Array(count),
      first: Int32Array.from({ length: count + 1 }, (_, t) => t),
      lo: Float64Array.from(edges.slice(0, -1)),
      hi: Float64Array.from(upper),
      level: new Float64Array(count),
    },
  };
}
