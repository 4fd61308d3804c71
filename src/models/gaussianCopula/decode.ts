import { normalCdf } from "../../numerics/normal.ts";
import { type Column, makeTable, type Table } from "../../table/table.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import type { EmpiricalMarginal } from "../marginals/empirical.ts";
import { type Constraints, snapValues } from "./constraints.ts";
import type { CategoryLatent, Latent, MissingLatent, ValueLatent } from "./latents.ts";

/** Normal scores (one array per latent) → the table they stand for. */
export function decodeLatents(
  { columns, latents }: { readonly columns: readonly ModelColumn[]; readonly latents: readonly Latent[] },
  scores: readonly Float64Array[],
  rows: number,
  snaps: Constraints["snaps"],
): Table {
  return makeTable(
    columns.map((meta, c): Column => {
      const at = latents.findIndex((l) => l.column === c);
      const own = scores[at]!;
      if (meta.kind === "discrete")
        return {
          kind: "string",
          name: meta.name,
          codes: decodeCategories(latents[at] as CategoryLatent, own, rows, meta.categories.length),
          dictionary: meta.categories,
        };
      const values = decodeValues(latents[at] as ValueLatent, own, rows);
      const snap = snaps.get(c);
      if (snap !== undefined) snapValues(values, snap);
      if (meta.missing) {
        const { threshold } = latents[at + 1] as MissingLatent;
        const gone = scores[at + 1]!;
        for (let i = 0; i < rows; i++) if (gone[i]! >= threshold) values[i] = Number.NaN;
      }
      return { kind: "number", name: meta.name, values };
    }),
  );
}

function decodeCategories(latent: CategoryLatent, z: Float64Array, rows: number, gone: number): Int32Array {
  const { order, thresholds } = latent;
  const codes = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const code = order[interval(thresholds, z[i]!)]!;
    codes[i] = code === gone ? -1 : code;
  }
  return codes;
}

function decodeValues(latent: ValueLatent, z: Float64Array, rows: number): Float64Array {
  const values = new Float64Array(rows);
  const { marginal, thresholds } = latent;
  if (thresholds === null) {
    for (let i = 0; i < rows; i++) values[i] = marginal.quantile(normalCdf(z[i]!));
    return values;
  }
  const { lows, highs, cumulative } = marginal as EmpiricalMarginal;
  const last = lows.length - 1;
  for (let i = 0; i < rows; i++) {
    const x = z[i]!;
    const b = interval(thresholds, x);
    const low = lows[b]!;
    const width = highs[b]! - low;
    if (width === 0) {
      values[i] = low;
      continue;
    }
    const from = thresholds[b]!;
    const t =
      b > 0 && b < last
        ? (x - from) / (thresholds[b + 1]! - from)
        : (normalCdf(x) - cumulative[b]!) / (cumulative[b + 1]! - cumulative[b]!);
    values[i] = low + Math.min(1, Math.max(0, t)) * width;
  }
  return values;
}

/** Index b with thresholds[b] ≤ x < thresholds[b + 1], of thresholds from −∞ to ∞. */
function interval(thresholds: Float64Array, x: number): number {
  let low = 0;
  let high = thresholds.length - 1;
  while (high - low > 1) {
    const mid = (low + high) >> 1;
    if (thresholds[mid]! <= x) low = mid;
    else high = mid;
  }
  return low;
}
