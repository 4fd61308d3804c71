import type { GridAnswer, GridColumn, GridPage, GridQuery, GridSummary } from "../../src/protocol/grid.ts";
import type { GridWords } from "../../src/protocol/gridStrings.ts";
import { columnEdges, columnsBetween, columnWidths, textWidthOf } from "./columnWidths.ts";
import { headCell } from "./headCell.ts";
import { moved, type Place } from "./moves.ts";
import { blockRows, PageCache } from "./pageCache.ts";
import { RowScroll } from "./rowScroll.ts";

const rowHeight = 24;
const headHeight = 84;
const numberWidth = 76;
/** Rows drawn beyond those in view. */
const overscan = 4;
const wheelRow = 40;

/** What a grid asks of the page it is on. */
export interface GridActions {
  ask(offset: number, rows: number): void;
  sort(sort: GridQuery["sort"]): void;
  copy(rows: readonly [number, number], columns: readonly [number, number]): void;
}

let nextId = 1;

/** Rows and columns of one table: only what is in view is drawn, what is not here yet is asked for. */
export class GridTable {
  readonly element = document.createElement("div");
  readonly #id = `grid${nextId++}`;
  readonly #space = document.createElement("div");
  readonly #view = document.createElement("div");
  readonly #cache = new PageCache();
  readonly #scroll = new RowScroll(rowHeight);
  readonly #actions: GridActions;
  readonly #t: GridWords;
  #columns: readonly GridColumn[] = [];
  #edges: readonly number[] = [0];
  #summaries: (GridSummary | undefined)[] = [];
  #sort: GridQuery["sort"] = null;
  #fileRows = 0;
  #top = 0;
  #active: Place = { row: 0, column: 0 };
  #anchor: Place = { row: 0, column: 0 };
  #frame = 0;
  /** Pages, sorting and filters work. */
  #loaded = false;
  readonly #size: ResizeObserver;

