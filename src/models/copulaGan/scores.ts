import { normalCdf, normalQuantile } from "../../numerics/normal.ts";
import { type Column, makeTable, type Table } from "../../table/table.ts";
import type { JsonValue, ModelColumn, ModelTable } from "../../transform/modelTable.ts";
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
      marginals[j] === undefined || column.kind === "discrete"
        ? column
        : { ...column, decimals: null, min: -scoreBound, max: scoreBound },
    ),
  };
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

/** Beyond any score `clip` leaves. */
const scoreBound = 10;

function normalScores(marginal: Marginal, values: Float64Array): Float64Array {
  const known = new Map<number, number>();
  return values.map((x) => {
    if (Number.isNaN(x)) return x;
    let score = known.get(x);
    if (score === undefined) {
      score = normalQuantile(clip((marginal.cdfBelow(x) + marginal.cdf(x)) / 2));
      known.set(x, score);
    }
    return score;
  });
}
