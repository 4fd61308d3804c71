import { parseIsoDate } from "../isoDate.ts";
import { type ColumnConfig, columnConfig, type SynthConfig } from "../schema.ts";

/** What a column may hold, by what the config says and nothing else. Tokens 0 … size − 1; a missing value is the last one. */
export type DomainColumn = ValuesColumn | BinsColumn;

interface DomainBase {
  readonly name: string;
  /** Number of tokens. */
  readonly size: number;
  /** Whether a value may be missing. */
  readonly missing: boolean;
}

/** A list of values; a value that is not in it does not count. */
export interface ValuesColumn extends DomainBase {
  readonly kind: "values";
  /** As they are written. */
  readonly values: readonly string[];
  readonly output: "string" | "number";
}

/** Numbers, or dates as epoch ms, in bins; a value outside lies in the first or last one. */
export interface BinsColumn extends DomainBase {
  readonly kind: "bins";
  readonly sdtype: "numerical" | "datetime";
  readonly min: number;
  readonly max: number;
  /** Bounds of the bins, ascending: one more than there are bins. */
  readonly edges: readonly number[];
  readonly decimals: number | null;
  /** Of datetimes. */
  readonly dateFormat: string | null;
}

/** A column without a domain: left out, or made without looking at it. */
export interface UnfittedColumn {
  readonly name: string;
  readonly kind: "id" | "dropped";
  readonly pattern: string | null;
}

export interface PublicColumns {
  readonly fitted: readonly DomainColumn[];
  readonly others: readonly UnfittedColumn[];
  /** Columns whose domain the config leaves open. */
  readonly open: readonly string[];
}

/** Bins of a number or date where the config does not say. */
const defaultBins = 20;

const day = 86_400_000;

/** The columns of a file, whose names are public, as a config declares them. */
export function declaredColumns(config: SynthConfig, names: readonly string[]): PublicColumns {
  const fitted: DomainColumn[] = [];
  const others: UnfittedColumn[] = [];
  const open: string[] = [];
  for (const name of names) {
    const given = columnConfig(config, name) ?? {};
    const isUnit = config.privacy?.unit === name;
    // how dates are written is bought with the rest: the config's format may come from the data
    const isBought = config.privacy?.domain === "private" && typeof given.min === "string";
    const column = isUnit || isBought ? undefined : domainColumn(name, given);
    if (given.role === "drop") others.push({ name, kind: "dropped", pattern: null });
    else if (isUnit || isMade(given)) others.push({ name, kind: "id", pattern: given.pattern ?? null });
    else if (column !== undefined) fitted.push(column);
    else if (given.type === "text") others.push({ name, kind: "dropped", pattern: null });
    else open.push(name);
  }
  return { fitted, others, open };
}

function isMade({ type, role, pattern }: ColumnConfig): boolean {
  return type === "id" || role === "id" || pattern !== undefined;
}

/** The domain of one column; undefined where the config leaves it open. */
function domainColumn(name: string, given: ColumnConfig): DomainColumn | undefined {
  const missing = given.missing !== "never";
  if (given.values !== undefined) return valuesColumn(name, given.values, missing);
  const min = boundOf(given.min);
  const max = boundOf(given.max);
  if (min === undefined || max === undefined || min > max) return undefined;
  return binsColumn(name, { ...given, min, max }, missing);
}

function valuesColumn(
  name: string,
  values: readonly (string | number | boolean)[],
  missing: boolean,
): ValuesColumn {
  const isNumeric = values.every((value) => typeof value === "number");
  const texts = [...new Set(values.map(String))];
  return {
    kind: "values",
    name,
    values: texts,
    output: isNumeric ? "number" : "string",
    size: texts.length + (missing ? 1 : 0),
    missing,
  };
}

type Bounds = Pick<ColumnConfig, "bins" | "decimals" | "type" | "format"> & {
  readonly min: number;
  readonly max: number;
};

function binsColumn(
  name: string,
  given: Bounds & { min: number; max: number },
  missing: boolean,
): BinsColumn {
  const isDate = given.type === "datetime" || given.format !== undefined;
  const dateFormat = isDate ? firstFormat(given.format) : null;
  const step = isDate ? stepOf(dateFormat!) : null;
  const decimals = isDate ? null : decimalsOf(given);
  const grid = step ?? 10 ** -(decimals ?? 0);
  const edges = Array.isArray(given.bins) ? listedEdges(given.bins, given, grid) : equalEdges(given, grid);
  return {
    kind: "bins",
    name,
    sdtype: isDate ? "datetime" : "numerical",
    min: given.min,
    max: given.max,
    edges,
    decimals,
    dateFormat,
    size: edges.length - 1 + (missing ? 1 : 0),
    missing,
  };
}

/** Milliseconds between two neighboring dates of a pattern. */
export function stepOf(dateFormat: string): number {
  return /%-?[HIMSfp]/.test(dateFormat) ? 1000 : day;
}

function firstFormat(format: ColumnConfig["format"]): string {
  return (typeof format === "string" ? format : format?.[0]) ?? "%Y-%m-%d";
}

/** As declared; else none where the bounds are whole numbers and two or more apart, else enough for a hundred values a bin. */
function decimalsOf({ decimals, min, max, bins }: Bounds): number {
  if (decimals !== undefined) return decimals;
  const count = typeof bins === "number" ? bins : (bins?.length ?? defaultBins);
  if (Number.isInteger(min) && Number.isInteger(max) && max - min >= 2) return 0;
  const width = (max - min) / count;
  return width > 0 ? Math.max(0, Math.min(15, Math.ceil(2 - Math.log10(width)))) : 0;
}

/** Each bound listed is the smallest value of a bin. */
function listedEdges(bins: readonly (number | string)[], { min, max }: Bounds, step: number): number[] {
  const inner = bins.map((bound) => boundOf(bound) ?? Number.NaN).filter((x) => x > min && x <= max);
  return [...[min, ...[...new Set(inner)].sort((a, b) => a - b)].map((x) => x - step / 2), max + step / 2];
}

/**
 * Bins of about equal width whose bounds lie between two values of the grid, so that no value is on a bound; as many as there are
 * values where these are fewer.
 */
function equalEdges({ min, max, bins }: Bounds, step: number): number[] {
  const wanted = typeof bins === "number" ? bins : defaultBins;
  const values = Math.round((max - min) / step) + 1;
  const count = Math.min(wanted, values);
  return Array.from({ length: count + 1 }, (_, i) => min + step * (Math.round((values * i) / count) - 0.5));
}

/** A bound as a number, a date as epoch ms; undefined where it is neither. */
export function boundOf(bound: number | string | undefined): number | undefined {
  if (typeof bound !== "string") return bound;
  const parsed = parseIsoDate(bound);
  return parsed === null || Number.isNaN(parsed) ? undefined : parsed;
}
