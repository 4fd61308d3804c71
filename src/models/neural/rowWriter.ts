import type { EncodedRows } from "../../transform/matrix/matrix.ts";
import type { OutputLayout } from "./outputLayout.ts";

/** Writes encoded rows as dense rows of a network's layout. */
export class RowWriter {
  readonly #encoded: EncodedRows;
  readonly #softmaxWidth: number;
  /** Per column of `codes`: where its block starts. */
  readonly #offsets: Int32Array;

  constructor(encoded: EncodedRows, layout: OutputLayout) {
    this.#encoded = encoded;
    this.#softmaxWidth = layout.softmaxWidth;
    this.#offsets = new Int32Array(layout.codeCount);
    for (const block of layout.blocks) this.#offsets[block.code] = block.offset;
  }

  /** Writes a row at `at`, where `out` holds zeros. */
  write(row: number, out: Float32Array, at: number): void {
    const { alphas, codes } = this.#encoded;
    const offsets = this.#offsets;
    const codeCount = offsets.length;
    const firstCode = row * codeCount;
    for (let j = 0; j < codeCount; j++) out[at + offsets[j]! + codes[firstCode + j]!] = 1;
    const alphaCount = alphas.length / this.#encoded.rows;
    const firstAlpha = row * alphaCount;
    const to = at + this.#softmaxWidth;
    for (let j = 0; j < alphaCount; j++) out[to + j] = alphas[firstAlpha + j]!;
  }
}
