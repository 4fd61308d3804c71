import { counted, grouped } from "../language/counts.ts";
import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";
import type { Paint } from "./paint.ts";
import { visibleLength, wrapWords } from "./shell/wrapWords.ts";
import { cell, escapeControl } from "./textTable.ts";

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A profile as text: one line a column, with why it is of its type at the end, then the warnings.
 *
 * @param room characters of a line; what does not fit stands below, broken between words
 */
export function profileLines(profile: TableProfile, paint: Paint, room = Number.POSITIVE_INFINITY): string[] {
  const width = Math.min(32, Math.max(6, ...profile.columns.map((c) => c.name.length)));
  const header = [cell("column", width), headerCells, "values"].map((part) => paint("bold", part));
  return [
    `${counted(profile.rows, "row")} × ${counted(profile.columns.length, "column")}`,
    "",
    fitted(header, room),
    ...profile.columns.map((column) => fitted(columnParts(column, width, paint), room)),
    ...(profile.warnings.length > 0
      ? ["", ...profile.warnings.map((text) => wrapWords(paint("yellow", `⚠ ${text}`), room))]
      : []),
  ];
}

const headerCells = `${cell("type", 11)}  ${cell("missing", 7)}  ${cell("distinct", 9)}`;

/** The name, what stands in columns, the values, and why. */
function columnParts(column: ColumnProfile, width: number, paint: Paint): string[] {
  const missing = column.missing === 0 ? "–" : `${((100 * column.missing) / column.rows).toFixed(1)} %`;
  const cells = [
    paint("cyan", cell(column.sdtype, 11)),
    cell(missing, 7),
    cell(grouped(column.cardinality), 9),
  ];
  return [
    cell(column.name, width),
    cells.join("  "),
    valuesOf(column, paint),
    paint("dim", `(${escapeControl(column.reason)})`),
  ].filter((part) => part !== "");
}

/** The parts beside each other as far as they fit, the others below. */
function fitted(parts: readonly string[], room: number): string {
  const lines: string[] = [];
  for (const part of parts) {
    const joined = `${lines.at(-1)}  ${part}`;
    if (lines.length > 0 && visibleLength(joined) <= room) lines[lines.length - 1] = joined;
    else lines.push(lines.length === 0 ? part : wrapWords(`  ${part}`, room));
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

function valuesOf(column: ColumnProfile, paint: Paint): string {
  if (column.histogram) {
    const most = Math.max(1, ...column.histogram.counts);
    const spark = column.histogram.counts
      .map((n) => (n === 0 ? " " : blocks[Math.min(7, Math.floor((8 * n) / (most + 1)))]!))
      .join("");
    return `${paint("cyan", spark)}  ${bound(column, column.min)} … ${bound(column, column.max)}`;
  }
  if (column.sdtype === "id" || column.sdtype === "text")
    return column.pattern === undefined || column.pattern === null ? "" : paint("dim", column.pattern);
  return column.top
    .slice(0, 4)
    .map(
      ({ value, count }) =>
        `${cell(value, 0, 18)} ${paint("dim", `${Math.round((100 * count) / column.rows)} %`)}`,
    )
    .join("  ");
}

function bound(column: ColumnProfile, value: number | null): string {
  if (value === null) return "–";
  if (column.sdtype !== "datetime") return escapeControl(String(Number(value.toPrecision(8))));
  return new Date(value).toISOString().slice(0, 19).replace("T", " ").replace(" 00:00:00", "");
}
