import { inLanguage, type Language, sayIn, wholeNumber } from "../../src/language/language.ts";
import { rows as rowsText } from "../../src/metrics/formatScore.ts";
import type { GridJson } from "../../src/protocol/notebook.ts";
import { button } from "./stage.ts";

/** Rows on one page. */
const pageRows = 25;

/** Asks the extension for rows of a grid; undefined where there is nobody to ask. */
export type FetchPage = (handle: string, offset: number, rows: number) => Promise<GridJson | null>;

/** A table of values with pages; rows that did not come with the output are fetched when they are wanted. */
export function showGrid(
  host: HTMLElement,
  first: GridJson,
  { fetchPage, language }: { readonly fetchPage: FetchPage | undefined; readonly language: Language },
): HTMLElement {
  const say = sayIn(language);
  const number = (n: number): string => inLanguage(language, [], () => wholeNumber(n));
  const size = inLanguage(language, [], () => rowsText(first.total));
  const view = document.createElement("div");
  view.className = "sd-report sd-grid-view";
  const scroll = document.createElement("div");
  scroll.className = "sd-scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", first.title || say("Result"));
  const bar = document.createElement("div");
  bar.className = "sd-buttons";
  const place = document.createElement("span");
  place.className = "sd-dim";
  place.setAttribute("role", "status");
  let loaded = first;
  let offset = 0;

  const has = (row: number): boolean => row >= loaded.offset && row < loaded.offset + lengthOf(loaded);
  const draw = (): void => {
    const end = Math.min(first.total, offset + pageRows);
    scroll.replaceChildren(inLanguage(language, [], () => tableOf(loaded, offset, end)));
    place.textContent =
      first.total <= pageRows ? size : say("{0} of {1}", `${number(offset + 1)}–${number(end)}`, size);
    for (const [k, target] of targets().entries())
      buttons[k]!.disabled = target === offset || !reachable(target);
  };
  const reachable = (target: number): boolean =>
    has(target) || (first.handle !== null && fetchPage !== undefined);
  const lastPage = Math.max(0, Math.ceil(first.total / pageRows) - 1) * pageRows;
  const targets = (): number[] => [
    0,
    Math.max(0, offset - pageRows),
    Math.min(lastPage, offset + pageRows),
    lastPage,
  ];
  const go = async (target: number): Promise<void> => {
    const end = Math.min(first.total, target + pageRows);
    if (!has(target) || !has(end - 1)) {
      if (lengthOf(first) >= end) loaded = first;
      else if (first.handle !== null && fetchPage !== undefined) {
        place.textContent = say("reading…");
        const page = await fetchPage(first.handle, target, pageRows * 8);
        if (page === null) {
          place.textContent = say("This result is no longer open: run the cell again to see other rows.");
          return;
        }
        loaded = page;
      } else return;
    }
    offset = target;
    draw();
  };
  const buttons = [say("First"), say("Previous"), say("Next"), say("Last")].map((text, k) =>
    button(text, () => void go(targets()[k]!)),
  );
  if (first.total > pageRows) bar.append(...buttons);
  bar.append(place);
  view.append(scroll, bar);
  host.append(view);
  draw();
  if (first.total > lengthOf(first) && (first.handle === null || fetchPage === undefined)) {
    const note = document.createElement("span");
    note.className = "sd-dim";
    note.textContent = `· ${say("the first {0} are here; run the cell to see the others", number(lengthOf(first)))}`;
    bar.append(note);
  }
  return bar;
}

function lengthOf(grid: GridJson): number {
  return grid.columns[0]?.values.length ?? 0;
}

function tableOf(grid: GridJson, from: number, to: number): HTMLTableElement {
  const table = document.createElement("table");
  table.className = "sd-table sd-grid-table";
  const head = table.createTHead().insertRow();
  head.append(cell("th", "", "sd-row-number"));
  for (const { name, type } of grid.columns) {
    const th = cell("th", name, isNumber(type) ? "sd-num" : "");
    th.setAttribute("scope", "col");
    const kind = document.createElement("span");
    kind.className = "sd-type";
    kind.textContent = type.toLowerCase();
    th.append(kind);
    head.append(th);
  }
  const body = table.createTBody();
  for (let row = from; row < to; row++) {
    const tr = body.insertRow();
    const number = cell("th", wholeNumber(row + 1), "sd-row-number");
    number.setAttribute("scope", "row");
    tr.append(number);
    for (const { values, type } of grid.columns) {
      const value = values[row - grid.offset] ?? null;
      const td = cell("td", value ?? "null", value === null ? "sd-null" : isNumber(type) ? "sd-num" : "");
      if (value !== null && value.length > 40) td.title = value;
      tr.append(td);
    }
  }
  return table;
}

function isNumber(type: string): boolean {
  return /INT|DOUBLE|FLOAT|DECIMAL|^integer$|^decimal$/i.test(type);
}

function cell(kind: "th" | "td", text: string, name: string): HTMLElement {
  const made = document.createElement(kind);
  made.textContent = text;
  if (name !== "") made.className = name;
  return made;
}
