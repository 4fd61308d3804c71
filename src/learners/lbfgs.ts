import type { Breathe } from "../numerics/breathe.ts";

export interface LbfgsOptions {
  /** Default 200. */
  readonly maxIterations?: number;
  /** Stops when no component of the gradient is larger. */
  readonly tolerance: number;
  /** Pairs of steps remembered. Default 10. */
  readonly memory?: number;
  /** Rough diagonal of the Hessian, all positive, to start from; ones when left out. */
  readonly diagonal?: Float64Array;
  readonly breathe?: Breathe;
}

/**
 * Minimizes a smooth function by L-BFGS with a backtracking line search that keeps the curvature positive
 * (Nocedal & Wright, "Numerical Optimization", algorithms 7.4, 7.5). Changes `x` in place.
 *
 * @param objective returns the value at x and writes the gradient
 */
export async function minimize(
  x: Float64Array,
  objective: (x: Float64Array, gradient: Float64Array) => number,
  options: LbfgsOptions,
): Promise<void> {
  const maxIterations = options.maxIterations ?? 200;
  const memory = options.memory ?? 10;
  const n = x.length;
  const diagonal = options.diagonal ?? new Float64Array(n).fill(1);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  let gradient = new Float64Array(n);
  let value = objective(x, gradient);
  const trial = new Float64Array(n);
  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= options.tolerance) return;
    let direction = twoLoop(gradient, steps, diagonal);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      steps.length = 0;
      direction = twoLoop(gradient, steps, diagonal);
      slope = dot(direction, gradient);
    }
    let length = 1;
    const next = new Float64Array(n);
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let found = value;
    for (let attempt = 0; attempt < 40; attempt++) {
      for (let j = 0; j < n; j++) trial[j] = x[j]! + length * direction[j]!;
      found = objective(trial, next);
      if (!(found <= value + 1e-4 * length * slope)) high = length;
      else if (dot(next, direction) < 0.9 * slope) low = length;
      else break;
      length = high === Number.POSITIVE_INFINITY ? 2 * length : (low + high) / 2;
    }
    if (!(found < value)) return;
    const s = new Float64Array(n);
    const y = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      s[j] = trial[j]! - x[j]!;
      y[j] = next[j]! - gradient[j]!;
    }
    const curvature = dot(s, y);
    if (curvature > 1e-12 * dot(y, y)) steps.push({ s, y, rho: 1 / curvature });
    if (steps.length > memory) steps.shift();
    x.set(trial);
    const gain = value - found;
    value = found;
    gradient = next;
    await options.breathe?.((iteration + 1) / maxIterations);
    if (gain <= 1e-10 * Math.max(1, Math.abs(value))) return;
  }
}

/** −(inverse Hessian estimate) · gradient. */
function twoLoop(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
  diagonal: Float64Array,
): Float64Array<ArrayBuffer> {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(steps.length);
  for (let k = steps.length - 1; k >= 0; k--) {
    const { s, y, rho } = steps[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let j = 0; j < q.length; j++) q[j]! -= alpha * y[j]!;
  }
  const last = steps[steps.length - 1];
  let scale = 1;
  if (last !== undefined) {
    let spread = 0;
    for (let j = 0; j < q.length; j++) spread += last.y[j]! ** 2 / diagonal[j]!;
    scale = 1 / (last.rho * spread);
  }
  for (let j = 0; j < q.length; j++) q[j]! *= scale / diagonal[j]!;
  for (let k = 0; k < steps.length; k++) {
    const { s, y, rho } = steps[k]!;
    const beta = alphas[k]! - rho * dot(y, q);
    for (let j = 0; j < q.length; j++) q[j]! += beta * s[j]!;
  }
  return q;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}

function largest(a: Float64Array): number {
  let top = 0;
  for (let j = 0; j < a.length; j++) top = Math.max(top, Math.abs(a[j]!));
  return top;
}
