/** Fills a table of 256 bins: 1 for those that go left. */
export function fillLeftTable(
  table: Uint8Array,
  split: { readonly cut: number; readonly missingLeft: boolean; readonly leftBins: Uint32Array | null },
  missingBin: number,
): void {
  table.fill(0);
  if (split.leftBins === null) {
    table.fill(1, 0, split.cut + 1);
    table[missingBin] = split.missingLeft ? 1 : 0;
    return;
  }
  split.leftBins.forEach((word, w) => {
    for (let bits = word; bits !== 0; bits &= bits - 1) table[(w << 5) | (31 - Math.clz32(bits & -bits))] = 1;
  });
}

/** The rows from `start` to `end` of a list, with room for as many. */
interface RowSpan {
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** Where each row goes: `goesLeft[bins[base + row]]`. */
interface BinSides {
  readonly bins: Uint8Array;
  readonly base: number;
  readonly goesLeft: Uint8Array;
}

/** Partitions the rows of a span. Stable; rows that go left first; returns where the others start. */
export function partition({ rows, spare, start, end }: RowSpan, { bins, base, goesLeft }: BinSides): number {
  let left = start;
  let right = 0;
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    const go = goesLeft[bins[base + row]!]!;
    rows[left] = row;
    spare[right] = row;
    left += go;
    right += 1 - go;
  }
  for (let i = 0; i < right; i++) rows[left + i] = spare[i]!;
  return left;
}
