import type { ColumnSpec } from "../../config/columnSpec.ts";
import { type Column, findColumn, type StringColumn, type Table } from "../../table/table.ts";
import { type PartLayout, partLayout, partValues, readTexts } from "../columns/split/partLayout.ts";
import { prepareLayout } from "../columns/split/prepareParts.ts";
import type { ColumnRule, Follower } from "./columnRule.ts";

/** Rows that must hold the same in both places to say that one repeats the other. */
const minRows = 10;

/** Text whose parts repeat other columns: `POINT (-73.98 40.7)` beside `lon` and `lat`. */
export const repeatedPartsRule: ColumnRule = {
  detect({ table, specs, holders }) {
    const found = new Map<string, Follower>();
    for (const spec of specs) {
      const column = findColumn(table, spec.name);
      if (spec.split?.by !== "parts" || spec.role === "drop" || column?.kind !== "string") continue;
      const layouts = [false, true].flatMap((words) => {
        const layout = partLayout(column, spec.minCategoryCount, { words: [words], holders });
        return layout === null ? [] : [{ layout, copies: findCopies(column, layout, { table, specs }) }];
      });
      const [best] = layouts.sort((a, b) => fittedParts(a) - fittedParts(b));
      if (best !== undefined && best.copies.size > 0)
        found.set(spec.name, followerOf(best.layout, best.copies));
    }
    return found;
  },
};

/** Model columns that are left to fit. */
function fittedParts({
  layout,
  copies,
}: {
  readonly layout: PartLayout;
  readonly copies: ReadonlyMap<number, string>;
}): number {
  return layout.parts.length - copies.size + (layout.found.forms.length > 1 ? 1 : 0);
}

function followerOf(layout: PartLayout, copies: ReadonlyMap<number, string>): Follower {
  const from = [...new Set(copies.values())];
  return {
    from,
    prepare(column, spec, context) {
      if (column.kind !== "string" || !from.every((name) => context.plans.has(name))) return null;
      return prepareLayout(column, spec, { ...context, layout, copies });
    },
  };
}

/** Parts that hold in every row what another column holds, with the name of that column. */
function findCopies(
  column: StringColumn,
  layout: PartLayout,
  { table, specs }: { readonly table: Table; readonly specs: readonly ColumnSpec[] },
): Map<number, string> {
  const others = specs.flatMap((spec) => {
    const isFitted =
      spec.sdtype === "numerical" || spec.sdtype === "categorical" || spec.sdtype === "datetime";
    const isOwn = spec.name === column.name || spec.split !== undefined || spec.role === "drop";
    const other = findColumn(table, spec.name);
    return isFitted && !isOwn && other !== undefined && spec.role !== "id" ? [other] : [];
  });
  const texts = readTexts(column, layout);
  const copies = new Map<number, string>();
  const isOnce = (part: number) => layout.partOf.flat().filter((one) => one === part).length === 1;
  for (const [part, { decimals }] of layout.parts.entries()) {
    if (!isOnce(part)) continue;
    const values = partValues(texts, layout, part);
    if (new Set(values).size < 3) continue;
    const other = others.find((one) => repeats(column, values, { other: one, decimals }));
    if (other !== undefined) copies.set(part, other.name);
  }
  return copies;
}

function repeats(
  { codes }: StringColumn,
  values: readonly (string | number | null)[],
  { other, decimals }: { readonly other: Column; readonly decimals: number },
): boolean {
  let same = 0;
  const scale = 10 ** decimals;
  for (const [row, code] of codes.entries()) {
    const value = code < 0 ? null : values[code]!;
    if (value === null) continue;
    if (other.kind === "string") {
      if (other.codes[row]! < 0 || other.dictionary[other.codes[row]!] !== value) return false;
    } else {
      const shown = other.values[row]!;
      const step = other.kind === "datetime" ? 0.5 : 0.5001 / scale;
      if (typeof value !== "number" || !(Math.abs(shown - value) <= step)) return false;
    }
    same++;
  }
  return same >= minRows;
}
