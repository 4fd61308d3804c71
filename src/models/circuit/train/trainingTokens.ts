import type { WrittenSum } from "../../../transform/modelTable.ts";
import type { Codebook } from "../tokens/codebook.ts";
import type { ColumnTree } from "./chowLiuTree.ts";
import type { TokenColumns } from "./emEngine.ts";

/** A table as the circuit is fitted to it: the codebook and the tokens of each column, and the tree over the columns. */
export interface TrainingTokens {
  readonly books: readonly Codebook[];
  readonly tokens: TokenColumns;
  readonly tree: ColumnTree;
  /** What rules make of the columns in a written row. */
  readonly written: readonly WrittenSum[];
  /** Whose each row is, where persons or orders have several. */
  readonly units?: Int32Array | undefined;
  /** How often each column says the same thing, from 1 on (`repeatsOf`). */
  readonly repeats: Float64Array;
  /** Whether the tokens are narrower than those the circuit was trained on. */
  readonly isSplit?: boolean;
}
