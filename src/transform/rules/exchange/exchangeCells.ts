import { columnsOfRule, type Rule } from "../../../config/rules/ruleSyntax.ts";
import type { Random } from "../../../numerics/random.ts";
import { type Column, makeTable, takeColumn } from "../../../table/table.ts";
import { judgeClause, judgeRows } from "../judge/judgeRule.ts";
import { type RuleView, viewTable } from "../judge/ruleView.ts";
import type { RulesPlan } from "../rulesPlan.ts";
import type { CellGroups } from "./cellGroups.ts";

/** Rounds, each of which draws other partners for the rows that still break a rule, at most. */
const maxRounds = 8;

type Columns = Map<string, Column>;

export interface ExchangeSource {
  readonly plan: RulesPlan;
  readonly groups: CellGroups;
  readonly rows: number;
  readonly random: Random;
}

/** Rules that are not met by how their columns are computed, and that rows of a batch can help each other to keep. */
export function exchangedRules({ presence, filters }: RulesPlan): Rule[] {
  return [...new Set<Rule>([...presence, ...filters])].filter(({ kind }) => kind !== "unique");
}

/**
 * Lets rows that break a rule exchange cells with rows that keep it either way. Every column keeps its values, so that no
 * share moves and nothing has to be left out. Rows without a partner stay as they are.
 *
 * @param columns of the batch by name, replaced in place
 * @param beside columns whose cells go with those of the same name
 */
export function exchangeCells(source: ExchangeSource, columns: Columns, beside: Columns): void {
  const { plan, groups } = source;
  const usable = exchangedRules(plan)
    .filter((rule) => columnsOfRule(rule).every((name) => columns.has(name)))
    .map((rule): Exchanged => ({ rule, names: columnsOfRule(rule) }));
  const units = usable.map(({ names }) => unitOf(names, groups));
  const judge = makeJudge(plan);
  for (let round = 0; round < maxRounds; round++) {
    const random = source.random.fork(`round ${round}`);
    let moved = 0;
    for (const [at, one] of usable.entries()) {
      const own = units[at]!;
      if (own === null) continue;
      const unit = round % 2 === 0 ? own : withOthers(own, one, usable, groups);
      const touched = usable.filter(({ names }) => names.some((name) => unit.has(name)));
      const pairs = pairRows(one, unit, columns, {
        rows: source.rows,
        judge,
        random: random.fork(`rule ${at}`),
      });
      const move = moverOf(one.rule, unit, beside);
      const better = pairsThatHelp(pairs, move, touched, { columns, judge });
      moved += better.first.length;
      for (const [name, column] of move(columns, better)) columns.set(name, column);
      if (!isPresence(one.rule)) for (const [name, column] of move(beside, better)) beside.set(name, column);
    }
    if (moved === 0 && round % 2 === 1) return;
  }
}

interface Exchanged {
  readonly rule: Rule;
  readonly names: readonly string[];
}

/** Row `first[i]` exchanges with row `second[i]`. */
interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

type Judge = (rule: Rule, view: RuleView) => Uint8Array;

function makeJudge({ seen }: RulesPlan): Judge {
  const known = new Map(Object.entries(seen).map(([columns, keys]) => [columns, new Set(keys)]));
  return (rule, view) =>
    judgeRows(rule, view, "columns" in rule ? known.get(JSON.stringify(rule.columns)) : undefined);
}

/**
 * Columns whose cells change rows together so that a rule is kept: those that belong to its last one, `then` before `when`.
 * Null where all of its columns belong together.
 */
function unitOf(names: readonly string[], groups: CellGroups): ReadonlySet<string> | null {
  for (const name of names.toReversed()) {
    const unit = groups.get(name);
    if (unit !== undefined && !names.every((other) => unit.has(other))) return unit;
  }
  return null;
}

/** The columns and those that other rules tie to them, without any that has to stay for the rule's own sake. */
function withOthers(
  unit: ReadonlySet<string>,
  own: Exchanged,
  rules: readonly Exchanged[],
  groups: CellGroups,
): ReadonlySet<string> {
  const stays = own.names.filter((name) => !unit.has(name));
  const wide = new Set(unit);
  for (const { names } of rules.filter((rule) => rule.names.some((name) => unit.has(name))))
    for (const name of names) {
      const group = groups.get(name);
      if (group === undefined || stays.some((one) => group.has(one))) continue;
      for (const member of group) wide.add(member);
    }
  return wide;
}

/** Rows that break the rule, each with another one, at random; numbers in the order of their values. */
function pairRows(
  { rule, names }: Exchanged,
  unit: ReadonlySet<string>,
  columns: Columns,
  { rows, judge, random }: { readonly rows: number; readonly judge: Judge; readonly random: Random },
): Pairs {
  const view = viewOf(names, columns, rows);
  const verdicts = judge(rule, view);
  const broken = rowsWhere(rows, (i) => verdicts[i] === 0);
  if (broken.length === 0) return { first: broken, second: broken };
  const partners = shuffled(partnersOf(rule, verdicts, view), random);
  const count = Math.min(broken.length, partners.length);
  const first = shuffled(broken, random).subarray(0, count);
  const second = partners.subarray(0, count);
  const column = unit.size === 1 ? columns.get([...unit][0]!) : undefined;
  if (column === undefined || column.kind === "string") return { first, second };
  const { values } = column;
  const byValue = (a: number, b: number) => order(values[a]!) - order(values[b]!) || a - b;
  return { first: first.sort(byValue), second: second.sort(byValue) };
}

