/** Σ coefficients[v] · x[v] + constant ≤ 0 over variables numbered in the order they are decided. */
export interface Inequality {
  readonly coefficients: Float64Array;
  readonly constant: number;
}

/** x ≥ or ≤ Σ coefficient · earlier variable + constant. */
export interface Bound {
  readonly terms: readonly (readonly [variable: number, coefficient: number])[];
  readonly constant: number;
}

export interface Bounds {
  readonly lower: readonly Bound[];
  readonly upper: readonly Bound[];
}

const maxInequalities = 4000;
const tiny = 1e-9;

/**
 * Bounds of every variable in terms of earlier ones alone, such that values chosen within them one after another always
 * leave room for the next (Fourier–Motzkin elimination, last variable first). Null when that takes too many inequalities
 * or they contradict one another. Variables of `given` are computed, not chosen: they are not eliminated.
 */
export function triangular(
  inequalities: readonly Inequality[],
  size: number,
  given: ReadonlySet<number> = new Set(),
): Bounds[] | null {
  let system = reduce(inequalities);
  const bounds: Bounds[] = Array.from({ length: size }, () => ({ lower: [], upper: [] }));
  for (let v = size - 1; v >= 0; v--) {
    if (system === null) return null;
    const rest: Inequality[] = [];
    const above: Inequality[] = [];
    const below: Inequality[] = [];
    for (const one of system) {
      const c = one.coefficients[v]!;
      (Math.abs(c) < tiny ? rest : c > 0 ? above : below).push(one);
    }
    if (given.has(v)) {
      system = rest;
      continue;
    }
    bounds[v] = { lower: below.map((one) => boundOf(one, v)), upper: above.map((one) => boundOf(one, v)) };
    if (above.length * below.length + rest.length > maxInequalities) return null;
    for (const a of above) for (const b of below) rest.push(combine(a, b, v));
    system = reduce(rest);
  }
  return system === null ? null : bounds;
}

function boundOf({ coefficients, constant }: Inequality, v: number): Bound {
  const own = coefficients[v]!;
  const terms: [number, number][] = [];
  coefficients.forEach((c, other) => {
    if (other !== v && Math.abs(c) >= tiny) terms.push([other, clean(-c / own)]);
  });
  return { terms, constant: clean(-constant / own) };
}

function combine(above: Inequality, below: Inequality, v: number): Inequality {
  const a = above.coefficients[v]!;
  const b = -below.coefficients[v]!;
  const coefficients = above.coefficients.map((c, i) =>
    i === v ? 0 : clean(c / a + below.coefficients[i]! / b),
  );
  return { coefficients, constant: clean(above.constant / a + below.constant / b) };
}

function clean(value: number): number {
  const rounded = Math.round(value * 1e9) / 1e9;
  return Math.abs(value) < 1e5 && Math.abs(rounded - value) < 1e-10 ? rounded + 0 : value;
}

/** Without those that others imply with the same coefficients, or that always hold; null where one never holds. */
function reduce(inequalities: readonly Inequality[]): Inequality[] | null {
  const tightest = new Map<string, Inequality>();
  for (const one of inequalities) {
    const largest = one.coefficients.reduce((m, c) => Math.max(m, Math.abs(c)), 0);
    if (largest < tiny) {
      if (one.constant > 1e-6) return null;
      continue;
    }
    const scaled = {
      coefficients: one.coefficients.map((c) => clean(c / largest)),
      constant: one.constant / largest,
    };
    const key = scaled.coefficients.join();
    const known = tightest.get(key);
    if (known === undefined || scaled.constant > known.constant) tightest.set(key, scaled);
  }
  return [...tightest.values()];
}
