import type { GridColumn, GridPage } from "../../src/protocol/grid.ts";

/** The width of a text in pixels, as a column's name, in a cell, or below the name. */
export type TextWidth = (text: string, place: keyof typeof fonts) => number;

const fonts = { name: "600 13px", cell: "13px", note: "11px" } as const;
/** Left and right of a text, and the border. */
const padding = 22;
/** The arrow of a sorted column. */
const arrow = 16;
const narrowest = 112;
const widest = 320;

/** Returns a measure in the font that `element` is written in. */
export function textWidthOf(element: HTMLElement): TextWidth {
  const drawing = document.createElement("canvas").getContext("2d")!;
  const family = getComputedStyle(element).fontFamily;
  return (text, place) => {
    drawing.font = `${fonts[place]} ${family}`;
    return drawing.measureText(text).width;
  };
}

/** Returns widths of columns in pixels: room for the name, the longest of the first values, and a range of two such values below the name. */
export function columnWidths(columns: readonly GridColumn[], page: GridPage, textWidth: TextWidth): number[] {
  return columns.map(({ name, kind }, k) => {
    const longest = (page.columns[k] ?? []).reduce<string>(
      (most, cell) => ((cell?.length ?? 0) > most.length ? cell! : most),
      "",
    );
    const isRanged = kind === "number" || kind === "date";
    const needed = Math.max(
      textWidth(name, "name") + arrow,
      textWidth(longest, "cell"),
      isRanged ? textWidth(`${longest} – ${longest}`, "note") : 0,
    );
    return Math.ceil(Math.min(widest, Math.max(narrowest, needed + padding)));
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