function order(value: number): number {
  return Number.isNaN(value) ? -Number.MAX_VALUE : value;
}

/** Rows that a rule does not bind and that have what it asks for; of other rules, rows that keep it. */
function partnersOf(rule: Rule, verdicts: Uint8Array, view: RuleView): Int32Array {
  if (rule.kind !== "when") return rowsWhere(verdicts.length, (i) => verdicts[i] !== 0);
  const when = judgeClause(rule.when, view);
  const then = judgeClause(rule.then, view);
  return rowsWhere(verdicts.length, (i) => when[i] !== 1 && then[i] !== 0);
}

function rowsWhere(rows: number, holds: (row: number) => boolean): Int32Array {
  const out: number[] = [];
  for (let i = 0; i < rows; i++) if (holds(i)) out.push(i);
  return Int32Array.from(out);
}

function shuffled(rows: Int32Array, random: Random): Int32Array {
  return Int32Array.from(random.permutation(rows.length), (i) => rows[i]!);
}

function viewOf(names: readonly string[], columns: Columns, rows: number): RuleView {
  return viewTable({ rows, columns: names.map((name) => columns.get(name)!) });
}

/** The changed columns after rows of each pair have exchanged cells. */
type Move = (columns: Columns, pairs: Pairs) => Columns;

function isPresence(rule: Rule): boolean {
  return rule.kind === "when" && rule.then.kind === "presence";
}

/**
 * Where a rule asks only whether a cell is there, rows exchange just that: a number that comes back is the row's own in `beside`, so that it
 * goes with the other columns of its row. Else, and where no such number is known, the cells themselves change rows.
 */
function moverOf(rule: Rule, unit: ReadonlySet<string>, beside: Columns): Move {
  return (columns, { first, second }) => {
    const out: Columns = new Map();
    if (first.length === 0) return out;
    for (const name of unit) {
      const column = columns.get(name);
      if (column === undefined) continue;
      const spare = isPresence(rule) ? beside.get(name) : undefined;
      if (column.kind === "string")
        out.set(name, { ...column, codes: exchanged(column.codes, first, second) });
      else if (spare !== undefined && spare.kind !== "string")
        out.set(name, {
          ...column,
          values: presenceExchanged(column.values, spare.values, { first, second }),
        });
      else out.set(name, { ...column, values: exchanged(column.values, first, second) });
    }
    return out;
  };
}

/** The pairs after whose exchange fewer rules are broken in their two rows. */
function pairsThatHelp(
  { first, second }: Pairs,
  move: Move,
  touched: readonly Exchanged[],
  { columns, judge }: { readonly columns: Columns; readonly judge: Judge },
): Pairs {
  const count = first.length;
  if (count === 0) return { first, second };
  const rows = joined(first, second);
  const names = [...new Set(touched.flatMap((one) => one.names))];
  const changed = move(columns, { first, second });
  const taken = (find: (name: string) => Column) =>
    viewTable(makeTable(names.map((name) => takeColumn(find(name), rows))));
  const [now, then] = [
    taken((name) => columns.get(name)!),
    taken((name) => changed.get(name) ?? columns.get(name)!),
  ];
  const gain = new Int32Array(count);
  for (const { rule } of touched) {
    const [was, is] = [judge(rule, now), judge(rule, then)];
    for (let i = 0; i < 2 * count; i++) {
      if (was[i] === 0) gain[i % count]!++;
      if (is[i] === 0) gain[i % count]!--;
    }
  }
  const helps = rowsWhere(count, (i) => gain[i]! > 0);
  return { first: helps.map((i) => first[i]!), second: helps.map((i) => second[i]!) };
}

function joined(a: Int32Array, b: Int32Array): Int32Array {
  const out = new Int32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

function exchanged<Cells extends Int32Array | Float64Array>(
  cells: Cells,
  first: Int32Array,
  second: Int32Array,
): Cells {
  const out = cells.slice() as Cells;
  for (let i = 0; i < first.length; i++) {
    out[first[i]!] = cells[second[i]!]!;
    out[second[i]!] = cells[first[i]!]!;
  }
  return out;
}

/** Missing where the other row's cell was, else what was drawn for the row itself; where nothing was, the other row's cell. */
function presenceExchanged(cells: Float64Array, spare: Float64Array, { first, second }: Pairs): Float64Array {
  const out = cells.slice();
  const own = (row: number, other: number): number => {
    if (Number.isNaN(cells[other]!)) return Number.NaN;
    // a value that stands for something else, 9999-12-31 say, goes along as a gap does
    if (Number.isNaN(spare[row]!) || cells[other] !== spare[other]) return cells[other]!;
    return spare[row]!;
  };
  for (let i = 0; i < first.length; i++) {
    out[first[i]!] = own(first[i]!, second[i]!);
    out[second[i]!] = own(second[i]!, first[i]!);
  }
  return out;
}
