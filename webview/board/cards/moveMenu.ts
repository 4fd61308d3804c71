import { html, nothing, type TemplateResult } from "lit";
import type { Column, Entry, Grouping } from "../../../src/product/page/boardModel.ts";
import { moscowGroups, statuses } from "../../../src/product/words.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import type { BoardContext } from "../context.ts";
import type { CardDrag } from "./cardDrag.ts";

interface Item {
  readonly text: string;
  /** Undefined: not one of a choice. */
  readonly checked?: boolean;
  do(): void;
}

interface Group {
  readonly title: string;
  readonly items: readonly Item[];
}

/** *Move…* of a card: does with single presses what dragging does (WCAG 2.5.7), and more. */
export class MoveMenu {
  #open: { readonly id: string; readonly at: DOMRect; readonly button: HTMLElement } | undefined;

  open(id: string, button: HTMLElement, redraw: () => void): void {
    this.#open = { id, at: button.getBoundingClientRect(), button };
    redraw();
    requestAnimationFrame(() => {
      const menu = document.querySelector<HTMLElement>(".move-menu");
      if (menu === null) return;
      const { bottom } = menu.getBoundingClientRect();
      if (bottom > window.innerHeight - 8)
        menu.style.top = `${Math.max(8, window.innerHeight - 8 - menu.offsetHeight)}px`;
      menu.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    });
  }

  render(
    context: BoardContext,
    columns: readonly Column[],
    drag: CardDrag,
    redraw: () => void,
  ): TemplateResult | typeof nothing {
    const open = this.#open;
    const entry = open === undefined ? undefined : context.model.byId.get(open.id);
    if (open === undefined || entry === undefined) return nothing;
    const close = (focus: boolean): void => {
      this.#open = undefined;
      redraw();
      if (focus) document.querySelector<HTMLElement>(`[data-card="${open.id}"]`)?.focus();
    };
    const groups = menuGroups(context, entry, columns, drag);
    const left = Math.max(8, Math.min(open.at.right - 220, window.innerWidth - 228));
    const top = open.at.bottom + 2;
    return html`<div class="menu-backdrop" @pointerdown=${() => close(false)}></div>
      <div class="move-menu" role="menu" aria-label=${context.t("move.openFor", oneLine(entry.feature.title, 80))} .style=${`left: ${left}px; top: ${top}px`}
        @keydown=${(event: KeyboardEvent) => menuKey(event, close)}>
        ${groups.map(
          ({ title, items }) => html`<div role="group" aria-label=${title}>
            <div class="menu-title" aria-hidden="true">${title}</div>
            ${items.map(
              ({
                text,
                checked,
                do: act,
              }) => html`<button tabindex="-1" role=${checked === undefined ? "menuitem" : "menuitemradio"} aria-checked=${checked === undefined ? nothing : String(checked)}
                @click=${() => {
                  close(true);
                  act();
                }}><span class="menu-check">${checked ? icon("check") : nothing}</span>${text}</button>`,
            )}
          </div>`,
        )}
      </div>`;
  }
}

function menuGroups(
  context: BoardContext,
  entry: Entry,
  columns: readonly Column[],
  drag: CardDrag,
): Group[] {
  const { t, kept, model } = context;
  const { feature } = entry;
  const set = (key: Grouping, value: string, text: string): Item => ({
    text,
    checked: feature[key] === value,
    do: () => {
      if (feature[key] === value) return;
      context.edit(
        [{ edit: "set", list: "features", id: feature.id, changes: [{ path: [key], value }] }],
        t("say.set", oneLine(feature.title, 80), text),
      );
    },
  });
  const groups: Group[] = [
    { title: t("board.by.moscow"), items: moscowGroups.map((key) => set("moscow", key, t(`moscow.${key}`))) },
    { title: t("board.by.status"), items: statuses.map((key) => set("status", key, t(`status.${key}`))) },
  ];
  if (model.rest.phases.length > 0)
    groups.push({
      title: t("board.by.phase"),
      items: model.rest.phases.map(({ id, title }) => set("phase", id, oneLine(title ?? id, 60))),
    });
  if (kept.sort === "hand")
    groups.push({ title: t("move.place"), items: placeItems(context, entry, columns, drag) });
  groups.push({
    title: t("move.more"),
    items: [
      { text: t("move.edit"), do: () => context.open(feature.id) },
      {
        text: t("move.text"),
        do: () => context.request({ request: "openEntry", list: "features", id: feature.id }),
      },
      {
        text: t("panel.delete"),
        do: () =>
          context.edit(
            [{ edit: "remove", list: "features", id: feature.id }],
            t("say.deleted", oneLine(feature.title, 80)),
          ),
      },
    ],
  });
  return groups;
}

function placeItems(
  { t }: BoardContext,
  { feature }: Entry,
  columns: readonly Column[],
  drag: CardDrag,
): Item[] {
  const at = columns.findIndex(({ entries }) => entries.some((other) => other.feature.id === feature.id));
  const entries = columns[at]?.entries ?? [];
  const index = entries.findIndex((other) => other.feature.id === feature.id);
  const to = (place: number) => () => drag.moveCard(feature.id, at, place);
  return [
    ...(index > 0
      ? [
          { text: t("move.top"), do: to(0) },
          { text: t("move.up"), do: to(index - 1) },
        ]
      : []),
    ...(index < entries.length - 1
      ? [
          { text: t("move.down"), do: to(index + 1) },
          { text: t("move.end"), do: to(entries.length - 1) },
        ]
      : []),
  ];
}

function menuKey(event: KeyboardEvent, close: (focus: boolean) => void): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const go = (index: number): void => items[(index + items.length) % items.length]?.focus();
  if (event.key === "ArrowDown") go(at + 1);
  else if (event.key === "ArrowUp") go(at - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(-1);
  else if (event.key === "Escape" || event.key === "Tab") close(true);
  else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    after.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
