import type { Random } from "../../numerics/random.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Tokens per column, rows long; −1 where unknown. */
export type TokenColumns = readonly Int32Array[];

/** Matrices of rows × tokens: what is given, and the weight of what is asked. */
export interface Question {
  readonly known: Float32Array;
  readonly asked: Float32Array;
}

/**
 * What a row is asked in training: some columns are given, others are to be predicted. Three quarters of the rows (all,
 * without `anyOrder`) are given the first columns of the fixed order and mostly asked the next one; the others are given a
 * random subset of random size and asked all the rest with equal weight, which is unbiased for the mean over all orders
 * (Hoogeboom et al., "Autoregressive Diffusion Models", ICLR 2022, eq. 9). The weights of a question sum to the number of
 * columns.
 */
export class Questions {
  readonly #vocabulary: Vocabulary;
  readonly #tokens: TokenColumns;
  readonly #order: readonly number[];
  readonly #anyOrder: boolean;
  readonly #lastShare: number;
  readonly #columns: Uint16Array;

  /** @param lastShare share of the questions in fixed order that ask the last column given all others, above its turn */
  constructor(
    vocabulary: Vocabulary,
    { tokens, order }: { readonly tokens: TokenColumns; readonly order: readonly number[] },
    { anyOrder, lastShare }: { readonly anyOrder: boolean; readonly lastShare: number },
  ) {
    this.#vocabulary = vocabulary;
    this.#tokens = tokens;
    this.#order = order;
    this.#anyOrder = anyOrder;
    this.#lastShare = lastShare;
    this.#columns = Uint16Array.from(order.keys());
  }

  /** Random words one question takes. */
  get words(): number {
    return 1 + this.#order.length;
  }

  /** Writes a question about a row at `at` of both matrices, which hold zeros there. Draws `words` words. */
  write(row: number, random: Random, { known, asked }: Question, at: number): void {
    const n = this.#order.length;
    const word = random.uint32();
    const fixed = !this.#anyOrder || (word & 3) !== 0;
    const lastShare = fixed ? this.#lastShare : 0;
    const u = ((word >>> 2) * 2 ** -30 - lastShare) / (1 - lastShare);
    const given = u < 0 ? n - 1 : Math.floor(u * n);
    const columns = this.#columns;
    for (let i = 0; i < n; i++) columns[i] = this.#order[i]!;
    for (let i = 0; i < n; i++) {
      const other = i + random.below(n - i);
      if (fixed) continue;
      const held = columns[i]!;
      columns[i] = columns[other]!;
      columns[other] = held;
    }
    const rest = n - given;
    for (let i = 0; i < n; i++) {
      const j = columns[i]!;
      const token = this.#tokens[j]![row]!;
      if (token < 0) continue;
      const place = at + this.#vocabulary.offsets[j]! + token;
      if (i < given) known[place] = 1;
      else asked[place] = fixed ? fixedWeight(i === given, rest, n) : n / rest;
    }
  }
}

const asideShare = 0.15;

/** The next column has most of the weight; the later ones, asked to train the trunk, share the rest. */
function fixedWeight(next: boolean, rest: number, columns: number): number {
  if (rest === 1) return columns;
  return next ? (1 - asideShare) * columns : (asideShare * columns) / (rest - 1);
}
