/** Where the rows of a long list are: all of one height, some with something below them. Pixels. */
export interface VirtualRows {
  readonly count: number;
  readonly total: number;
  top(index: number): number;
  /** The row (or what is below it) at a height, within the list. */
  indexAt(y: number): number;
}

/** `extra`: height below a row, by index. */
export function virtualRows(
  count: number,
  rowHeight: number,
  extra: ReadonlyMap<number, number>,
): VirtualRows {
  const indexes = [...extra.keys()].filter((i) => i >= 0 && i < count).sort((a, b) => a - b);
  const before = new Float64Array(indexes.length + 1);
  indexes.forEach((index, i) => {
    before[i + 1] = before[i]! + (extra.get(index) ?? 0);
  });
  const top = (index: number): number => index * rowHeight + before[below(indexes, index)]!;
  return {
    count,
    total: count * rowHeight + before[indexes.length]!,
    top,
    indexAt(y) {
      let low = 0;
      let high = Math.max(0, count - 1);
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (top(middle) <= y) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/** The rows to draw: those in view and `overscan` more on each side; `to` is exclusive. */
export function visibleRange(
  rows: VirtualRows,
  scrollTop: number,
  height: number,
  overscan: number,
): { readonly from: number; readonly to: number } {
  if (rows.count === 0) return { from: 0, to: 0 };
  return {
    from: Math.max(0, rows.indexAt(Math.max(0, scrollTop)) - overscan),
    to: Math.min(rows.count, rows.indexAt(Math.max(0, scrollTop + height)) + 1 + overscan),
  };
}

/** Scroll position that brings [top, bottom] into view with the least movement; `covered` pixels on top are hidden. */
export function scrollInto(
  { top, bottom }: { readonly top: number; readonly bottom: number },
  scrollTop: number,
  height: number,
  covered: number,
): number {
  if (top < scrollTop + covered) return Math.max(0, top - covered);
  if (bottom > scrollTop + height) return Math.min(top - covered, bottom - height);
  return scrollTop;
}

/** How many of the ascending `indexes` are below `index`. */
function below(indexes: readonly number[], index: number): number {
  let low = 0;
  let high = indexes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indexes[middle]! < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
