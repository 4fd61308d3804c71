import { normalCdf, normalQuantile } from "../../numerics/normal.ts";
import { type Column, makeTable, type Table } from "../../table/table.ts";
import {
  type EndShares,
  type Ends,
  endShares,
  endsOf,
  keepWithin,
} from "../../transform/matrix/rangeEnds.ts";
import type { ContinuousColumn, JsonValue, ModelColumn, ModelTable } from "../../transform/modelTable.ts";
import { numbersOf, observedRange } from "../gaussianCopula/latents.ts";
import { fitMarginal } from "../marginals/fitMarginal.ts";
import type { Marginal, MarginalKind } from "../marginals/marginal.ts";
import { clip } from "../marginals/parametric.ts";

/** What is known of a continuous column. */
export interface ScoredColumn {
  readonly marginal: Marginal;
  /** Absent in older models: every score beyond an end becomes the end. */
  readonly shares?: EndShares;
}

/** By column index; undefined for discrete ones. */
export type ScoredColumns = readonly (ScoredColumn | undefined)[];

export function fitScores(data: ModelTable, kindOf: (name: string) => MarginalKind): ScoredColumns {
  return data.columns.map((meta) => {
    if (meta.kind === "discrete") return undefined;
    const values = numbersOf(data.table, meta.name);
    const marginal = fitMarginal(kindOf(meta.name), values, observedRange(meta, values));
    return { marginal, shares: endShares(meta, values) };
  });
}

/**
 * The table with continuous values replaced by normal scores z = Φ⁻¹(½ (P(X < x) + P(X ≤ x))): a spike becomes one score
 * in the middle of all those that decode to it.
 */
export function scoreTable(data: ModelTable, scored: ScoredColumns): ModelTable {
  return {
    table: makeTable(
      data.table.columns.map((column, j): Column => {
        const marginal = scored[j]?.marginal;
        if (marginal === undefined || column.kind !== "number") return column;
        return { ...column, values: normalScores(marginal, column.values) };
      }),
    ),
    columns: data.columns.map((column, j) =>
      scored[j] === undefined || column.kind === "discrete"
        ? column
        : scoreColumn(scored[j].marginal, column),
    ),
  };
}

/** The column of the scores: its range is that of the values, as scores. */
function scoreColumn(marginal: Marginal, { body, ...column }: ContinuousColumn): ContinuousColumn {
  const score = (x: number) => normalScore(marginal, x);
  const ends = { min: score(column.min), max: score(column.max) };
  if (body === undefined) return { ...column, decimals: null, ...ends };
  const { min, max, below, above } = body;
  const scores = {
    min: score(min),
    max: score(max),
    below: below === null ? null : score(below),
    above: above === null ? null : score(above),
  };
  return { ...column, decimals: null, ...ends, body: scores };
}

/** x = F⁻¹(Φ(z)), with no more rows on an end of the range than in the data; missing stays missing. */
export function unscoreTable(table: Table, columns: readonly ModelColumn[], scored: ScoredColumns): Table {
  return makeTable(
    table.columns.map((column, j): Column => {
      const meta = columns[j]!;
      const known = scored[j];
      if (known === undefined || meta.kind === "discrete" || column.kind !== "number") return column;
      const { marginal, shares } = known;
      const scores = shares === undefined ? column.values : column.values.slice();
      if (shares !== undefined) keepWithin(scores, scoreEnds(marginal, meta), shares);
      const values = scores.map((z) => (Number.isNaN(z) ? z : marginal.quantile(normalCdf(z))));
      return { kind: "number", name: meta.name, values };
    }),
  );
}

/** The ends of a column as scores: those of the values that are written as an end lie on its side of `insideLow` and `insideHigh`. */
function scoreEnds(marginal: Marginal, column: ContinuousColumn): Ends {
  const { insideLow, insideHigh } = endsOf(column);
  return {
    ...endsOf(scoreColumn(marginal, column)),
    insideLow: normalQuantile(clip(marginal.cdf(insideLow))),
    insideHigh: normalQuantile(clip(marginal.cdfBelow(insideHigh))),
  };
}

export function saveMarginals(scored: ScoredColumns): JsonValue {
  return scored.map((column) => column?.marginal.save() ?? null);
}

/** Null in models that have none. */
export function saveEndShares(scored: ScoredColumns): JsonValue | null {
  const shares = scored.map((column) => (column === undefined ? null : column.shares));
  return shares.includes(undefined) ? null : (shares as unknown as JsonValue);
}

function normalScore(marginal: Marginal, x: number): number {
  return normalQuantile(clip((marginal.cdfBelow(x) + marginal.cdf(x)) / 2));
}

function normalScores(marginal: Marginal, values: Float64Array): Float64Array {
  const known = new Map<number, number>();
  return values.map((x) => {
    if (Number.isNaN(x)) return x;
    let score = known.get(x);
    if (score === undefined) {
      score = normalScore(marginal, x);
      known.set(x, score);
    }
    return score;
  });
}
