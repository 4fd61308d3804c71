import type { Breathe } from "../numerics/breathe.ts";
import type { Table } from "../table/table.ts";
import { normalized, type Predictor } from "./learner.ts";
import {
  addTransposeTimes,
  encodeLinear,
  fitLinearEncoder,
  type LinearDesign,
  linearImportances,
  normalDiagonal,
  timesDesign,
} from "./linearDesign.ts";

export interface RidgeOptions {
  /** Weight of ‖coefficients‖² against the squared error; the intercept is free. Default 1. */
  readonly l2?: number;
  readonly breathe?: Breathe;
}

/**
 * Ridge regression on standardized numbers and one-hot categories: minimizes Σ (y − x·w − b)² + l2 ‖w‖² by conjugate gradients on
 * the normal equations, so that wide one-hot designs stay cheap. Deterministic.
 */
export async function fitRidgeRegression(
  table: Table,
  values: ArrayLike<number>,
  options: RidgeOptions = {},
): Promise<Predictor> {
  const encoder = fitLinearEncoder(table);
  const design = encodeLinear(table, encoder);
  const { coefficients, scale, center } = await solve(design, values, options.l2 ?? 1, options.breathe);
  const names = table.columns.map((c) => c.name);
  return {
    outputs: 1,
    importances: normalized(linearImportances(design, encoder, coefficients, names)),
    predict(rows) {
      const x = encodeLinear(rows, encoder);
      const out = new Float64Array(x.rows);
      timesDesign(x, coefficients, 0, out);
      for (let i = 0; i < out.length; i++) out[i] = out[i]! * scale + center;
      return out;
    },
  };
}

/** Solves for the standardized target; the last coefficient is the intercept. */
async function solve(
  design: LinearDesign,
  values: ArrayLike<number>,
  l2: number,
  breathe: Breathe | undefined,
): Promise<{ coefficients: Float64Array; scale: number; center: number }> {
  const { rows, width } = design;
  let center = 0;
  for (let i = 0; i < rows; i++) center += values[i]! / rows;
  let variance = 0;
  for (let i = 0; i < rows; i++) variance += (values[i]! - center) ** 2 / rows;
  const scale = variance > 0 ? Math.sqrt(variance) : 1;
  const residuals = new Float64Array(rows);
  for (let i = 0; i < rows; i++) residuals[i] = (values[i]! - center) / scale;

  const coefficients = new Float64Array(width + 1);
  const preconditioner = normalDiagonal(design, l2);
  const r = new Float64Array(width + 1);
  r[width] = addTransposeTimes(design, residuals, r, 0);
  const z = r.map((v, j) => v / preconditioner[j]!);
  const p = z.slice();
  const product = new Float64Array(width + 1);
  let rz = dot(r, z);
  const target = rz * 1e-20;
  const limit = 2 * (width + 1) + 50;
  for (let iteration = 0; iteration < limit && rz > target && rz > 0; iteration++) {
    timesDesign(design, p, 0, residuals);
    product.fill(0);
    product[width] = addTransposeTimes(design, residuals, product, 0);
    for (let j = 0; j < width; j++) product[j]! += l2 * p[j]!;
    const curvature = dot(p, product);
    if (!(curvature > 0)) break;
    const step = rz / curvature;
    for (let j = 0; j <= width; j++) {
      coefficients[j]! += step * p[j]!;
      r[j]! -= step * product[j]!;
      z[j] = r[j]! / preconditioner[j]!;
    }
    const next = dot(r, z);
    for (let j = 0; j <= width; j++) p[j] = z[j]! + (next / rz) * p[j]!;
    rz = next;
    await breathe?.((iteration + 1) / limit);
  }
  return { coefficients, scale, center };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
