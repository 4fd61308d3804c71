import type { GridColumn, GridPage } from "../../src/protocol/grid.ts";

const character = 7.2;
const padding = 22;
const narrowest = 112;
const widest = 300;

/** Widths of columns in pixels, by their names and the longest of the first values. */
export function columnWidths(columns: readonly GridColumn[], page: GridPage): number[] {
  return columns.map(({ name }, k) => {
    let longest = name.length + 2;
    for (const cell of page.columns[k] ?? []) longest = Math.max(longest, cell?.length ?? 0);
    return Math.round(Math.min(widest, Math.max(narrowest, longest * character + padding)));
  });
}

/** Left edge of every column, and at last the width of all. */
export function columnEdges(widths: readonly number[]): number[] {
  const edges = [0];
  for (const width of widths) edges.push(edges.at(-1)! + width);
  return edges;
}

/** First and last column between two places, in pixels. */
export function columnsBetween(edges: readonly number[], left: number, right: number): [number, number] {
  const last = edges.length - 2;
  let from = 0;
  while (from < last && edges[from + 1]! <= left) from++;
  let to = from;
  while (to < last && edges[to + 1]! < right) to++;
  return [from, to];
}
