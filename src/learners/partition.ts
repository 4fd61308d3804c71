/** 1 for every bin that goes left. */
export function leftTable(
  split: { readonly cut: number; readonly missingLeft: boolean; readonly leftBins: Uint32Array | null },
  missingBin: number,
): Uint8Array {
  const table = new Uint8Array(256);
  if (split.leftBins !== null) {
    for (let b = 0; b < 256; b++) table[b] = (split.leftBins[b >> 5]! >>> (b & 31)) & 1;
  } else {
    table.fill(1, 0, split.cut + 1);
    table[missingBin] = split.missingLeft ? 1 : 0;
  }
  return table;
}

/** Stable; rows that go left first; returns where the others start. */
export function partition(
  rows: Int32Array,
  spare: Int32Array,
  start: number,
  end: number,
  bins: Uint8Array,
  base: number,
  goesLeft: Uint8Array,
): number {
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
