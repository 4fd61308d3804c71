import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { StringKey } from "../../../src/protocol/editorStrings.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { type Arrangement, arrangeRows, asInFile, filters, type SortKey, sortKeys } from "./arrangeRows.ts";
import { bulkBar } from "./bulkBar.ts";
import { columnDetails } from "./columnDetails.ts";
import { columnLine } from "./columnLine.ts";
import type { ColumnRow } from "./columnRows.ts";
import { chooseAll, click, keepExisting, move, nothingChosen, type Selection } from "./selection.ts";
import { scrollInto, type VirtualRows, virtualRows, visibleRange } from "./virtualRows.ts";

const rowHeight = 34;
const headHeight = 28;
const overscan = 6;
/** Before it is measured. */
const guessedDetails = 240;

/** All columns as a grid that draws only the rows in view. */
export class ColumnsTable extends LitElement {
  static override properties = {
    context: { attribute: false },
    arrangement: { state: true },
    selection: { state: true },
    open: { state: true },
    version: { state: true },
  };

  declare context: EditorContext;
  declare arrangement: Arrangement;
  private declare selection: Selection;
  private declare open: ReadonlySet<string>;
  /** Counts scrolls, resizes and measurements that need a new drawing. */
  private declare version: number;
  #shown: readonly ColumnRow[] = [];
  /** Where each of them is. */
  #places: ReadonlyMap<string, number> = new Map();
  #rows: VirtualRows = virtualRows(0, rowHeight, new Map());
  readonly #heights = new Map<string, number>();
  readonly #names = new WeakMap<Element, string>();
  #sizes: ResizeObserver | undefined;
  #scroller: HTMLElement | null = null;

