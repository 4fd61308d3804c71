import type { GridPage } from "../protocol/grid.ts";

/** Rows of a page as CSV, after a line of names if wanted: commas, quotes where needed, missing cells empty. */
export function csvOfPage(names: readonly string[], { numbers, columns }: GridPage, header: boolean): string {
  const lines = header ? [names.map(cell).join(",")] : [];
  for (let row = 0; row < numbers.length; row++)
    lines.push(columns.map((cells) => cell(cells[row] ?? "")).join(","));
  return lines.map((line) => `${line}\n`).join("");
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
