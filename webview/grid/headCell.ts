import type { GridColumn, GridQuery, GridSummary } from "../../src/protocol/grid.ts";
import type { GridWords } from "../../src/protocol/gridStrings.ts";

const svgSpace = "http://www.w3.org/2000/svg";
const width = 100;
const height = 20;

export interface HeadCell {
  readonly column: GridColumn;
  readonly summary: GridSummary | undefined;
  readonly sort: GridQuery["sort"];
  readonly index: number;
  readonly rows: number;
}

/** Name, distribution and missing share of a column, in its head. */
export function headCell({ column, summary, sort, index, rows }: HeadCell, t: GridWords): HTMLElement {
  const cell = document.createElement("div");
  cell.className = `grid-cell grid-name ${column.kind}`;
  cell.setAttribute("role", "columnheader");
  const sorted = sort?.column === index ? (sort.descending ? "descending" : "ascending") : "none";
  cell.setAttribute("aria-sort", sorted);
  const name = document.createElement("span");
  name.className = "grid-name-text";
  name.textContent = column.name;
  const arrow = document.createElement("span");
  arrow.className = "grid-arrow";
  arrow.setAttribute("aria-hidden", "true");
  arrow.textContent = sorted === "none" ? "" : sorted === "descending" ? "↓" : "↑";
  const top = document.createElement("div");
  top.className = "grid-name-line";
  top.append(name, arrow);
  cell.append(top);
  cell.title = `${column.name}\n${t("grid.sort")}`;
  if (summary !== undefined) {
    cell.append(chart(summary), note(summary, rows, t));
    cell.title = `${column.name}\n${describe(summary, rows, t)}\n${t("grid.sort")}`;
  }
  return cell;
}

function describe(summary: GridSummary, rows: number, t: GridWords): string {
  const { distinct, missing, range, top } = summary;
  const values =
    range === null
      ? top.map(({ value, count }) => `${value}: ${count.toLocaleString()}`)
      : [range.join(" – ")];
  return [t("grid.summary", distinct.toLocaleString(), share(missing, rows)), ...values].join("\n");
}

/** Bars over the range, or those of the most frequent values; nothing where all differ. */
function chart({ counts, top, range }: GridSummary): Element {
  const values = range === null ? top.map(({ count }) => count) : counts;
  const drawing = document.createElementNS(svgSpace, "svg");
  drawing.setAttribute("class", "grid-spark");
  drawing.setAttribute("viewBox", `0 0 ${width} ${height}`);
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("aria-hidden", "true");
  const most = Math.max(1, ...values);
  const slot = width / Math.max(values.length, 10);
  for (const [i, count] of values.entries()) {
    if (count === 0) continue;
    const tall = Math.max(1, (height * count) / most);
    const bar = document.createElementNS(svgSpace, "rect");
    bar.setAttribute("x", String(i * slot + 0.5));
    bar.setAttribute("y", String(height - tall));
    bar.setAttribute("width", String(Math.max(0.5, slot - 1)));
    bar.setAttribute("height", String(tall));
    drawing.append(bar);
  }
  return drawing;
}

function note({ range, distinct, missing, top }: GridSummary, rows: number, t: GridWords): HTMLElement {
  const lines = document.createElement("div");
  lines.className = "grid-note";
  const what = document.createElement("div");
  what.textContent =
    range !== null ? range.join(" – ") : top.length > 0 ? top[0]!.value : distinct.toLocaleString();
  lines.append(what);
  if (missing > 0) {
    const gap = document.createElement("div");
    gap.className = "grid-gap";
    gap.textContent = `${share(missing, rows)} ${t("grid.missing")}`;
    lines.append(gap);
  }
  return lines;
}

function share(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  const isTiny = percent > 0 && percent < 0.1;
  const shown = (isTiny ? 0.1 : percent).toLocaleString(document.documentElement.lang || undefined, {
    maximumFractionDigits: 1,
  });
  return `${isTiny ? "< " : ""}${shown} %`;
}
