import { type BinsColumn, type DomainColumn, stepOf } from "../../config/privacy/domain.ts";
import type { DomainPlan } from "../../config/privacy/domainPlan.ts";
import { varianceOf } from "../../config/privacy/tablePlan.ts";
import { grouped } from "../../language/counts.ts";
import { findColumn, type StringColumn, type Table } from "../../table/table.ts";
import { readDatetime, readNumber } from "../../transform/spelling.ts";
import { fillDiscreteGaussian } from "../discreteGaussian.ts";
import { SecretBits } from "../secretBits.ts";
import { cellForms, formCount, formOf } from "./cellForms.ts";
import { type ChosenReading, chooseReading } from "./chooseReading.ts";
import { narrow, type Range } from "./narrow.ts";
import { sharedTexts } from "./sharedTexts.ts";

/** A column whose domain the config leaves open, with what it does say. */
export interface OpenColumn {
  readonly name: string;
  readonly missing: "model" | "never";
  /** Epoch ms: a person said between which dates it lies. */
  readonly dates?: readonly [number, number];
}

export interface BoughtDomain {
  readonly columns: readonly DomainColumn[];
  /** Columns of which nothing stood out of the noise, and why each is left out. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

export interface BuyOptions {
  readonly plan: DomainPlan;
  /** Values of a column at most. */
  readonly most: number;
  readonly bits?: SecretBits;
}

/** Numbers further away count as these: their units must be exact. */
const farthest = 2 ** 52;

/**
 * Buys what the columns may hold: of each how it is read, then the texts that many rows share, or ranges of its numbers or dates. All
 * that is returned comes out of noisy counts, so all of it is public. `table`: cells as they are written, the rows that may be used.
 */
export function buyDomain(
  table: Table,
  open: readonly OpenColumn[],
  { plan, most, bits = new SecretBits() }: BuyOptions,
): BoughtDomain {
  const columns: DomainColumn[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  for (const column of open) {
    const cells = asTexts(findColumn(table, column.name), column.name);
    const bought = buyColumn(cells, column, { plan, most, bits });
    if (typeof bought === "string") leftOut.push({ name: column.name, reason: bought });
    else columns.push(bought);
  }
  return { columns, leftOut };
}

type Paid = Required<BuyOptions>;

/** The domain, or why there is none. */
function buyColumn(cells: StringColumn, column: OpenColumn, paid: Paid): DomainColumn | string {
  const { round, threshold } = paid.plan;
  const sigma = Math.sqrt(varianceOf(round));
  const chosen = chooseReading(withNoise(countForms(cells), paid), sigma);
  if (chosen === undefined) return "too few of its cells are filled in for the noise";
  const missing = column.missing === "model" && chosen.missing;
  if (chosen.reading.kind !== "text") {
    const bins = buyBins(cells, column, { ...paid, chosen, sigma });
    return bins === undefined
      ? "its values are too scattered for the noise"
      : { ...bins, size: bins.edges.length - 1 + (missing ? 1 : 0), missing };
  }
  const values = sharedTexts(cells, paid.plan, paid);
  if (values.length === 0) return `no text is shared by enough rows (about ${grouped(threshold)})`;
  const { name } = column;
  return { kind: "values", name, values, output: "string", size: values.length + (missing ? 1 : 0), missing };
}

function countForms({ codes, dictionary }: StringColumn): Int32Array {
  const forms = dictionary.map(formOf);
  const counts = new Int32Array(formCount);
  for (const code of codes) counts[code < 0 ? cellForms.missing : forms[code]!]!++;
  return counts;
}

function withNoise(counts: Int32Array, { plan, bits }: Paid): Int32Array {
  const noisy = fillDiscreteGaussian(new Int32Array(counts.length), plan.round, bits);
  for (let i = 0; i < noisy.length; i++) noisy[i]! += counts[i]!;
  return noisy;
}

function buyBins(
  cells: StringColumn,
  { name, dates }: OpenColumn,
  paid: Paid & { readonly chosen: ChosenReading; readonly sigma: number },
): Omit<BinsColumn, "size" | "missing"> | undefined {
  const { chosen, sigma } = paid;
  const { pattern } = chosen.reading;
  const decimals = pattern === null ? chosen.decimals : null;
  // a cell is a whole number of units; the value of a unit is `per` of them
  const unit = pattern === null ? 1 : stepOf(pattern);
  const scale = 10 ** (decimals ?? 0);
  const read =
    pattern === null
      ? (text: string) => readNumber(text) * scale
      : (text: string) => readDatetime(text, pattern) / unit;
  const [least, most] = (pattern === null ? undefined : dates) ?? [
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ];
  const within = [
    Math.max(-farthest, Math.ceil(least / unit)),
    Math.min(farthest, Math.floor(most / unit)),
  ] as const;
  const units = Float64Array.from(cells.dictionary, (text) =>
    Math.min(within[1], Math.max(within[0], Math.round(read(text)))),
  );
  const ranges = narrow({
    cells: chosen.cells,
    sigma,
    within,
    count: (counted) => withNoise(countRanges(cells.codes, units, counted), paid),
  });
  if (ranges.length === 0) return undefined;
  const kept = fewer(ranges, paid.most);
  const value = (units: number) => (units * unit) / scale;
  return {
    kind: "bins",
    name,
    sdtype: pattern === null ? "numerical" : "datetime",
    min: value(kept[0]!.low),
    max: value(kept.at(-1)!.high),
    edges: [...kept.map(({ low }) => value(low - 0.5)), value(kept.at(-1)!.high + 0.5)],
    decimals,
    dateFormat: pattern,
  };
}

/** Cells in each of the ranges, which ascend and are disjoint. */
function countRanges(
  codes: Int32Array,
  units: Float64Array,
  ranges: readonly Omit<Range, "count">[],
): Int32Array {
  const places = Int32Array.from(units, (unit) => placeOf(unit, ranges));
  const counts = new Int32Array(ranges.length);
  for (const code of codes) if (code >= 0 && places[code]! >= 0) counts[places[code]!]!++;
  return counts;
}

function placeOf(unit: number, ranges: readonly Omit<Range, "count">[]): number {
  if (Number.isNaN(unit)) return -1;
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (unit < ranges[middle]!.low) high = middle - 1;
    else if (unit > ranges[middle]!.high) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** At most so many ranges: neighbors become one. */
function fewer(ranges: readonly Range[], most: number): readonly Range[] {
  const together = Math.ceil(ranges.length / Math.max(1, most));
  if (together === 1) return ranges;
  return ranges.flatMap((range, i) => {
    if (i % together !== 0) return [];
    const last = ranges[Math.min(ranges.length, i + together) - 1]!;
    return [{ low: range.low, high: last.high, count: range.count }];
  });
}

/** The cells as texts: a file with types of its own says numbers as numbers. */
function asTexts(column: Table["columns"][number] | undefined, name: string): StringColumn {
  if (column === undefined) return { kind: "string", name, codes: new Int32Array(), dictionary: [] };
  if (column.kind === "string") return column;
  const place = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = place.get(value) ?? place.size;
    place.set(value, code);
    return code;
  });
  const text =
    column.kind === "datetime"
      ? (ms: number) => new Date(ms).toISOString().slice(0, 19).replace("T", " ")
      : String;
  return { kind: "string", name, codes, dictionary: [...place.keys()].map((value) => text(value)) };
}
