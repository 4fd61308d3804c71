import { html, nothing, type TemplateResult } from "lit";
import { type Column, columnsOf, type Grouping } from "../../../src/product/page/boardModel.ts";
import { icon } from "../../editor/icons.ts";
import { type BoardContext, numberText } from "../context.ts";
import { beyondCapacity, capacityOf } from "../phases.ts";
import { quadrant } from "../views/quadrant.ts";
import { whatIf } from "../views/whatIf.ts";
import type { BoardColumn } from "./boardColumn.ts";
import { CardDrag } from "./cardDrag.ts";
import { columnName, groupOf } from "./groups.ts";
import { MoveMenu } from "./moveMenu.ts";

/** The board: its toolbar, its columns, and what is lifted in them. */
export class BoardView {
  readonly #drag = new CardDrag();
  readonly #menu = new MoveMenu();
  #columns:
    | { readonly of: unknown; readonly arrangement: string; readonly columns: readonly Column[] }
    | undefined;
  #room: { readonly of: BoardContext; readonly capacity: Capacity } | undefined;

  render(context: BoardContext, redraw: () => void): TemplateResult {
    const { kept, t } = context;
    const columns = this.#arranged(context);
    this.#drag.follow(context, columns, redraw);
    if (this.#room?.of !== context) this.#room = { of: context, capacity: capacities(context) };
    const { capacity } = this.#room;
    return html`
      ${toolbar(context, columns)}
      ${kept.quadrant ? quadrant(context, columns) : nothing}
      <div class="columns" role="group" aria-label=${t("board.columns")} data-sort=${kept.sort}
        @keydown=${(event: KeyboardEvent) => this.#drag.key(event)}
        @pointerdown=${(event: PointerEvent) => this.#drag.down(event)}
        @focusin=${(event: FocusEvent) => this.#drag.focused(event)}>
        ${columns.map(
          (column) => html`<section class="column" data-group=${kept.by} data-key=${column.key ?? ""}>
            ${columnHead(context, column)}
            <sd-column .column=${column} .context=${context} .drop=${this.#drag.dropIn(column)} .lifted=${this.#drag.liftedIn(column)}
              .beyond=${capacity.beyond} .capacity=${capacity.text(column)} .active=${this.#drag.activeIn(column)}
              @menu=${({ detail }: CustomEvent<{ id: string; at: HTMLElement }>) => this.#menu.open(detail.id, detail.at, redraw)}></sd-column>
          </section>`,
        )}
      </div>
      ${kept.whatIf ? whatIf(context) : nothing}
      ${this.#menu.render(context, columns, this.#drag, redraw)}`;
  }

  /** The card that was moved has the focus again once its column drew it. */
  settleFocus(root: HTMLElement): void {
    const id = this.#drag.takeFocus();
    if (id === undefined) return;
    for (const column of root.querySelectorAll<BoardColumn>("sd-column")) column.focusCard(id);
  }

  #arranged(context: BoardContext): readonly Column[] {
    const { model, kept } = context;
    const arrangement = JSON.stringify([kept.by, kept.sort, kept.search, kept.phase]);
    if (this.#columns?.of !== model || this.#columns.arrangement !== arrangement)
      this.#columns = { of: model, arrangement, columns: model.first?.columns ?? columnsOf(model, kept) };
    return this.#columns.columns;
  }
}

function toolbar(context: BoardContext, columns: readonly Column[]): TemplateResult {
  const { t, kept, keep, model, readonly } = context;
  const shown = columns.reduce((sum, { count }) => sum + count, 0);
  const all = model.first?.features ?? model.features.length;
  const toggle = (key: "quadrant" | "whatIf", title: string): TemplateResult =>
    html`<button class="toggle" aria-pressed=${kept[key] ? "true" : "false"} @click=${() => keep({ [key]: !kept[key] })}>${title}</button>`;
  return html`<div class="toolbar board-toolbar" role="toolbar" aria-label=${t("board.toolbar")}>
    <label class="labelled"><span>${t("board.by")}</span><select @change=${({ target }: Event) => keep({ by: (target as HTMLSelectElement).value as Grouping })}>
      ${(["moscow", "phase", "status"] as const).map((by) => html`<option value=${by} ?selected=${kept.by === by}>${t(`board.by.${by}`)}</option>`)}
    </select></label>
    <label class="labelled"><span>${t("board.sort")}</span><select @change=${({ target }: Event) => keep({ sort: (target as HTMLSelectElement).value === "hand" ? "hand" : "rice" })}>
      ${(["rice", "hand"] as const).map((sort) => html`<option value=${sort} ?selected=${kept.sort === sort}>${t(`board.sort.${sort}`)}</option>`)}
    </select></label>
    ${
      kept.by === "phase" || model.rest.phases.length === 0
        ? nothing
        : html`<label class="labelled"><span>${t("board.phase")}</span><select @change=${({ target }: Event) => keep({ phase: (target as HTMLSelectElement).value || null })}>
            <option value="" ?selected=${kept.phase === null}>${t("board.phase.all")}</option>
            ${model.rest.phases.map(({ id, title }) => html`<option value=${id} ?selected=${kept.phase === id}>${title ?? id}</option>`)}
          </select></label>`
    }
    <input type="search" class="filter" placeholder=${t("board.filter")} aria-label=${t("board.filter")} .value=${kept.search}
      @input=${({ target }: Event) => keep({ search: (target as HTMLInputElement).value })}>
    <span class="shown dim">${shown === all ? t("board.count", shown) : t("board.shown", shown, all)}</span>
    ${toggle("quadrant", t("board.quadrant"))}${toggle("whatIf", t("board.whatIf"))}
    ${readonly ? nothing : html`<vscode-button class="add" @click=${() => context.add(kept.phase === null ? {} : { phase: kept.phase })}><span class="button-face">${icon("plus")}${t("board.add")}</span></vscode-button>`}
  </div>`;
}

function columnHead(context: BoardContext, column: Column): TemplateResult {
  const { t, language, kept, readonly } = context;
  const name = columnName(context, kept.by, column.key);
  return html`<div class="column-head">
    <h2>${name} <span class="dim">${column.count}</span></h2>
    <span class="dim effort" title=${t("board.effort")}>${column.effort === 0 ? nothing : t("card.effort", numberText(column.effort, language))}</span>
    ${
      readonly
        ? nothing
        : html`<button class="icon-button" title=${t("board.addTo", name)} aria-label=${t("board.addTo", name)}
            @click=${() => context.add({ ...(kept.phase !== null && { phase: kept.phase }), ...groupOf(kept.by, column.key) })}>${icon("plus")}</button>`
    }
  </div>`;
}

/** Which features the phases have no room for, and what the line in a column says. */
interface Capacity {
  readonly beyond: ReadonlySet<string>;
  text(column: Column): string;
}

function capacities(context: BoardContext): Capacity {
  const { model, kept, t, today, language } = context;
  const beyond = new Set<string>();
  if (model.first !== undefined) return { beyond, text: () => "" };
  const lines = new Map<string, string>();
  for (const phase of model.rest.phases) {
    const capacity = capacityOf(model, phase, today);
    if (capacity === undefined) continue;
    for (const id of beyondCapacity(model, phase.id, capacity)) beyond.add(id);
    lines.set(phase.id, t("board.capacity", numberText(capacity, language, 2), phase.due ?? ""));
  }
  return {
    beyond,
    text: ({ key }) => lines.get((kept.by === "phase" ? key : kept.phase) ?? "") ?? "",
  };
}
