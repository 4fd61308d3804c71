import type { Clause, Rule } from "../../../config/rules/ruleSyntax.ts";
import { type Column, columnLength } from "../../../table/table.ts";
import { columnOf } from "./candidates.ts";
import { type Category, type DetectData, mayBind, minNamedRows } from "./detectData.ts";
import { isOneOf } from "./findGroups.ts";
import { nearShare } from "./near.ts";

const nowhere = { start: 0, end: 0 };

/** A column with missing cells: where they are, and their share. */
interface Gap {
  readonly name: string;
  readonly missing: Uint8Array;
  readonly rows: Int32Array;
  readonly share: number;
}

/** Columns that are missing, or present, in all rows of some values of a category, and where another is missing or present. */
export function findPresence(data: DetectData): Rule[] {
  const gaps = data.table.columns.flatMap((column): Gap[] => {
    const spec = data.specs.find(({ name }) => name === column.name);
    if (spec === undefined || !mayBind(spec)) return [];
    const gap = gapOf(column);
    return gap.share < 0.005 || gap.share > 0.995 ? [] : [gap];
  });
  return [
    ...gaps.flatMap((gap) =>
      data.categories
        .filter(({ name, measured }) => name !== gap.name && !measured)
        .flatMap((category) => presenceBy(category, gap)),
    ),
    ...presenceByOthers(gaps),
  ];
}

function gapOf(column: Column): Gap {
  const n = columnLength(column);
  const missing = new Uint8Array(n);
  const rows = new Int32Array(n);
  let found = 0;
  for (let i = 0; i < n; i++)
    if (column.kind === "string" ? column.codes[i]! < 0 : Number.isNaN(column.values[i]!)) {
      missing[i] = 1;
      rows[found++] = i;
    }
  return { name: column.name, missing, rows: rows.subarray(0, found), share: found / Math.max(1, n) };
}

function presenceBy(category: Category, { name, rows: missing, share }: Gap): Rule[] {
  const counts = new Int32Array(category.values.length);
  for (const i of missing) if (category.codes[i]! >= 0) counts[category.codes[i]!]!++;
  return [false, true].flatMap((present): Rule[] => {
    const chance = present ? share : 1 - share;
    const values = category.values.filter((_, k) => {
      const [rows, gone] = [category.counts[k]!, counts[k]!];
      const broken = present ? gone : rows - gone;
      return (
        rows >= category.minRows && broken <= nearShare * rows && rows * chance >= minNamedRows + 10 * broken
      );
    });
    if (values.length === 0 || values.length === category.values.length) return [];
    const when = isOneOf(category.name, values);
    return [{ kind: "when", when, then: presence(name, present), repair: false }];
  });
}

/**
 * b is missing wherever a is, and the other way round, and b is present wherever a is missing. Columns that are always
 * missing together are said once round.
 */
function presenceByOthers(gaps: readonly Gap[]): Rule[] {
  const covers = gaps.map((a) => gaps.map((b) => a !== b && isBound(a, b, false)));
  const groups: number[][] = [];
  for (const k of gaps.keys()) {
    const own = groups.find(([first]) => covers[first!]![k] && covers[k]![first!]);
    if (own === undefined) groups.push([k]);
    else own.push(k);
  }
  const rules: Rule[] = [];
  const add = (a: number, b: number, present: boolean) =>
    rules.push({
      kind: "when",
      when: presence(gaps[a]!.name, false),
      then: presence(gaps[b]!.name, present),
      repair: false,
    });
  for (const group of groups)
    if (group.length > 1)
      for (const [at, k] of group.entries()) add(k, group[(at + 1) % group.length]!, false);
  const firsts = groups.map(([first]) => first!);
  for (const a of firsts)
    for (const b of firsts) {
      if (a === b) continue;
      const over = firsts.some((c) => c !== a && c !== b && covers[a]![c] && covers[c]![b]);
      if (covers[a]![b] && !over) add(a, b, false);
      else if (a < b && isBound(gaps[a]!, gaps[b]!, true)) add(a, b, true);
    }
  return rules;
}

/** Whether b is missing (or present) in nearly all rows in which a is missing, which chance would not give. */
function isBound(a: Gap, b: Gap, present: boolean): boolean {
  let broken = 0;
  const most = nearShare * a.rows.length;
  for (const i of a.rows) if ((b.missing[i] === 1) === present && ++broken > most) return false;
  const chance = present ? b.share : 1 - b.share;
  return a.rows.length * chance >= minNamedRows + 10 * broken;
}

function presence(name: string, present: boolean): Clause {
  return { kind: "presence", column: columnOf(name), present, ...nowhere };
}
