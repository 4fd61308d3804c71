import { type MixedRows, takeMixedRows } from "./mixedRows.ts";

/**
 * Exact nearest neighbors among mixed rows: a k-d tree whose first splits are on categories (one child per category, every other child
 * is at least 2 away in squared distance) and whose later splits are on numbers.
 */
export interface MixedTree {
  readonly rows: MixedRows;
  /** Position in `rows` → index in the rows the tree was built from. */
  readonly original: Uint32Array;
  readonly root: Node;
}

type Node =
  | { readonly kind: "leaf"; readonly start: number; readonly end: number }
  | {
      readonly kind: "category";
      readonly column: number;
      readonly codes: Int32Array;
      readonly children: readonly Node[];
    }
  | {
      readonly kind: "number";
      readonly column: number;
      readonly at: number;
      readonly below: Node;
      readonly above: Node;
    };

const leafRows = 12;

export function buildMixedTree(rows: MixedRows): MixedTree {
  const order = Uint32Array.from({ length: rows.rows }, (_, i) => i);
  // few-valued columns first: their siblings are few where subtrees are large
  const categoryOrder = rows.cardinalities
    .map((_, d) => d)
    .sort((a, b) => distinctCodes(rows, a) - distinctCodes(rows, b));
  const root = split({ rows, order }, 0, rows.rows, categoryOrder);
  return { rows: takeMixedRows(rows, order), original: order, root };
}

export interface Neighbor {
  /** Index in the rows the tree was built from; −1 when there is none. */
  readonly row: number;
  readonly squared: number;
  /** Distances computed and nodes passed. */
  readonly visited: number;
}

/** The row of the tree nearest to row `query` of `from` (same columns), leaving out original row `except` (−1: none). */
export function nearest(tree: MixedTree, from: MixedRows, query: number, except: number): Neighbor {
  const search = new Search(tree, from, query, except);
  search.visit(tree.root, 0);
  return {
    row: search.best < 0 ? -1 : tree.original[search.best]!,
    squared: search.squared,
    visited: search.visited,
  };
}

class Search {
  best = -1;
  squared = Infinity;
  visited = 0;
  readonly #tree: MixedTree;
  readonly #numbers: Float64Array;
  readonly #codes: Int32Array;
  readonly #except: number;
  readonly #offsets: Float64Array;

  constructor(tree: MixedTree, from: MixedRows, query: number, except: number) {
    this.#tree = tree;
    this.#numbers = from.numbers.subarray(query * from.width, (query + 1) * from.width);
    this.#codes = from.codes.subarray(query * from.categories, (query + 1) * from.categories);
    this.#except = except;
    this.#offsets = new Float64Array(from.width);
  }

  /** @param bound lower bound of the squared distance to any row below `node` */
  visit(node: Node, bound: number): void {
    this.visited++;
    if (node.kind === "leaf") {
      this.#scan(node.start, node.end);
    } else if (node.kind === "category") {
      const own = this.#codes[node.column]!;
      for (let c = 0; c < node.codes.length; c++)
        if (node.codes[c] === own) this.visit(node.children[c]!, bound);
      for (let c = 0; c < node.codes.length && bound + 2 < this.squared; c++)
        if (node.codes[c] !== own) this.visit(node.children[c]!, bound + 2);
    } else {
      const gap = this.#numbers[node.column]! - node.at;
      this.visit(gap < 0 ? node.below : node.above, bound);
      const before = this.#offsets[node.column]!;
      const other = bound - before + gap * gap;
      if (other >= this.squared) return;
      this.#offsets[node.column] = gap * gap;
      this.visit(gap < 0 ? node.above : node.below, other);
      this.#offsets[node.column] = before;
    }
  }

  #scan(start: number, end: number): void {
    const { rows, original } = this.#tree;
    const { width, categories, numbers, codes } = rows;
    this.visited += end - start;
    for (let i = start; i < end; i++) {
      let sum = 0;
      const c = i * categories;
      for (let d = 0; d < categories; d++) if (codes[c + d] !== this.#codes[d]) sum += 2;
      if (sum >= this.squared) continue;
      const n = i * width;
      for (let d = 0; d < width; d++) {
        const gap = numbers[n + d]! - this.#numbers[d]!;
        sum += gap * gap;
      }
      if (sum < this.squared && original[i] !== this.#except) {
        this.squared = sum;
        this.best = i;
      }
    }
  }
}

interface OrderedRows {
  readonly rows: MixedRows;
  readonly order: Uint32Array;
}

function split(ordered: OrderedRows, start: number, end: number, categoryOrder: readonly number[]): Node {
  if (end - start <= leafRows) return { kind: "leaf", start, end };
  const { rows, order } = ordered;
  for (const column of categoryOrder) {
    const code = (i: number) => rows.codes[order[i]! * rows.categories + column]!;
    const first = code(start);
    let varies = false;
    for (let i = start + 1; i < end && !varies; i++) varies = code(i) !== first;
    if (!varies) continue;
    const keyed = Array.from(order.subarray(start, end)).sort(
      (a, b) =>
        rows.codes[a * rows.categories + column]! - rows.codes[b * rows.categories + column]! || a - b,
    );
    order.set(keyed, start);
    const rest = categoryOrder.filter((c) => c !== column);
    const codes: number[] = [];
    const children: Node[] = [];
    for (let low = start; low < end; ) {
      let high = low + 1;
      while (high < end && code(high) === code(low)) high++;
      codes.push(code(low));
      children.push(split(ordered, low, high, rest));
      low = high;
    }
    return { kind: "category", column, codes: Int32Array.from(codes), children };
  }
  const column = widestNumber(rows, order, start, end);
  if (column < 0) return { kind: "leaf", start, end };
  const value = (row: number) => rows.numbers[row * rows.width + column]!;
  order.subarray(start, end).sort((a, b) => value(a) - value(b));
  let middle = (start + end) >> 1;
  const at = value(order[middle]!);
  while (middle > start && value(order[middle - 1]!) === at) middle--;
  if (middle === start) while (middle < end && value(order[middle]!) === at) middle++;
  return {
    kind: "number",
    column,
    at: value(order[middle]!),
    below: split(ordered, start, middle, []),
    above: split(ordered, middle, end, []),
  };
}

/** −1 when every number is the same in all these rows. */
function widestNumber(rows: MixedRows, order: Uint32Array, start: number, end: number): number {
  let widest = -1;
  let most = 0;
  for (let d = 0; d < rows.width; d++) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = start; i < end; i++) {
      const v = rows.numbers[order[i]! * rows.width + d]!;
      if (v < low) low = v;
      if (v > high) high = v;
    }
    if (high - low > most) {
      most = high - low;
      widest = d;
    }
  }
  return widest;
}

function distinctCodes(rows: MixedRows, column: number): number {
  const seen = new Uint8Array(rows.cardinalities[column]!);
  let n = 0;
  for (let i = 0; i < rows.rows; i++) {
    const code = rows.codes[i * rows.categories + column]!;
    if (seen[code] === 0) {
      seen[code] = 1;
      n++;
    }
  }
  return n;
}
