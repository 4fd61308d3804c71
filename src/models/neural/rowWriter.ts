import type { EncodedRows } from "../../transform/matrix.ts";
import type { OutputLayout } from "./outputLayout.ts";

/** Writes one encoded row as a dense row of the network's layout at `at`; `out` holds zeros there. */
export function writeDenseRow(
  encoded: EncodedRows,
  row: number,
  layout: OutputLayout,
  out: Float32Array,
  at: number,
): void {
  const codes = row * layout.codeCount;
  for (const block of layout.blocks) out[at + block.offset + encoded.codes[codes + block.code]!] = 1;
  const alphas = row * layout.alphaCount;
  const first = at + layout.softmaxWidth;
  for (let j = 0; j < layout.alphaCount; j++) out[first + j] = encoded.alphas[alphas + j]!;
}
