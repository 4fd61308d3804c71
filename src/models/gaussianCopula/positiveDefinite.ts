/**
 * The nearby correlation matrix with every eigenvalue ≥ `least`: negative ones are raised and the diagonal scaled back
 * to 1 (Rousseeuw and Molenberghs, "Transformation of non positive semidefinite correlation matrices", 1993); beyond
 * 256 columns, where that takes too long, all correlations are shrunk by one factor instead. A matrix that is one
 * already comes back unchanged. Row-major, d × d.
 */
export function nearestCorrelation(matrix: Float64Array, least = 1e-6): Float64Array {
  const d = Math.round(Math.sqrt(matrix.length));
  if (cholesky(matrix, least) !== null) return matrix;
  if (d > 256) return shrunk(matrix, d, least);
  const { values, vectors } = eigen(matrix, d);
  const repaired = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    const value = Math.max(values[k]!, 2 * least);
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) repaired[i * d + j]! += value * vectors[i * d + k]! * vectors[j * d + k]!;
  }
  const scale = Array.from({ length: d }, (_, i) => 1 / Math.sqrt(repaired[i * d + i]!));
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++)
      repaired[i * d + j] = repaired[j * d + i] = i === j ? 1 : repaired[i * d + j]! * scale[i]! * scale[j]!;
  return repaired;
}

function shrunk(matrix: Float64Array, d: number, least: number): Float64Array {
  for (let power = -10; power <= 10; power++) {
    const kept = power < 0 ? 1 - 2 ** power : 2 ** -(power + 1);
    const candidate = matrix.map((rho, at) => (at % (d + 1) === 0 ? 1 : kept * rho));
    if (cholesky(candidate, least) !== null) return candidate;
  }
  return matrix.map((_, at) => (at % (d + 1) === 0 ? 1 : 0));
}

/** Lower triangle L with L Lᵀ = matrix, row-major; null when a pivot is below `least`. */
export function cholesky(matrix: Float64Array, least = 0): Float64Array | null {
  const d = Math.round(Math.sqrt(matrix.length));
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * d + k]! * lower[j * d + k]!;
      if (i === j) {
        if (!(sum > least)) return null;
        lower[i * d + i] = Math.sqrt(sum);
      } else lower[i * d + j] = sum / lower[j * d + j]!;
    }
  return lower;
}

/** Eigenvalues and column eigenvectors of a symmetric matrix, by cyclic Jacobi rotations. */
function eigen(matrix: Float64Array, d: number): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const vectors = new Float64Array(d * d);
  for (let i = 0; i < d; i++) vectors[i * d + i] = 1;
  for (let sweep = 0; sweep < 50; sweep++) {
    let off = 0;
    for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) off += a[i * d + j]! ** 2;
    if (off < 1e-20 * d) break;
    for (let p = 0; p < d; p++) for (let q = p + 1; q < d; q++) rotate({ a, vectors, d }, p, q);
  }
  return { values: Float64Array.from({ length: d }, (_, i) => a[i * d + i]!), vectors };
}

interface Rotated {
  readonly a: Float64Array;
  readonly vectors: Float64Array;
  /** Rows of both. */
  readonly d: number;
}

function rotate({ a, vectors, d }: Rotated, p: number, q: number): void {
  const apq = a[p * d + q]!;
  if (Math.abs(apq) < 1e-300) return;
  const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < d; k++) {
    const x = a[k * d + p]!;
    const y = a[k * d + q]!;
    a[k * d + p] = c * x - s * y;
    a[k * d + q] = s * x + c * y;
  }
  for (let k = 0; k < d; k++) {
    const x = a[p * d + k]!;
    const y = a[q * d + k]!;
    a[p * d + k] = c * x - s * y;
    a[q * d + k] = s * x + c * y;
    const u = vectors[k * d + p]!;
    const v = vectors[k * d + q]!;
    vectors[k * d + p] = c * u - s * v;
    vectors[k * d + q] = s * u + c * v;
  }
}
