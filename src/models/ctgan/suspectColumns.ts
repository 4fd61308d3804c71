import type { GanData } from "./ganData.ts";

/** Which columns look guilty when training diverges, as a sentence. */
export function blameColumns({ encoded, layout, columnNames }: GanData): string {
  const found: string[] = [];
  for (const block of layout.blocks) {
    const counts = new Uint32Array(block.size);
    for (let i = 0; i < encoded.rows; i++) counts[encoded.codes[i * layout.codeCount + block.code]!]!++;
    const empty = counts.filter((n) => n === 0).length;
    if (block.size > 500 || empty > 0)
      found.push(`${columnNames[block.column]} (${block.size} categories, ${empty} of them empty)`);
  }
  for (let j = 0; j < layout.alphaCount; j++) {
    let edge = 0;
    let bad = 0;
    for (let i = 0; i < encoded.rows; i++) {
      const alpha = encoded.alphas[i * layout.alphaCount + j]!;
      if (!Number.isFinite(alpha)) bad++;
      else if (Math.abs(alpha) >= 0.99) edge++;
    }
    const name = columnNames[layout.alphaColumns[j]!];
    if (bad > 0) found.push(`${name} (${bad} values are not finite once scaled)`);
    else if (edge > encoded.rows / 20)
      found.push(
        `${name} (${Math.round((100 * edge) / encoded.rows)} % of its values lie outside every mode)`,
      );
  }
  return found.length === 0
    ? "No column looks unusual."
    : `Columns to look at: ${found.slice(0, 5).join(", ")}.`;
}
