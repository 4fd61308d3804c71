import type { BoardModel, Column, Entry } from "../../../src/product/page/boardModel.ts";
import type { ProductEdit } from "../../../src/product/page/productEdits.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import type { BoardContext } from "../context.ts";
import type { BoardColumn } from "./boardColumn.ts";
import { columnName } from "./groups.ts";
import { PointerDrag } from "./pointerDrag.ts";

/** A place on the board: a column by its number and a place among its cards. */
export interface CardPlace {
  readonly column: number;
  readonly index: number;
}

/** Lifting, moving and dropping a card, by keyboard or pointer alike; arrows walk between cards while none is lifted. */
export class CardDrag {
  #context: BoardContext | undefined;
  #columns: readonly Column[] = [];
  #redraw: () => void = () => undefined;
  #active: string | null = null;
  #lifted: { readonly id: string; readonly at: CardPlace } | null = null;
  #focus: { readonly id: string; readonly until?: BoardModel; readonly waited?: boolean } | undefined;
  readonly #pointer = new PointerDrag({
    lift: (id) => this.#lift(id),
    move: (column, index) => this.#moveTo({ column, index }, false),
    drop: () => this.#drop(),
    cancel: () => this.#cancel(),
  });

  /** What is drawn now. */
  follow(context: BoardContext, columns: readonly Column[], redraw: () => void): void {
    this.#context = context;
    this.#columns = columns;
    this.#redraw = redraw;
    if (this.#lifted !== null && this.#find(this.#lifted.id) === undefined) this.#lifted = null;
  }

  /** Id of the lifted card where it is one of the column's. */
  liftedIn(column: Column): string | null {
    return idIn(column, this.#lifted?.id ?? null);
  }

  /** Id of the card that Tab leads to where it is one of the column's. */
  activeIn(column: Column): string | null {
    return idIn(column, this.#active);
  }

  /** Where in a column what is lifted would stand. */
  dropIn(column: Column): number | null {
    const { at } = this.#lifted ?? {};
    return at !== undefined && this.#columns[at.column] === column ? at.index : null;
  }

  /** The card that is to have the focus after drawing; one that was moved, until the board with the new text is drawn. */
  takeFocus(): string | undefined {
    const focus = this.#focus;
    if (focus === undefined) return undefined;
    const active = document.activeElement as HTMLElement | null;
    const elsewhere = active !== null && active !== document.body && active.dataset["card"] !== focus.id;
    const waits = focus.until !== undefined && focus.until === this.#context?.model;
    // what the person went to meanwhile keeps the focus
    if (focus.waited && elsewhere) {
      this.#focus = undefined;
      return undefined;
    }
    this.#focus = waits ? { ...focus, waited: true } : undefined;
    return focus.id;
  }

  focused({ target }: FocusEvent): void {
    const id = (target as Element).closest<HTMLElement>("[data-card]")?.dataset["card"];
    if (id === undefined || id === this.#active) return;
    this.#active = id;
    this.#redraw();
  }

  down(event: PointerEvent): void {
    const context = this.#context;
    const element = (event.target as Element).closest<HTMLElement>(".card");
    if (context === undefined || element === null || event.button !== 0 || context.readonly) return;
    if ((event.target as Element).closest(".card-menu") !== null) return;
    this.#pointer.begin(event, element, () => {
      if (context.kept.sort === "hand") return true;
      context.notice(context.t("drag.sorted"));
      return false;
    });
  }

  key(event: KeyboardEvent): void {
    const id = (event.target as Element).closest<HTMLElement>("[data-card]")?.dataset["card"];
    const context = this.#context;
    if (id === undefined || context === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.#lifted?.at ?? this.#find(id);
    if (at === undefined) return;
    if (event.key === " ") {
      event.preventDefault();
      if (this.#lifted !== null) this.#drop();
      else if (context.readonly) context.say(context.t("head.readonly"));
      else if (context.kept.sort === "rice") context.notice(context.t("drag.sorted"));
      else this.#lift(id);
      return;
    }
    if (event.key === "Escape" && this.#lifted !== null) {
      event.preventDefault();
      this.#cancel();
      return;
    }
    const to = this.#step(at, event.key);
    if (to === undefined) return;
    event.preventDefault();
    if (this.#lifted !== null) this.#moveTo(to, true);
    else this.#walk(to);
  }

  /** Moves a card to a column, and where it is given to a place in it; one undo step. */
  moveCard(id: string, columnNumber: number, index: number | null): void {
    const context = this.#context;
    const column = this.#columns[columnNumber];
    const entry = context?.model.byId.get(id);
    if (context === undefined || column === undefined || entry === undefined) return;
    const { by } = context.kept;
    const edits: ProductEdit[] = [];
    if ((entry.feature[by] ?? null) !== column.key)
      edits.push({
        edit: "set",
        list: "features",
        id,
        changes: [{ path: [by], ...(column.key !== null && { value: column.key }) }],
      });
    const others = column.entries.filter(({ feature }) => feature.id !== id);
    if (index !== null) edits.push(...placeBefore(context, entry, others, index));
    this.#focus = { id, until: context.model };
    context.edit(edits, this.#where(entry, columnNumber, (index ?? others.length) + 1, others.length + 1));
  }

  #lift(id: string): void {
    const at = this.#find(id);
    const context = this.#context;
    if (at === undefined || context === undefined) return;
    this.#lifted = { id, at };
    context.say(context.t("drag.lifted", this.#title(id)));
    this.#redraw();
  }

  /** @param reveal scroll to it: where the pointer is, it is in view */
  #moveTo(at: CardPlace, reveal: boolean): void {
    const lifted = this.#lifted;
    if (lifted === null || (lifted.at.column === at.column && lifted.at.index === at.index)) return;
    this.#lifted = { id: lifted.id, at };
    const entry = this.#context?.model.byId.get(lifted.id);
    const { shown, place } = this.#without(lifted.id, at);
    if (entry !== undefined) this.#context?.say(this.#where(entry, at.column, place + 1, shown.length + 1));
    if (reveal) this.#columnElement(at.column)?.reveal(at.index);
    this.#redraw();
  }

  #drop(): void {
    const lifted = this.#lifted;
    if (lifted === null) return;
    this.#lifted = null;
    this.moveCard(lifted.id, lifted.at.column, this.#without(lifted.id, lifted.at).place);
    this.#redraw();
  }

  #cancel(): void {
    const lifted = this.#lifted;
    if (lifted === null) return;
    this.#lifted = null;
    this.#focus = { id: lifted.id };
    this.#context?.say(this.#context.t("drag.cancelled", this.#title(lifted.id)));
    this.#redraw();
  }

  #walk(to: CardPlace): void {
    const id = this.#columns[to.column]?.entries[to.index]?.feature.id;
    if (id === undefined) return;
    this.#active = id;
    this.#focus = { id };
    this.#redraw();
  }

  /** One step with a key; what is lifted may also stand behind the last card, and in an empty column. */
  #step(at: CardPlace, key: string): CardPlace | undefined {
    const lifted = this.#lifted !== null;
    const lastOf = (column: number): number => {
      const { length } = this.#columns[column]!.entries;
      return lifted ? length : length - 1;
    };
    const clamp = (index: number, column: number) => Math.max(0, Math.min(lastOf(column), index));
    if (key === "ArrowUp") return { ...at, index: this.#skip(at, -1, clamp) };
    if (key === "ArrowDown") return { ...at, index: this.#skip(at, 1, clamp) };
    if (key === "Home") return { ...at, index: 0 };
    if (key === "End") return { ...at, index: lastOf(at.column) };
    if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
    const by = key === "ArrowLeft" ? -1 : 1;
    for (let column = at.column + by; column >= 0 && column < this.#columns.length; column += by)
      if (lifted || this.#columns[column]!.entries.length > 0)
        return { column, index: clamp(at.index, column) };
    return at;
  }

  /** Directly before and directly behind the lifted card are the same place. */
  #skip(at: CardPlace, by: number, clamp: (index: number, column: number) => number): number {
    const own = this.#lifted === null ? undefined : this.#find(this.#lifted.id);
    const next = at.index + by;
    const same = own?.column === at.column && next === own.index + 1;
    return clamp(same ? next + by : next, at.column);
  }

  /** The other cards of a column, and the place among them. */
  #without(id: string, { column, index }: CardPlace): { shown: readonly Entry[]; place: number } {
    const entries = this.#columns[column]?.entries ?? [];
    const own = entries.findIndex(({ feature }) => feature.id === id);
    return {
      shown: entries.filter((_, i) => i !== own),
      place: own !== -1 && own < index ? index - 1 : index,
    };
  }

  #where({ feature }: Entry, column: number, place: number, of: number): string {
    const context = this.#context!;
    const name = columnName(context, context.kept.by, this.#columns[column]?.key ?? null);
    return context.t("drag.where", oneLine(feature.title, 80), name, place, of);
  }

  #find(id: string): CardPlace | undefined {
    for (const [column, { entries }] of this.#columns.entries()) {
      const index = entries.findIndex(({ feature }) => feature.id === id);
      if (index !== -1) return { column, index };
    }
    return undefined;
  }

  #title(id: string): string {
    return oneLine(this.#context?.model.byId.get(id)?.feature.title ?? id, 80);
  }

  #columnElement(column: number): BoardColumn | undefined {
    return document.querySelectorAll<BoardColumn>("sd-column")[column];
  }
}

function idIn({ entries }: Column, id: string | null): string | null {
  return id !== null && entries.some(({ feature }) => feature.id === id) ? id : null;
}

/** Puts a feature before the card at a place, or behind the last one of a column; nothing where it stands there already. */
function placeBefore(
  { model }: BoardContext,
  { feature, place }: Entry,
  others: readonly Entry[],
  index: number,
): ProductEdit[] {
  const next = others[index];
  const previous = others[index - 1];
  const stands =
    (next === undefined || place < next.place) && (previous === undefined || place > previous.place);
  if (stands) return [];
  if (next !== undefined) return [{ edit: "move", id: feature.id, before: next.feature.id }];
  const behind = model.features[previous!.place + 1];
  return [{ edit: "move", id: feature.id, before: behind?.id ?? null }];
}
