/** Which rows are chosen, by key. */
export interface Selection {
  readonly chosen: ReadonlySet<string>;
  /** Where a range starts. */
  readonly anchor: string | undefined;
  /** The row the keyboard is on. */
  readonly active: string | undefined;
}

export const nothingChosen: Selection = { chosen: new Set(), anchor: undefined, active: undefined };

/** A click on `key`: alone, with Ctrl (one more or less) or with Shift (all from the anchor). */
export function click(
  selection: Selection,
  order: readonly string[],
  key: string,
  { shift, toggle }: { readonly shift: boolean; readonly toggle: boolean },
): Selection {
  if (shift) {
    const range = between(order, selection.anchor ?? selection.active ?? key, key);
    const chosen = new Set(toggle ? [...selection.chosen, ...range] : range);
    return { chosen, anchor: selection.anchor ?? selection.active ?? key, active: key };
  }
  if (!toggle) return { chosen: new Set([key]), anchor: key, active: key };
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(key)) chosen.add(key);
  return { chosen, anchor: key, active: key };
}

/** The keyboard goes to another row; with Shift the range follows it, without only the place changes. */
export function move(
  selection: Selection,
  order: readonly string[],
  step: number,
  shift: boolean,
): Selection {
  if (order.length === 0) return selection;
  const at = selection.active === undefined ? -1 : order.indexOf(selection.active);
  const to = at < 0 ? (step > 0 ? 0 : order.length - 1) : at + step;
  const active = order[Math.min(order.length - 1, Math.max(0, to))]!;
  if (!shift) return { ...selection, active, anchor: active };
  const anchor = selection.anchor ?? selection.active ?? active;
  return { chosen: new Set(between(order, anchor, active)), anchor, active };
}

export function chooseAll(selection: Selection, order: readonly string[]): Selection {
  const all = order.every((key) => selection.chosen.has(key));
  return { ...selection, chosen: new Set(all ? [] : order) };
}

/** Without what is no longer there; the same object when nothing is gone. */
export function keepExisting(selection: Selection, existing: ReadonlySet<string>): Selection {
  const chosen = [...selection.chosen].filter((key) => existing.has(key));
  const stays = (key: string | undefined) => (key !== undefined && existing.has(key) ? key : undefined);
  const [anchor, active] = [stays(selection.anchor), stays(selection.active)];
  if (chosen.length === selection.chosen.size && anchor === selection.anchor && active === selection.active)
    return selection;
  return { chosen: new Set(chosen), anchor, active };
}

function between(order: readonly string[], one: string, other: string): readonly string[] {
  const [a, b] = [order.indexOf(one), order.indexOf(other)];
  if (a < 0 || b < 0) return [other];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}
