import type { MatrixLayout, Span } from "../../transform/matrix/matrix.ts";

/**
 * Order of the columns within a network: softmax blocks of discrete columns first (they double as the condition
 * vector), then the other softmax blocks, then the tanh columns. Rows in this order never leave the model.
 */
export interface OutputLayout {
  readonly width: number;
  readonly blocks: readonly Block[];
  readonly blockSizes: readonly number[];
  /** The first blocks: those of discrete columns. */
  readonly conditionBlocks: number;
  /** Σ sizes of the condition blocks. */
  readonly conditionWidth: number;
  /** Σ sizes of all blocks; the alphas follow. */
  readonly softmaxWidth: number;
  readonly alphaCount: number;
  readonly codeCount: number;
  /** Index in the ModelTable of the column of each alpha. */
  readonly alphaColumns: readonly number[];
}

export interface Block {
  readonly offset: number;
  readonly size: number;
  /** Column of `EncodedRows.codes`. */
  readonly code: number;
  /** Index of the column in the ModelTable. */
  readonly column: number;
}

type SoftmaxSpan = Extract<Span, { kind: "softmax" }>;

export function outputLayout(matrix: MatrixLayout): OutputLayout {
  const spans = matrix.spans.filter((s): s is SoftmaxSpan => s.kind === "softmax");
  const ordered = [
    ...spans.filter((s) => s.role === "category"),
    ...spans.filter((s) => s.role !== "category"),
  ];
  let offset = 0;
  const blocks = ordered.map((s): Block => {
    offset += s.size;
    return { offset: offset - s.size, size: s.size, code: s.index, column: s.column };
  });
  const conditionBlocks = spans.filter((s) => s.role === "category").length;
  const conditionWidth = blocks.slice(0, conditionBlocks).reduce((n, b) => n + b.size, 0);
  return {
    width: offset + matrix.alphaCount,
    blocks,
    blockSizes: blocks.map((b) => b.size),
    conditionBlocks,
    conditionWidth,
    softmaxWidth: offset,
    alphaCount: matrix.alphaCount,
    codeCount: matrix.codeCount,
    alphaColumns: matrix.spans
      .flatMap((s) => (s.kind === "tanh" ? [s] : []))
      .sort((a, b) => a.index - b.index)
      .map((s) => s.column),
  };
}
