/** Category of every row, 0 … cardinality − 1; missing has a code of its own where it counts as a category. */
export interface Coded {
  readonly codes: Uint16Array | Uint32Array;
  readonly cardinality: number;
}

/** Codes stored as narrow as they fit. */
export function codeArray(rows: number, cardinality: number): Uint16Array | Uint32Array {
  return cardinality <= 65536 ? new Uint16Array(rows) : new Uint32Array(rows);
}

/** How often each code occurs. */
interface Margin {
  readonly totals: Float64Array;
  /** Codes that occur. */
  readonly used: number;
  /** In nats. */
  readonly entropy: number;
}

/** Cells of a contingency table that hold rows, in ascending order of `cell` = row · columns + column. */
export interface Contingency {
  readonly rows: Margin;
  readonly columns: Margin;
  readonly total: number;
  /** Dense counts (`cells` null), or the counts of `cells`. */
  readonly counts: Uint32Array;
  readonly cells: Float64Array | null;
}

/** Memory that tables are counted in, used again and again: a wide table has very many pairs. */
export class CountMemory {
  readonly #blocks: Uint32Array[] = [];
  #taken = 0;

  /** Takes all of it back: what was counted before must not be read any more. */
  reuse(): void {
    this.#taken = 0;
  }

  /** So many zeros. */
  take(size: number): Uint32Array {
    let block = this.#blocks[this.#taken];
    if (block === undefined || block.length < size) block = new Uint32Array(size);
    this.#blocks[this.#taken++] = block;
    return block.subarray(0, size).fill(0);
  }
}

/** Cross-counts two codings of the same rows; dense up to 4 million cells, run lengths of sorted cells above. */
export function crossCount(a: Coded, b: Coded, memory = new CountMemory()): Contingency {
  const size = a.cardinality * b.cardinality;
  const shape = { rows: marginOf(a), columns: marginOf(b), total: a.codes.length };
  if (size <= denseLimit) {
    const counts = memory.take(size);
    countDense(a.codes, b.codes, b.cardinality, counts);
    return { ...shape, counts, cells: null };
  }
  const keys = new Float64Array(a.codes.length);
  for (let i = 0; i < keys.length; i++) keys[i] = a.codes[i]! * b.cardinality + b.codes[i]!;
  keys.sort();
  let distinct = 0;
  const counts = new Uint32Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    if (i > 0 && keys[i] !== keys[i - 1]) distinct++;
    keys[distinct] = keys[i]!;
    counts[distinct]!++;
  }
  const used = keys.length === 0 ? 0 : distinct + 1;
  return { ...shape, counts: counts.slice(0, used), cells: keys.slice(0, used) };
}

const denseLimit = 4_194_304;

/** Adds to `counts` the rows of every cell. */
export function countDense(
  a: Uint16Array | Uint32Array,
  b: Uint16Array | Uint32Array,
  columns: number,
  counts: Uint32Array,
): void {
  for (let i = 0; i < a.length; i++) counts[a[i]! * columns + b[i]!]!++;
}

const margins = new WeakMap<Coded, Margin>();

/** The margin of a coding, the same in every table that it is in. */
function marginOf(coded: Coded): Margin {
  let margin = margins.get(coded);
  if (margin === undefined) {
    const totals = new Float64Array(coded.cardinality);
    for (const code of coded.codes) totals[code]!++;
    margin = { totals, used: occurring(totals), entropy: entropy(totals, coded.codes.length) };
    margins.set(coded, margin);
  }
  return margin;
}

/** 1 − ½ Σ |p − q| over the cells of two tables of the same shape; NaN when one is empty. */
export function totalVariationSimilarity(a: Contingency, b: Contingency): number {
  const n = a.total;
  const m = b.total;
  if (n === 0 || m === 0) return NaN;
  let distance = 0;
  if (a.cells === null || b.cells === null) {
    for (let i = 0; i < a.counts.length; i++) distance += Math.abs(a.counts[i]! / n - b.counts[i]! / m);
    return 1 - distance / 2;
  }
  let i = 0;
  let j = 0;
  while (i < a.counts.length || j < b.counts.length) {
    const x = i < a.counts.length ? a.cells[i]! : Infinity;
    const y = j < b.counts.length ? b.cells[j]! : Infinity;
    const p = x <= y ? a.counts[i++]! / n : 0;
    const q = y <= x ? b.counts[j++]! / m : 0;
    distance += Math.abs(p - q);
  }
  return 1 - distance / 2;
}

/**
 * Cramér's V, √(χ² / n / (min(r, c) − 1)) over the rows and columns that occur, without continuity correction
 * (`scipy.stats.contingency.association`); NaN when fewer than two rows or columns occur.
 */
export function cramersV(table: Contingency): number {
  const { rows, columns } = table;
  const smaller = Math.min(rows.used, columns.used);
  if (smaller < 2) return NaN;
  let sum = 0;
  forEachCell(table, (row, column, count) => {
    sum += (count * count) / (rows.totals[row]! * columns.totals[column]!);
  });
  return Math.min(1, Math.sqrt(Math.max(sum - 1, 0) / (smaller - 1)));
}

/** Normalized mutual information 2·I / (H_row + H_column) in [0, 1], I = H_row + H_column − H; 0 when both entropies are 0. */
export function normalizedMutualInformation({ rows, columns, total: n, counts }: Contingency): number {
  const entropies = rows.entropy + columns.entropy;
  if (!(entropies > 0)) return 0;
  let logs = 0;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count > 1) logs += count < knownLogs ? countLogs[count]! : count * Math.log(count);
  }
  const information = entropies - (Math.log(n) - logs / n);
  return Math.min(1, Math.max(0, (2 * information) / entropies));
}

/** c ln c of small counts. */
const knownLogs = 1024;
const countLogs = Float64Array.from({ length: knownLogs }, (_, c) => (c > 0 ? c * Math.log(c) : 0));

function forEachCell(table: Contingency, visit: (row: number, column: number, count: number) => void): void {
  const { counts, cells } = table;
  const columns = table.columns.totals.length;
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (count === 0) continue;
    const cell = cells === null ? i : cells[i]!;
    const row = Math.floor(cell / columns);
    visit(row, cell - row * columns, count);
  }
}

function occurring(totals: Float64Array): number {
  let n = 0;
  for (let i = 0; i < totals.length; i++) if (totals[i]! > 0) n++;
  return n;
}

function entropy(totals: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < totals.length; i++)
    if (totals[i]! > 0) sum -= (totals[i]! / n) * Math.log(totals[i]! / n);
  return sum;
}
