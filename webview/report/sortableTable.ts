import { chartRow } from "./rowBelow.ts";

/** Clicking (or Enter on) a header sorts the rows; a second time reverses. Announced through `aria-sort`. */
export function makeSortable(table: HTMLTableElement): void {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) return;
  for (const [column, header] of headers.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sd-sort";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const descending = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", descending ? "descending" : "ascending");
      // a chart stays below the row it belongs to
      const charts = [...body.rows].filter((row) => row.classList.contains(chartRow));
      const owners = charts.map((row) => row.previousElementSibling);
      const rows = [...body.rows]
        .filter((row) => !charts.includes(row))
        .sort((a, b) => compare(a.cells[column], b.cells[column]));
      body.append(...(descending ? rows.reverse() : rows));
      for (const [i, row] of charts.entries()) owners[i]?.after(row);
    });
  }
}

function compare(a: HTMLTableCellElement | undefined, b: HTMLTableCellElement | undefined): number {
  const [x, y] = [sortKey(a), sortKey(b)];
  if (typeof x === "number" && typeof y === "number") return x - y;
  return String(x).localeCompare(String(y));
}

function sortKey(cell: HTMLTableCellElement | undefined): number | string {
  const text = cell?.dataset["sort"] ?? cell?.textContent?.trim() ?? "";
  const number = Number(text.replace(/[,%\s]/g, "").replace("−", "-"));
  return text !== "" && !Number.isNaN(number) ? number : text;
}
