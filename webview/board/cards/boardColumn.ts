import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Column } from "../../../src/product/page/boardModel.ts";
import { scrollInto, virtualRows, visibleRange } from "../../editor/columns/virtualRows.ts";
import type { BoardContext } from "../context.ts";
import { card } from "./card.ts";
import { columnName } from "./groups.ts";

/** Height of a card with the gap below it, in pixels. */
export const cardHeight = 112;
const overscan = 4;

/** The cards of one column; of a long one those in view are drawn. */
export class BoardColumn extends LitElement {
  static override properties = {
    column: { attribute: false },
    context: { attribute: false },
    drop: { attribute: false },
    lifted: { attribute: false },
    beyond: { attribute: false },
    capacity: { attribute: false },
    active: { attribute: false },
    scrolled: { state: true },
    height: { state: true },
  };

  declare column: Column;
  declare context: BoardContext;
  /** Place at which what is lifted would stand; null: not here. */
  declare drop: number | null;
  /** Id of the lifted card. */
  declare lifted: string | null;
  declare beyond: ReadonlySet<string>;
  /** What the capacity line says; empty: there is none. */
  declare capacity: string;
  /** Id of the card that Tab leads to. */
  declare active: string | null;
  private declare scrolled: number;
  private declare height: number;
  #resize: ResizeObserver | undefined;

  constructor() {
    super();
    this.scrolled = 0;
    this.height = 800;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize = new ResizeObserver(([entry]) => {
      this.height = entry?.contentRect.height ?? this.height;
    });
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize?.disconnect();
  }

  /** Brings a card of this column into view and gives it the focus. */
  focusCard(id: string): void {
    const index = this.column.entries.findIndex(({ feature }) => feature.id === id);
    if (index === -1) return;
    this.reveal(index);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`[data-card="${id}"]`)?.focus());
  }

  /** Scrolls so that the card at an index is seen. */
  reveal(index: number): void {
    const list = this.querySelector(".cards");
    if (list === null) return;
    const [top, bottom] = [index * cardHeight, (index + 1) * cardHeight];
    list.scrollTop = scrollInto({ top, bottom }, list.scrollTop, list.clientHeight, 0);
    this.scrolled = list.scrollTop;
  }

  protected override render(): TemplateResult {
    const { context, column } = this;
    const { entries, count } = column;
    const rows = virtualRows(count, cardHeight, new Map());
    const beyondSight = context.model.first === undefined ? overscan : 0;
    const { from, to } = visibleRange(rows, this.scrolled, this.height, beyondSight);
    const tabbable = entries.some(({ feature }) => feature.id === this.active)
      ? this.active
      : entries[0]?.feature.id;
    const line = this.capacity === "" ? -1 : entries.findIndex(({ feature }) => this.beyond.has(feature.id));
    const shown = entries.slice(from, to).map((entry, i) => ({ entry, index: from + i }));
    // what has the focus stays drawn when it is scrolled away
    const kept = entries.findIndex(({ feature }) => feature.id === this.active);
    if (kept !== -1 && (kept < from || kept >= to)) shown.push({ entry: entries[kept]!, index: kept });
    const name = columnName(context, context.kept.by, column.key);
    return html`<div class="cards" data-count=${count}
        @scroll=${({ currentTarget }: Event) => {
          this.scrolled = (currentTarget as HTMLElement).scrollTop;
        }}>
        <ul aria-label=${context.t("board.column", name, count)}>${repeat(
          shown,
          ({ entry }) => entry.feature.id,
          ({ entry, index }) =>
            html`<li class="card-place" .style=${`transform: translateY(${index * cardHeight}px)`} aria-setsize=${count} aria-posinset=${index + 1}>
              ${card(context, entry, {
                lifted: this.lifted === entry.feature.id,
                tabbable: tabbable === entry.feature.id,
                beyond: this.beyond.has(entry.feature.id),
                menu: (at) =>
                  this.dispatchEvent(new CustomEvent("menu", { detail: { id: entry.feature.id, at } })),
              })}
            </li>`,
        )}</ul>
        <div class="column-space" .style=${`height: ${rows.total}px`}></div>
        ${this.drop === null ? nothing : html`<div class="drop-line" .style=${`transform: translateY(${this.drop * cardHeight - 5}px)`}></div>`}
        ${
          line === -1
            ? nothing
            : html`<div class="capacity-line" .style=${`transform: translateY(${line * cardHeight - 10}px)`}><span>${this.capacity}</span></div>`
        }
      </div>
      ${count === 0 ? html`<p class="column-empty dim">${context.t("board.empty")}</p>` : nothing}`;
  }
}

customElements.define("sd-column", BoardColumn);
