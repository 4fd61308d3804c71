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
  /** Whether the tokens are narrower than those the circuit was trained on. */
  readonly isSplit?: boolean;
}
