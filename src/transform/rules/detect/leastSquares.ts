export interface LeastSquares {
  /** One for each column; a constant is fitted beside them and left out. */
  readonly weights: readonly number[];
  /** Standard errors of the weights. */
  readonly errors: readonly number[];
  /** Largest absolute residual. */
  readonly largest: number;
  /** Share of the variance that the columns explain. */
  readonly explained: number;
}

/** Of what is left of a standardized column, in standard deviations, for it to be a column of its own. */
const minLength = 1e-4;

/** Ordinary least squares by normal equations of standardized columns; undefined where columns depend on one another or vary not. */
export function leastSquares(columns: readonly Float64Array[], y: Float64Array): LeastSquares | undefined {
  const n = y.length;
  const p = columns.length;
  const centered = columns.map(standardize);
  if (n <= p + 1 || centered.some(({ scale }) => scale === 0)) return undefined;
  const target = standardize(y);
  const matrix = centered.map(({ values: a }) =>
    Float64Array.from(centered, ({ values: b }) => dot(a, b) / n),
  );
  const inverse = invert(matrix);
  if (inverse === undefined) return undefined;
  const right = centered.map(({ values }) => dot(values, target.values) / n);
  const beta = inverse.map((row) => row.reduce((sum, x, j) => sum + x * right[j]!, 0));
  let [squares, largest] = [0, 0];
  for (let i = 0; i < n; i++) {
    const fitted = beta.reduce((sum, b, j) => sum + b * centered[j]!.values[i]!, 0);
    const off = (target.values[i]! - fitted) * target.scale;
    squares += off * off;
    largest = Math.max(largest, Math.abs(off));
  }
  const variance = squares / (n - p - 1);
  return {
    weights: beta.map((b, j) => (b * target.scale) / centered[j]!.scale),
    errors: inverse.map((row, j) => Math.sqrt((variance * row[j]!) / n) / centered[j]!.scale),
    largest,
    explained: target.scale === 0 ? 0 : 1 - squares / (n * target.scale ** 2),
  };
}

/** Which columns are no linear function of those before them, to about four digits. */
export function independent(columns: readonly Float64Array[]): boolean[] {
  const basis: Float64Array[] = [];
  return columns.map((column) => {
    const { values, scale } = standardize(column);
    if (scale === 0) return false;
    const rest = values.slice();
    // twice, since rounding leaves a part behind the first time
    for (let pass = 0; pass < 2; pass++)
      for (const other of basis) {
        const share = dot(rest, other);
        for (let i = 0; i < rest.length; i++) rest[i]! -= share * other[i]!;
      }
    const length = Math.sqrt(dot(rest, rest));
    if (length < minLength * Math.sqrt(values.length)) return false;
    basis.push(rest.map((x) => x / length));
    return true;
  });
}

function standardize(values: Float64Array): { readonly values: Float64Array; readonly scale: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const scale = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  return { values: values.map((x) => (scale === 0 ? 0 : (x - mean) / scale)), scale };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Gauss–Jordan with pivots; undefined where a pivot is next to nothing. */
function invert(matrix: readonly Float64Array[]): Float64Array[] | undefined {
  const p = matrix.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from({ length: 2 * p }, (_, j) => (j < p ? row[j]! : j - p === i ? 1 : 0)),
  );
  for (let c = 0; c < p; c++) {
    let pivot = c;
    for (let r = c + 1; r < p; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    if (Math.abs(rows[pivot]![c]!) < 1e-9) return undefined;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const own = rows[c]!;
    const by = own[c]!;
    for (let j = 0; j < 2 * p; j++) own[j]! /= by;
    for (let r = 0; r < p; r++) {
      const factor = rows[r]![c]!;
      if (r === c || factor === 0) continue;
      for (let j = 0; j < 2 * p; j++) rows[r]![j]! -= factor * own[j]!;
    }
  }
  return rows.map((row) => row.slice(p));
}
