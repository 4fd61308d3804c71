import type { ColumnProfile, TableProfile } from "../table/profile/tableProfile.ts";
import { formatCount, formatNoun } from "./formatValues.ts";
import type { Paint } from "./paint.ts";
import { cell, escapeControl } from "./textTable.ts";

const blocks = "▁▂▃▄▅▆▇█";

/** A profile as text: one line a column, then the warnings. */
export function profileLines(profile: TableProfile, paint: Paint): string[] {
  const width = Math.min(32, Math.max(6, ...profile.columns.map((c) => c.name.length)));
  const header = `${cell("column", width)}  ${cell("type", 11)}  ${cell("missing", 7)}  ${cell("distinct", 9)}  values`;
  return [
    `${formatNoun(profile.rows, "row")} × ${formatNoun(profile.columns.length, "column")}`,
    "",
    paint("bold", header),
    ...profile.columns.map((column) => columnLine(column, width, paint)),
    ...(profile.warnings.length > 0
      ? ["", ...profile.warnings.map((text) => paint("yellow", `⚠ ${text}`))]
      : []),
  ];
}

function columnLine(column: ColumnProfile, width: number, paint: Paint): string {
  const missing = column.missing === 0 ? "–" : `${((100 * column.missing) / column.rows).toFixed(1)} %`;
  return [
    cell(column.name, width),
    paint("cyan", cell(column.sdtype, 11)),
    cell(missing, 7),
    cell(formatCount(column.cardinality), 9),
    valuesOf(column, paint),
  ].join("  ");
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
    return paint("dim", column.pattern ?? column.reason);
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
