import { normalCdf, normalQuantile } from "../../numerics/normal.ts";
import { type Column, makeTable, type Table } from "../../table/table.ts";
import type { ContinuousColumn, JsonValue, ModelColumn, ModelTable } from "../../transform/modelTable.ts";
import type { Marginal } from "../marginals/marginal.ts";
import { clip } from "../marginals/parametric.ts";

/** Marginals of the continuous columns, by column index; undefined for discrete ones. */
export type Marginals = readonly (Marginal | undefined)[];

/**
 * The table with continuous values replaced by normal scores z = Φ⁻¹(½ (P(X < x) + P(X ≤ x))): a spike becomes one score
 * in the middle of all those that decode to it.
 */
export function scoreTable(data: ModelTable, marginals: Marginals): ModelTable {
  return {
    table: makeTable(
      data.table.columns.map((column, j): Column => {
        const marginal = marginals[j];
        if (marginal === undefined || column.kind !== "number") return column;
        return { ...column, values: normalScores(marginal, column.values) };
      }),
    ),
    columns: data.columns.map((column, j) =>
      marginals[j] === undefined || column.kind === "discrete" ? column : scoreColumn(marginals[j], column),
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

/** x = F⁻¹(Φ(z)); missing stays missing. */
export function unscoreTable(table: Table, columns: readonly ModelColumn[], marginals: Marginals): Table {
  return makeTable(
    table.columns.map((column, j): Column => {
      const marginal = marginals[j];
      if (marginal === undefined || column.kind !== "number") return column;
      const values = column.values.map((z) => (Number.isNaN(z) ? z : marginal.quantile(normalCdf(z))));
      return { kind: "number", name: columns[j]!.name, values };
    }),
  );
}

export function saveMarginals(marginals: Marginals): JsonValue {
  return marginals.map((m) => m?.save() ?? null);
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
