import { inEnglish, type Language } from "../../src/language/language.ts";
import { chartRow } from "./rowBelow.ts";

/** Clicking (or Enter on) a header sorts the rows; a second time reverses. Announced through `aria-sort`. */
export function makeSortable(table: HTMLTableElement, language: Language = inEnglish): void {
  const headers = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  const body = table.tBodies[0];
  if (!body || body.rows.length < 2) return;
  for (const [column, header] of headers.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sd-sort";
    button.textContent = header.textContent;
    const meaning = header.querySelector<HTMLElement>("[data-def]")?.dataset["def"];
    if (meaning !== undefined) {
      button.dataset["def"] = meaning;
      button.setAttribute("aria-description", meaning);
    }
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
        .sort((a, b) => compare(sortKey(a.cells[column], language), sortKey(b.cells[column], language)));
      body.append(...(descending ? rows.reverse() : rows));
      for (const [i, row] of charts.entries()) owners[i]?.after(row);
    });
  }
}

function compare(x: number | string, y: number | string): number {
  if (typeof x === "number" && typeof y === "number") return x - y;
  return String(x).localeCompare(String(y));
}

/** `data-sort` holds an English number; what a cell shows is in the language of the page. */
function sortKey(cell: HTMLTableCellElement | undefined, { code }: Language): number | string {
  const kept = cell?.dataset["sort"];
  const text = kept ?? cell?.textContent?.trim() ?? "";
  const plain =
    code === "de" && kept === undefined ? text.replace(/\./g, "").replace(",", ".") : text.replace(/,/g, "");
  const number = Number(plain.replace(/[%\s]/g, "").replace("−", "-"));
  return text !== "" && !Number.isNaN(number) ? number : text;
}
