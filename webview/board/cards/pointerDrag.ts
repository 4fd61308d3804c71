import { cardHeight } from "./boardColumn.ts";

/** What a drag with the pointer does to the board. */
interface DragTarget {
  lift(id: string): void;
  move(column: number, index: number): void;
  drop(): void;
  cancel(): void;
}

/** Pixels that a press may move before it is a drag. */
const threshold = 5;
/** Pixels from an edge at which a list scrolls, and how far each frame. */
const edge = 48;
const scrollStep = 14;

/** Drags a card with pointer events; the browser's own drag and drop is not used. */
export class PointerDrag {
  readonly #target: DragTarget;

  constructor(target: DragTarget) {
    this.#target = target;
  }

  /** @param allowed asked once the press becomes a drag */
  begin(event: PointerEvent, card: HTMLElement, allowed: () => boolean): void {
    const start = { x: event.clientX, y: event.clientY };
    const box = card.getBoundingClientRect();
    const columns = card.closest<HTMLElement>(".columns")!;
    let ghost: HTMLElement | undefined;
    let at = start;
    let frame = 0;

    /** Measures first and writes then, so that the page is laid out once a frame. */
    const place = (scrolls: boolean): void => {
      const found = scrolls ? scrollAtEdges(columns, at) : measure(columns);
      ghost!.style.transform = `translate(${box.left + at.x - start.x}px, ${box.top + at.y - start.y}px)`;
      const target = placeAt(found, at);
      if (target !== undefined) this.#target.move(target.column, target.index);
    };
    const follow = (): void => {
      place(true);
      frame = requestAnimationFrame(follow);
    };
    const moved = (move: PointerEvent): void => {
      if (move.pointerId !== event.pointerId) return;
      at = { x: move.clientX, y: move.clientY };
      if (ghost !== undefined || Math.hypot(at.x - start.x, at.y - start.y) < threshold) return;
      if (!allowed()) {
        end();
        return;
      }
      ghost = ghostOf(card, box);
      this.#target.lift(card.dataset["id"]!);
      follow();
    };
    const up = (): void => {
      const dragged = ghost !== undefined;
      if (dragged) place(false);
      end();
      if (dragged) this.#target.drop();
    };
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      cancel();
    };
    const cancel = (): void => {
      const dragged = ghost !== undefined;
      end();
      if (dragged) this.#target.cancel();
    };
    const end = (): void => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", moved);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", cancel);
      window.removeEventListener("keydown", key, true);
      if (ghost === undefined) return;
      ghost.remove();
      // the release must not open the card
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    };
    window.addEventListener("pointermove", moved);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", cancel);
    window.addEventListener("keydown", key, true);
  }
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}

function ghostOf(card: HTMLElement, { width, height }: DOMRect): HTMLElement {
  const ghost = card.cloneNode(true) as HTMLElement;
  ghost.classList.add("ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.inert = true;
  for (const part of ghost.querySelectorAll("[id]")) part.removeAttribute("id");
  for (const part of ghost.querySelectorAll("[data-card]")) part.removeAttribute("data-card");
  ghost.style.width = `${width}px`;
  ghost.style.height = `${height}px`;
  document.body.append(ghost);
  return ghost;
}

/** One column as it is laid out, in pixels of the window. */
interface Measured {
  readonly list: HTMLElement;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly scrolled: number;
  readonly count: number;
}

function measure(columns: HTMLElement): Measured[] {
  return [...columns.querySelectorAll<HTMLElement>(".cards")].map((list) => {
    const { left, right, top, bottom } = list.getBoundingClientRect();
    return {
      list,
      left,
      right,
      top,
      bottom,
      scrolled: list.scrollTop,
      count: Number(list.dataset["count"] ?? 0),
    };
  });
}

/** The column under a point, and between which of its cards the point is. */
function placeAt(
  columns: readonly Measured[],
  { x, y }: { x: number; y: number },
): { column: number; index: number } | undefined {
  const column = columns.findIndex(({ left, right }) => x >= left - 4 && x <= right + 4);
  const found = columns[column];
  if (found === undefined) return undefined;
  const index = Math.round((y - found.top + found.scrolled) / cardHeight);
  return { column, index: Math.max(0, Math.min(found.count, index)) };
}

/** @returns the columns as they were before */
function scrollAtEdges(columns: HTMLElement, { x, y }: { x: number; y: number }): Measured[] {
  const outer = columns.getBoundingClientRect();
  const all = measure(columns);
  if (x < outer.left + edge) columns.scrollLeft -= scrollStep;
  else if (x > outer.right - edge) columns.scrollLeft += scrollStep;
  for (const { list, left, right, top, bottom, scrolled } of all) {
    if (x < left || x > right) continue;
    if (y < top + edge) list.scrollTop = scrolled - scrollStep;
    else if (y > bottom - edge) list.scrollTop = scrolled + scrollStep;
  }
  return all;
}
