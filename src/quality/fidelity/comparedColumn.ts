import { type Coded, codeArray } from "../../numerics/contingency.ts";
import { sortedPresent } from "../../numerics/moments.ts";
import type { ColumnShape, Fidelity } from "../../protocol/report.ts";
import type { Column, DatetimeColumn, NumberColumn, StringColumn } from "../../table/table.ts";
import { listSides, mapSides, type Sides } from "../compared/sides.ts";
import type { QualityColumn, QualityInput } from "../input.ts";
import { categoryCoverage, rangeCoverage } from "./coverage.ts";
import { digitize, equalWidthEdges, openEnds } from "./equalWidthBins.ts";
import { applyBins, fitCategoryBins, fitNumericBins } from "./frequencyBins.ts";
import { ksComplement, ksComplementScore, type NumericSide } from "./ksComplement.ts";
import { type CategorySide, tvComplement, tvComplementScore } from "./tvComplement.ts";

/** One column of all tables, compared on its own and coded for comparisons with others. */
export interface ComparedColumn {
  readonly name: string;
  readonly shape: ColumnShape;
  readonly coverage: Fidelity["coverage"][number];
  /** Numerical and datetime columns only. */
  readonly values: Sides<Float64Array> | null;
  /** Fewer than two distinct present values, per side. */
  readonly constant: Sides<boolean>;
  /** Numbers in ten equal-width bins of each side's own range (SDMetrics' report), categories as they are. */
  readonly ownBins: Sides<Coded>;
  /** The same with the real side's bins, ends open. */
  readonly commonBins: Sides<Coded>;
  /** mostlyai-qa's bins. */
  readonly frequencyBins: Sides<Coded>;
}

/** Null for ids and text, which have no distribution to compare. */
export function compareColumn(input: QualityInput, index: number): ComparedColumn | null {
  const spec = input.columns[index]!;
  const columns: Sides<Column> = mapSides(
    { real: input.real, synthetic: input.synthetic, holdout: input.holdout },
    (table) => table.columns[index]!,
  );
  if (spec.sdtype === "numerical" || spec.sdtype === "datetime")
    return compareNumeric(spec, columns as Sides<NumberColumn | DatetimeColumn>);
  if (spec.sdtype === "categorical" || spec.sdtype === "boolean")
    return compareCategories(spec, columns as Sides<StringColumn>);
  return null;
}

/** Pandas holds datetimes in nanoseconds; binning follows it, rounding included. */
const nanosecondsPerMs = 1e6;

function compareNumeric(spec: QualityColumn, columns: Sides<NumberColumn | DatetimeColumn>): ComparedColumn {
  const datetime = spec.sdtype === "datetime";
  const scale = datetime ? nanosecondsPerMs : 1;
  const values = mapSides(columns, (c) => c.values);
  const edges = equalWidthEdges(values.real, scale);
  const commonBins = mapSides(values, (v) => digitize(v, openEnds(edges), scale));
  const ownBins = mapSides(values, (v) => digitize(v, equalWidthEdges(v, scale), scale));
  const sides = mapSides({ real: 0, synthetic: 1, holdout: columns.holdout === null ? null : 2 }, (i) =>
    numericSide(listSides(values)[i]!, listSides(commonBins)[i]!),
  );
  const bins = fitNumericBins(
    sides.holdout === null ? sides.real.sorted : merge(sides.real.sorted, sides.holdout.sorted),
    datetime,
  );
  return {
    name: spec.name,
    shape: {
      column: spec.name,
      ...ksComplement(sides.real, sides.synthetic, !datetime),
      ceiling: sides.holdout === null ? null : ksComplementScore(sides.real, sides.holdout, !datetime),
    },
    coverage: {
      column: spec.name,
      metric: "RangeCoverage",
      score: rangeCoverage(sides.real, sides.synthetic),
      ceiling: sides.holdout === null ? null : rangeCoverage(sides.real, sides.holdout),
    },
    values,
    constant: mapSides(sides, ({ sorted }) => sorted.length === 0 || sorted[0] === sorted[sorted.length - 1]),
    ownBins,
    commonBins,
    frequencyBins: mapSides(columns, (c) => applyBins(bins, c)),
  };
}

function numericSide(values: Float64Array, bins: Coded): NumericSide {
  const binCounts = countCodes(bins);
  return {
    rows: values.length,
    sorted: sortedPresent(values),
    binCounts: binCounts.subarray(0, bins.cardinality - 1),
  };
}

function compareCategories(spec: QualityColumn, columns: Sides<StringColumn>): ComparedColumn {
  const coded = codeCategories(columns);
  const sides = mapSides(coded, categorySide);
  const original = columns.holdout === null ? [columns.real] : [columns.real, columns.holdout];
  const bins = fitCategoryBins(original);
  return {
    name: spec.name,
    shape: {
      column: spec.name,
      ...tvComplement(sides.real, sides.synthetic),
      ceiling: sides.holdout === null ? null : tvComplementScore(sides.real, sides.holdout),
    },
    coverage: {
      column: spec.name,
      metric: "CategoryCoverage",
      score: categoryCoverage(sides.real, sides.synthetic),
      ceiling: sides.holdout === null ? null : categoryCoverage(sides.real, sides.holdout),
    },
    values: null,
    constant: mapSides(sides, ({ counts }) => counts.filter((n) => n > 0).length < 2),
    ownBins: coded,
    commonBins: coded,
    frequencyBins: mapSides(columns, (c) => applyBins(bins, c)),
  };
}

/** Codes over the categories that occur on some side; the last code is missing. */
function codeCategories(columns: Sides<StringColumn>): Sides<Coded> {
  const used = new Int32Array(columns.real.dictionary.length).fill(-1);
  let categories = 0;
  for (const { codes } of listSides(columns))
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i]!;
      if (code >= 0 && used[code] === -1) used[code] = categories++;
    }
  return mapSides(columns, ({ codes }) => {
    const out = codeArray(codes.length, categories + 1);
    for (let i = 0; i < codes.length; i++) out[i] = codes[i]! < 0 ? categories : used[codes[i]!]!;
    return { codes: out, cardinality: categories + 1 };
  });
}

function categorySide(coded: Coded): CategorySide {
  const counts = countCodes(coded);
  return {
    rows: coded.codes.length,
    missing: counts[coded.cardinality - 1]!,
    counts: counts.subarray(0, coded.cardinality - 1),
  };
}

function countCodes({ codes, cardinality }: Coded): Float64Array {
  const counts = new Float64Array(cardinality);
  for (let i = 0; i < codes.length; i++) counts[codes[i]!]!++;
  return counts;
}

function merge(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  let i = 0;
  let j = 0;
  for (let k = 0; k < out.length; k++)
    out[k] = j >= b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
  return out;
}