  constructor(actions: GridActions, t: GridWords) {
    this.#actions = actions;
    this.#t = t;
    this.element.className = "grid-scroll";
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "grid");
    this.element.setAttribute("aria-readonly", "true");
    this.element.setAttribute("aria-multiselectable", "true");
    this.element.setAttribute("aria-label", t("grid.label"));
    this.#space.className = "grid-space";
    this.#view.className = "grid-view";
    this.#space.append(this.#view);
    this.element.append(this.#space);
    this.element.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("mousedown", (event) => this.#pressed(event));
    this.#size = new ResizeObserver(() => this.#resized());
    this.#size.observe(this.element);
  }

  dispose(): void {
    this.#size.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  get selection(): { readonly rows: readonly [number, number]; readonly columns: readonly [number, number] } {
    const [a, b] = [this.#anchor, this.#active];
    return {
      rows: [Math.max(0, Math.min(a.row, b.row)), Math.max(0, a.row, b.row)],
      columns: [Math.min(a.column, b.column), Math.max(a.column, b.column)],
    };
  }

  get activeNumber(): number | undefined {
    return this.#cache.numberOf(this.#active.row);
  }

  /** The first rows of the file. */
  first(columns: readonly GridColumn[], page: GridPage): void {
    this.#loaded = false;
    this.#sort = null;
    this.#columns = columns;
    this.#edges = columnEdges(columnWidths(columns, page, textWidthOf(this.element)));
    this.#summaries = [];
    this.#cache.clear();
    this.#cache.add(page);
    this.element.setAttribute("aria-colcount", String(columns.length + 1));
    this.#setRows(page.numbers.length);
  }

  /** All `rows` of the file can be asked for. */
  loaded(rows: number): void {
    this.#loaded = true;
    this.#fileRows = rows;
    this.#setRows(rows);
  }

  summary(column: number, summary: GridSummary): void {
    this.#summaries[column] = summary;
    this.#draw();
  }

  /** Another order or filter: what is here is of no use any more. */
  reset(sort: GridQuery["sort"]): void {
    this.#sort = sort;
    this.#cache.clear();
    this.#draw();
  }

  page({ total, page }: GridAnswer): void {
    this.#cache.add(page);
    if (total !== this.#scroll.rows) this.#setRows(total);
    else this.#draw();
  }

  /** Brings a row into view and makes it the active one. */
  goTo(row: number, column = this.#active.column): void {
    this.#active = { row: Math.max(0, Math.min(row, this.#scroll.rows - 1)), column };
    this.#anchor = this.#active;
    this.#reveal();
  }

  #setRows(rows: number): void {
    this.#scroll.rows = rows;
    this.element.setAttribute("aria-rowcount", String(rows + 1));
    this.#active = { ...this.#active, row: Math.min(this.#active.row, Math.max(0, rows - 1)) };
    this.#anchor = this.#active;
    this.#resized();
  }

  #resized(): void {
    this.#scroll.height = Math.max(rowHeight, this.element.clientHeight - headHeight);
    this.#space.style.height = `${this.#scroll.space + headHeight}px`;
    this.#space.style.width = `${numberWidth + this.#edges.at(-1)!}px`;
    this.#top = Math.min(this.#top, this.#scroll.lastTop);
    this.#draw();
  }

  #scrolled(): void {
    // a position that we set ourselves stands for the very row it was set for
    if (Math.abs(this.#scroll.scrollOf(this.#top) - this.element.scrollTop) > 1)
      this.#top = this.#scroll.topOf(this.element.scrollTop);
    this.#draw();
  }

  #wheel(event: WheelEvent): void {
    if (!this.#scroll.scaled || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    const rows = event.deltaMode === 0 ? event.deltaY / wheelRow : event.deltaY;
    this.#scrollTo(this.#top + rows);
  }

  #scrollTo(top: number): void {
    this.#top = Math.max(0, Math.min(top, this.#scroll.lastTop));
    this.element.scrollTop = this.#scroll.scrollOf(this.#top);
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    const work = this.#commandOf(event.key.toLowerCase(), control) ?? this.#moveOf(event, control);
    if (work === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  }

  #commandOf(key: string, control: boolean): (() => void) | undefined {
    if (control && key === "c") return () => this.copy();
    if (control && key === "a") return () => this.#selectAll();
    const isPress = key === "enter" || key === " ";
    return isPress && this.#active.row < 0 ? () => this.#sortBy(this.#active.column) : undefined;
  }

  #moveOf(event: KeyboardEvent, control: boolean): (() => void) | undefined {
    const extent = {
      rows: this.#scroll.rows,
      columns: this.#columns.length,
      page: Math.max(1, Math.floor(this.#scroll.height / rowHeight) - 1),
    };
    const place = moved(this.#active, extent, { key: event.key, control });
    if (place === undefined) return undefined;
    return () => {
      this.#active = place;
      if (!event.shiftKey) this.#anchor = place;
      this.#reveal();
    };
  }

  copy(): void {
    const { rows, columns } = this.selection;
    if (this.#scroll.rows > 0) this.#actions.copy(rows, columns);
  }

  #selectAll(): void {
    this.#anchor = { row: 0, column: 0 };
    this.#active = { row: this.#scroll.rows - 1, column: this.#columns.length - 1 };
    this.#draw();
  }

  #sortBy(column: number): void {
    if (!this.#loaded) return;
    const sort = this.#sort;
    if (sort?.column !== column) this.#actions.sort({ column, descending: false });
    else this.#actions.sort(sort.descending ? null : { column, descending: true });
  }

  #pressed(event: MouseEvent): void {
    const cell = (event.target as Element).closest<HTMLElement>("[data-row]");
    if (cell === null || event.button !== 0) return;
    const row = Number(cell.dataset["row"]);
    const column = Number(cell.dataset["column"]);
    this.element.focus();
    event.preventDefault();
    if (row < 0) {
      this.#active = { row, column };
      this.#anchor = this.#active;
      this.#sortBy(column);
      return;
    }
    const whole = column < 0;
    this.#active = { row, column: whole ? this.#columns.length - 1 : column };
    if (!event.shiftKey) this.#anchor = { row, column: whole ? 0 : column };
    this.#draw();
  }

  /** Scrolls by as little as shows the active cell. */
  #reveal(): void {
    const { row, column } = this.#active;
    const rows = this.#scroll.height / rowHeight;
    if (row >= 0 && row < this.#top) this.#scrollTo(row);
    else if (row >= 0 && row + 1 > this.#top + rows) this.#scrollTo(row + 1 - rows);
    const [left, right] = [this.#edges[column]!, this.#edges[column + 1]!];
    const width = this.element.clientWidth - numberWidth;
    if (left < this.element.scrollLeft) this.element.scrollLeft = left;
    else if (right > this.element.scrollLeft + width) this.element.scrollLeft = Math.min(left, right - width);
    this.#draw();
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow(): void {
    const { clientWidth, clientHeight, scrollLeft } = this.element;
    if (clientWidth === 0 || this.#columns.length === 0) return;
    const from = Math.max(0, Math.floor(this.#top) - overscan);
    const to = Math.min(
      this.#scroll.rows - 1,
      Math.ceil(this.#top + this.#scroll.height / rowHeight) + overscan,
    );
    if (this.#loaded && to >= from)
      for (const offset of this.#cache.missing(from, to)) this.#actions.ask(offset, blockRows);
    const columns = columnsBetween(this.#edges, scrollLeft, scrollLeft + clientWidth - numberWidth);
    this.#view.style.width = `${clientWidth}px`;
    this.#view.style.height = `${clientHeight}px`;
    const body = document.createElement("div");
    body.className = "grid-rows";
    body.setAttribute("role", "rowgroup");
    for (let row = from; row <= to; row++) body.append(this.#row(row, columns, scrollLeft));
    this.#view.replaceChildren(this.#head(columns, scrollLeft), body);
    this.#setActiveDescendant(from, to, columns);
  }

  #setActiveDescendant(from: number, to: number, [left, right]: readonly [number, number]): void {
    const { row, column } = this.#active;
    const inView = (row < 0 || (row >= from && row <= to)) && column >= left && column <= right;
    if (inView) this.element.setAttribute("aria-activedescendant", this.#cellId(row, column));
    else this.element.removeAttribute("aria-activedescendant");
  }

  #cellId(row: number, column: number): string {
    return `${this.#id}r${row}c${column}`;
  }

  #head([from, to]: readonly [number, number], scrollLeft: number): HTMLElement {
    const group = document.createElement("div");
    group.className = "grid-head";
    group.setAttribute("role", "rowgroup");
    const row = document.createElement("div");
    row.setAttribute("role", "row");
    row.setAttribute("aria-rowindex", "1");
    const corner = document.createElement("div");
    corner.className = "grid-cell grid-number grid-corner";
    corner.setAttribute("role", "columnheader");
    corner.setAttribute("aria-colindex", "1");
    corner.textContent = this.#t("grid.number");
    row.append(corner);
    for (let index = from; index <= to; index++) {
      const column = this.#columns[index]!;
      const cell = headCell(
        { column, summary: this.#summaries[index], sort: this.#sort, index, rows: this.#fileRows },
        this.#t,
      );
      this.#place(cell, -1, index, scrollLeft);
      row.append(cell);
    }
    group.append(row);
    return group;
  }

  #row(row: number, [from, to]: readonly [number, number], scrollLeft: number): HTMLElement {
    const line = document.createElement("div");
    line.className = "grid-row";
    line.setAttribute("role", "row");
    line.setAttribute("aria-rowindex", String(row + 2));
    line.style.transform = `translateY(${Math.round(headHeight + (row - this.#top) * rowHeight)}px)`;
    const number = this.#cache.numberOf(row);
    const head = document.createElement("div");
    head.className = "grid-cell grid-number";
    // a header without a text, while its row is on the way, names nothing
    head.setAttribute("role", number === undefined ? "gridcell" : "rowheader");
    head.setAttribute("aria-colindex", "1");
    head.dataset["row"] = String(row);
    head.dataset["column"] = "-1";
    head.textContent = number === undefined ? "" : (number + 1).toLocaleString();
    line.append(head);
    const { rows, columns } = this.selection;
    const inRows = row >= rows[0] && row <= rows[1];
    for (let column = from; column <= to; column++) {
      const value = this.#cache.cell(row, column);
      const cell = document.createElement("div");
      cell.className = `grid-cell ${this.#columns[column]!.kind}`;
      cell.setAttribute("role", "gridcell");
      if (value === null) {
        cell.classList.add("missing");
        cell.textContent = this.#t("grid.missing");
      } else if (value !== undefined) {
        cell.textContent = value;
        if (value.length > 30) cell.title = value;
      }
      const selected = inRows && column >= columns[0] && column <= columns[1];
      cell.setAttribute("aria-selected", String(selected));
      this.#place(cell, row, column, scrollLeft);
      line.append(cell);
    }
    return line;
  }

  #place(cell: HTMLElement, row: number, column: number, scrollLeft: number): void {
    cell.id = this.#cellId(row, column);
    cell.dataset["row"] = String(row);
    cell.dataset["column"] = String(column);
    cell.setAttribute("aria-colindex", String(column + 2));
    cell.style.left = `${numberWidth + this.#edges[column]! - scrollLeft}px`;
    cell.style.width = `${this.#edges[column + 1]! - this.#edges[column]!}px`;
    if (this.#active.row === row && this.#active.column === column) cell.classList.add("active");
  }
}
