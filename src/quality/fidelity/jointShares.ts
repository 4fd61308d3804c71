import type { JointAxis, JointShares, PairTrend, ReportColumn } from "../../protocol/report.ts";
import { HeldCounts, type Holders } from "../../table/protection/holders.ts";
import { protectedCounts, shownRows } from "../../table/protection/protectedCounts.ts";
import { type Column, findColumn } from "../../table/table.ts";
import type { QualityInput } from "../input.ts";

const maxPairs = 120;
const cellsPerSide = 10;

/**
 * Where the rows of pairs of columns lie, for pair plots: shares over at most ten by ten cells, joined from the marginals' bins and
 * labels, of the rows where both values are present; cells of fewer than five real rows are empty on the real side. The pairs that fit worst beside their ceiling come first; at most 120.
 */
export function jointShares(
  { real, synthetic, holders }: Pick<QualityInput, "real" | "synthetic" | "holders">,
  columns: readonly ReportColumn[],
  pairs: readonly PairTrend[],
): JointShares {
  const coded = new Map<string, CodedAxis>();
  for (const column of columns) {
    const axis = axisOf(column);
    const [r, s] = [findColumn(real, column.name), findColumn(synthetic, column.name)];
    if (axis === null || r === undefined || s === undefined) continue;
    coded.set(column.name, { axis, real: cellsOf(r, axis), synthetic: cellsOf(s, axis) });
  }
  const shown = pairs
    .filter(({ columns: [a, b] }) => coded.has(a) && coded.has(b))
    .toSorted((p, q) => shortfall(q) - shortfall(p))
    .slice(0, maxPairs);
  const named = new Set(shown.flatMap((p) => p.columns));
  return {
    axes: [...coded.values()].map((c) => c.axis).filter((axis) => named.has(axis.column)),
    pairs: shown.map(({ columns: [a, b] }) => {
      const [x, y] = [coded.get(a)!, coded.get(b)!];
      return {
        columns: [a, b],
        real: cross({ x: x.real, y: y.real }, size(x.axis), size(y.axis), { k: shownRows, holders }),
        synthetic: cross({ x: x.synthetic, y: y.synthetic }, size(x.axis), size(y.axis), { k: 1 }),
      };
    }),
  };
}

interface CodedAxis {
  readonly axis: JointAxis;
  /** Cell of every row, 255: missing. */
  readonly real: Uint8Array;
  readonly synthetic: Uint8Array;
}

const missingCode = 255;
const otherLabel = "(other)";

function shortfall({ scoreCommonBins, ceiling }: PairTrend): number {
  return scoreCommonBins === null ? -1 : Math.max(0, (ceiling ?? 1) - scoreCommonBins);
}

function axisOf({ name, marginal }: ReportColumn): JointAxis | null {
  if (marginal === null) return null;
  const { edges, labels } = marginal;
  if (edges !== null) {
    const step = Math.ceil((edges.length - 1) / cellsPerSide);
    const joined = edges.filter((_, i) => i % step === 0);
    if ((edges.length - 1) % step !== 0) joined.push(edges.at(-1)!);
    return { column: name, edges: joined, labels: null };
  }
  if (labels === null) return null;
  const named = labels.filter((label) => label !== otherLabel);
  const kept = labels.length <= cellsPerSide ? named : named.slice(0, cellsPerSide - 1);
  return { column: name, edges: null, labels: kept.length < labels.length ? [...kept, otherLabel] : kept };
}

function size({ edges, labels }: JointAxis): number {
  return edges === null ? (labels ?? []).length : edges.length - 1;
}

function cellsOf(column: Column, { edges, labels }: JointAxis): Uint8Array {
  if (column.kind === "string") {
    const cellOf = new Map((labels ?? []).map((label, i) => [label, i]));
    const last = cellOf.size - 1;
    const { codes, dictionary } = column;
    const byCode = dictionary.map((text) => cellOf.get(text) ?? last);
    const cells = new Uint8Array(codes.length);
    for (let i = 0; i < cells.length; i++) cells[i] = codes[i]! < 0 ? missingCode : byCode[codes[i]!]!;
    return cells;
  }
  const { values } = column;
  const inner = Float64Array.from((edges ?? []).slice(1, -1));
  const cells = new Uint8Array(values.length);
  for (let i = 0; i < cells.length; i++) {
    const v = values[i]!;
    let cell = 0;
    while (cell < inner.length && v >= inner[cell]!) cell++;
    cells[i] = Number.isNaN(v) ? missingCode : cell;
  }
  return cells;
}

/** Row-major shares, four decimals; where `k` is above 1, cells of too few rows, or persons, are 0. */
function cross(
  { x, y }: { readonly x: Uint8Array; readonly y: Uint8Array },
  width: number,
  height: number,
  { k, holders }: { readonly k: number; readonly holders?: Holders | undefined },
): number[] {
  const counts = new HeldCounts(width * height, k, holders);
  let n = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === missingCode || y[i] === missingCode) continue;
    counts.add(x[i]! * height + y[i]!, i);
    n++;
  }
  const shown = k > 1 ? protectedCounts(counts.told()) : counts.rows;
  return Array.from(shown, (c) => (n === 0 ? 0 : Math.round((c / n) * 1e4) / 1e4));
}
