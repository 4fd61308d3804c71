/** Class of a row that holds a chart and belongs to the row above it. */
export const chartRow = "sd-chart-row";

/** Moves `place` into a row of its own below the one `from` stands in; where that is no table, it stays. */
export function moveBelowRow(from: Element, place: HTMLElement): void {
  const row = from.closest("tr");
  if (row === null) return;
  const before = place.closest(`tr.${chartRow}`);
  const own = document.createElement("tr");
  own.className = chartRow;
  const cell = document.createElement("td");
  cell.colSpan = row.cells.length;
  cell.append(place);
  own.append(cell);
  row.after(own);
  before?.remove();
}
