import type { GridEvent, GridQuery } from "../../src/protocol/grid.ts";
import type { GridWords } from "../../src/protocol/gridStrings.ts";
import type { GridName, GridToHost, HostToGrid } from "../../src/protocol/gridView.ts";
import { handleMessage } from "../../src/protocol/messageHandler.ts";
import { FilterBar } from "./filterBar.ts";
import { GridTable } from "./gridTable.ts";

type Incoming = Exclude<HostToGrid, { type: "words" | "pairs" }>;

/** One table with its bar: filter, place, copying. Answers to earlier questions are dropped by their version. */
export class GridPane {
  readonly element = document.createElement("section");
  readonly #name: GridName;
  readonly #post: (message: GridToHost) => void;
  readonly #t: GridWords;
  readonly #table: GridTable;
  readonly #bar: FilterBar;
  #query: GridQuery = { sort: null, where: [] };
  /** The query before the last change: where a condition is refused, it counts again. */
  #before: GridQuery = { sort: null, where: [] };
  #version = 0;
  #rows = 0;
  #loaded = false;

  constructor(name: GridName, title: string, post: (message: GridToHost) => void, t: GridWords) {
    this.#name = name;
    this.#post = post;
    this.#t = t;
    this.element.className = "grid-pane";
    this.#table = new GridTable(
      {
        ask: (offset, rows) =>
          post({ type: "page", grid: name, version: this.#version, query: this.#query, offset, rows }),
        sort: (sort) => this.#show({ ...this.#query, sort }),
        copy: (rows, columns) => post({ type: "copy", grid: name, query: this.#query, rows, columns }),
      },
      t,
    );
    this.#bar = new FilterBar(t, {
      filter: (where) => this.#show({ ...this.#query, where }),
      goTo: (row) => this.#table.goTo(row - 1),
      copy: () => this.#table.copy(),
    });
    if (title !== "") {
      const heading = document.createElement("h2");
      heading.className = "grid-title";
      heading.textContent = title;
      this.element.append(heading);
      this.#table.element.setAttribute("aria-label", title);
    }
    this.element.append(this.#bar.element, this.#table.element);
    this.#bar.say(t("grid.reading"));
  }

  /** Number in the file of the row that is active, from 0. */
  get activeRow(): number | undefined {
    return this.#table.activeNumber;
  }

  /** Shows a row of the file, by its number there from 0, in the order of the file. */
  goTo(row: number): void {
    if (this.#query.where.length > 0 || this.#query.sort !== null) this.#show({ sort: null, where: [] });
    this.#table.goTo(row, 0);
  }

  receive(message: Incoming): void {
    handleMessage<Incoming>(message, {
      opened: ({ event }) => this.#opened(event),
      page: ({ version, answer }) => {
        if (version !== this.#version) return;
        this.#before = this.#query;
        this.#bar.accepted(this.#query.where);
        this.#table.page(answer);
        this.#bar.say(this.#size(answer.total));
      },
      refused: ({ version, message: why }) => {
        if (version !== this.#version) return;
        if (this.#query !== this.#before) this.#show(this.#before);
        this.#bar.refused(why);
      },
      copied: ({ rows }) => this.#bar.say(this.#t("grid.copied", rows.toLocaleString())),
      failed: ({ message: why }) => {
        this.#bar.refused(`${this.#t("grid.failed")}: ${why}`);
        this.#bar.say("");
      },
    });
  }

  dispose(): void {
    this.#table.dispose();
  }

  #opened(event: GridEvent): void {
    handleMessage<GridEvent>(event, {
      first: ({ columns, page, all }) => {
        this.#loaded = false;
        this.#version++;
        this.#query = { sort: null, where: [] };
        this.#before = this.#query;
        this.#bar.refused("");
        this.#bar.accepted([]);
        this.#table.first(columns, page);
        const shown = page.numbers.length;
        this.#bar.say(all ? this.#size(shown) : this.#t("grid.first", shown.toLocaleString()));
      },
      loaded: ({ rows }) => {
        this.#loaded = true;
        this.#rows = rows;
        this.#bar.enable();
        this.#table.loaded(rows);
        this.#bar.say(this.#size(rows));
      },
      summary: ({ column, summary }) => this.#table.summary(column, summary),
    });
  }

  #show(query: GridQuery): void {
    if (!this.#loaded) return;
    this.#query = query;
    this.#version++;
    this.#table.reset(query.sort);
    this.#post({ type: "page", grid: this.#name, version: this.#version, query, offset: 0, rows: 200 });
  }

  #size(total: number): string {
    if (this.#query.where.length === 0) return this.#t("grid.rows", total.toLocaleString());
    if (total === 0) return this.#t("grid.noRows");
    return this.#t("grid.some", total.toLocaleString(), this.#rows.toLocaleString());
  }
}