  constructor() {
    super();
    this.arrangement = asInFile;
    this.selection = nothingChosen;
    this.open = new Set();
    this.version = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries) {
        const name = this.#names.get(target);
        const height = Math.ceil(borderBoxSize[0]?.blockSize ?? 0);
        if (name !== undefined && target.isConnected && height > 0) this.#heights.set(name, height);
      }
      this.version++;
    });
  }

  override disconnectedCallback(): void {
    this.#sizes?.disconnect();
    super.disconnectedCallback();
  }

  /** Light DOM: one stylesheet, and labels that can point anywhere on the page. */
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override firstUpdated(): void {
    this.#scroller = this.querySelector(".grid");
    if (this.#scroller) this.#sizes?.observe(this.#scroller);
    this.version++;
  }

  protected override updated(): void {
    for (const element of this.querySelectorAll<HTMLElement>(".details-row")) {
      if (this.#names.has(element)) continue;
      this.#names.set(element, element.dataset["name"] ?? "");
      this.#sizes?.observe(element);
    }
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { rows } = this.context;
    if (changed.has("context"))
      this.selection = keepExisting(this.selection, new Set(rows.map(({ name }) => name)));
    if (changed.has("context") || changed.has("arrangement")) {
      this.#shown = arrangeRows(rows, this.arrangement);
      this.#places = new Map(this.#shown.map(({ name }, i) => [name, i]));
    }
    const extra = new Map<number, number>();
    for (const name of this.open) {
      const index = this.#places.get(name);
      if (index !== undefined) extra.set(index, this.#heights.get(name) ?? guessedDetails);
    }
    this.#rows = virtualRows(this.#shown.length, rowHeight, extra);
  }

  protected override render(): TemplateResult {
    const { t } = this.context;
    return html`
      ${this.#toolbar()}
      <div class="grid" role="grid" aria-multiselectable="true" aria-label=${t("columns.title")}
        aria-rowcount=${this.#shown.length + 1} aria-colcount="8" tabindex="-1"
        @scroll=${() => this.version++} @keydown=${this.#onKey}>
        ${this.#head()}
        <div class="grid-body" role="rowgroup" .style=${`height: ${this.#rows.total}px`}>${this.#body()}</div>
        ${this.#shown.length === 0 ? html`<p class="empty">${this.#whyEmpty()}</p>` : nothing}
      </div>`;
  }

  /** Nothing when the notice above says why there are no columns. */
  #whyEmpty(): string {
    const { t, rows, source } = this.context;
    const { search, filter } = this.arrangement;
    if (rows.length === 0) return source.kind === "ready" ? t("source.empty") : "";
    if (search.trim() !== "" || filter === "all") return t("columns.none", search);
    return t(`columns.none.${filter}`);
  }

  #toolbar(): TemplateResult {
    const { t, rows } = this.context;
    const { search, filter, sort } = this.arrangement;
    const { chosen } = this.selection;
    return html`<div class="toolbar">
      <vscode-textfield class="search" type="search" label=${t("columns.search")} placeholder=${t("columns.search")} .value=${search}
        @input=${({ target }: Event) => this.#arrange({ search: (target as HTMLInputElement).value })}>
        <span slot="content-before" class="search-icon">${icon("search")}</span>
      </vscode-textfield>
      ${
        chosen.size > 1
          ? bulkBar(this.context, [...chosen], () => {
              this.selection = { ...this.selection, chosen: new Set() };
            })
          : html`
            <select aria-label=${t("columns.show")} class="filter" @change=${({ target }: Event) =>
              this.#arrange({
                filter: filters.find((f) => f === (target as HTMLSelectElement).value) ?? "all",
              })}>
              ${filters.map((f) => html`<option value=${f} ?selected=${f === filter}>${t(`columns.show.${f}`)}</option>`)}
            </select>
            <select aria-label=${t("columns.sort")} class="sort" @change=${({ target }: Event) =>
              this.#arrange({
                sort: sortKeys.find((k) => k === (target as HTMLSelectElement).value) ?? "file",
                descending: false,
              })}>
              ${sortKeys.map((k) => html`<option value=${k} .selected=${k === sort}>${t(`columns.sort.${k}`)}</option>`)}
            </select>
            <span class="shown dim" aria-live="polite">${t("columns.shown", this.#shown.length, rows.length)}</span>`
      }
    </div>`;
  }

  #head(): TemplateResult {
    const { t } = this.context;
    const order = this.#order();
    const all = order.length > 0 && order.every((name) => this.selection.chosen.has(name));
    const { sort, descending } = this.arrangement;
    const cell = (
      label: StringKey,
      key?: SortKey,
      name: string = key ?? label.split(".")[1]!,
    ) => html`<div role="columnheader"
      class="cell ${name}" aria-sort=${key === undefined ? nothing : sort !== key ? "none" : descending ? "descending" : "ascending"}>
      ${
        key === undefined
          ? html`<span>${t(label)}</span>`
          : html`<button class="sort-button" @click=${() => this.#sortBy(key)}>${t(label)}${sort === key ? html`<span class="sort-mark ${descending ? "down" : ""}">${icon("chevron")}</span>` : nothing}</button>`
      }
    </div>`;
    return html`<div class="grid-head" role="rowgroup"><div class="line" role="row" aria-rowindex="1">
      <div role="columnheader" class="cell choose"><input type="checkbox" aria-label=${t("columns.selectAll")}
        .checked=${all} .indeterminate=${!all && this.selection.chosen.size > 1} @click=${() => {
          this.selection = chooseAll(this.selection, order);
        }}></div>
      ${cell("columns.name", "name")}${cell("columns.type", "type")}${cell("columns.role")}${cell("columns.values")}
      ${cell("columns.missing", "missing")}${cell("columns.distinct", "cardinality", "distinct")}${cell("columns.examples")}
    </div></div>`;
  }

  #body(): unknown {
    const scroller = this.#scroller;
    const height = scroller?.clientHeight ?? 600;
    const { from, to } = visibleRange(this.#rows, scroller?.scrollTop ?? 0, height, overscan);
    const drawn = this.#shown.slice(from, to).map((row, i) => ({ row, index: from + i }));
    const active = this.#places.get(this.selection.active ?? "") ?? -1;
    // The row that has the focus stays, wherever the list is scrolled to.
    if (active >= 0 && (active < from || active >= to))
      drawn.push({ row: this.#shown[active]!, index: active });
    const first = active < 0 ? from : active;
    return repeat(
      drawn,
      ({ row }) => row.name,
      ({ row, index }) => this.#row(row, index, index === first),
    );
  }

  #row(row: ColumnRow, index: number, tabStop: boolean): TemplateResult {
    const { name } = row;
    const chosen = this.selection.chosen.has(name);
    const open = this.open.has(name);
    return html`<div class="place" role="none" .style=${`top: ${this.#rows.top(index)}px`}>
      <div class="line ${row.source === undefined ? "absent" : ""} ${row.effective?.role === "drop" ? "dropped" : ""}" role="row" aria-rowindex=${index + 2}
        aria-selected=${chosen ? "true" : "false"} tabindex=${tabStop ? 0 : -1} data-index=${index}
        @mousedown=${(event: MouseEvent) => {
          if (event.shiftKey && !onControl(event)) event.preventDefault();
        }}
        @click=${(event: MouseEvent) => this.#onClick(event, name)}
        @dblclick=${(event: MouseEvent) => {
          if (!onControl(event)) this.#toggleOpen(name);
        }}
        @focusin=${() => {
          if (this.selection.active !== name) this.selection = { ...this.selection, active: name };
        }}>
        ${guard([this.context, row, chosen, open, tabStop], () =>
          columnLine(this.context, row, {
            chosen,
            open,
            active: tabStop,
            toggleOpen: () => this.#toggleOpen(name),
            toggleChosen: (shift) => {
              this.selection = click(this.selection, this.#order(), name, { shift, toggle: true });
            },
          }),
        )}
      </div>
      ${
        open
          ? html`<div class="details-row" role="row" data-name=${name}><div role="gridcell" aria-colspan="8">${guard([this.context, row], () => columnDetails(this.context, row))}</div></div>`
          : nothing
      }
    </div>`;
  }

  #order(): string[] {
    return this.#shown.map(({ name }) => name);
  }

  #arrange(change: Partial<Arrangement>): void {
    this.arrangement = { ...this.arrangement, ...change };
    this.dispatchEvent(new CustomEvent("arranged"));
  }

  #sortBy(key: SortKey): void {
    const { sort, descending } = this.arrangement;
    if (sort !== key) this.#arrange({ sort: key, descending: false });
    else if (!descending) this.#arrange({ descending: true });
    else this.#arrange({ sort: "file", descending: false });
  }

  #toggleOpen(name: string): void {
    const open = new Set(this.open);
    if (!open.delete(name)) open.add(name);
    this.open = open;
  }

  #onClick(event: MouseEvent, name: string): void {
    if (onControl(event)) return;
    const modifiers = { shift: event.shiftKey, toggle: event.ctrlKey || event.metaKey };
    this.selection = click(this.selection, this.#order(), name, modifiers);
    (event.currentTarget as HTMLElement).focus({ preventScroll: true });
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const onRow = target.matches(".line[data-index]");
    if (event.key === "Escape" && target.closest(".line") && !onRow) {
      target.closest<HTMLElement>(".line")?.focus();
      return;
    }
    if (!onRow) return;
    const order = this.#order();
    const { active } = this.selection;
    const page = Math.max(1, Math.floor((this.#scroller?.clientHeight ?? 600) / rowHeight) - 2);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -order.length,
      End: order.length,
    };
    const step = steps[event.key];
    if (step !== undefined) this.#go(move(this.selection, order, step, event.shiftKey));
    else if (event.key === " " && active !== undefined)
      this.selection = click(this.selection, order, active, { shift: event.shiftKey, toggle: true });
    else if (event.key === "a" && (event.ctrlKey || event.metaKey))
      this.selection = chooseAll(this.selection, order);
    else if (event.key === "Escape") this.selection = { ...this.selection, chosen: new Set() };
    else if (
      active !== undefined &&
      (event.key === "Enter" || (event.key === "ArrowRight") !== this.open.has(active)) &&
      ["Enter", "ArrowRight", "ArrowLeft"].includes(event.key)
    ) {
      if (event.key !== "ArrowLeft" || this.open.has(active)) this.#toggleOpen(active);
    } else return;
    event.preventDefault();
  }

  #go(selection: Selection): void {
    this.selection = selection;
    const index = this.#places.get(selection.active ?? "") ?? -1;
    const scroller = this.#scroller;
    if (index < 0 || scroller === null) return;
    const top = this.#rows.top(index) + headHeight;
    scroller.scrollTop = scrollInto(
      { top, bottom: top + rowHeight },
      scroller.scrollTop,
      scroller.clientHeight,
      headHeight,
    );
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`.line[data-index="${index}"]`)?.focus({ preventScroll: true }),
    );
  }
}

customElements.define("sd-columns", ColumnsTable);

function onControl(event: Event): boolean {
  return (event.target as Element).closest("input, select, button, a, .details") !== null;
}
