import { printName } from "../../../config/rules/printRule.ts";
import { median } from "../../../numerics/quantile.ts";
import type { Measured } from "../../../protocol/metric.ts";
import type { NextStep } from "../../../protocol/sharing.ts";
import type { NumberColumn, Table } from "../../../table/table.ts";
import { findColumn } from "../../../table/table.ts";
import { findRelations, join, type Relation, spreadOf } from "../../../transform/rules/near/findRelations.ts";
import type { QualityInput } from "../../input.ts";

/** Numbers among which relations are looked for: the first ones. */
const maxColumns = 40;
/** Rows of each side that are measured, spread over the table. */
const maxRows = 20_000;
/** A relation is lost where rows are off by more than this many times what real rows are, and by at least this share more. */
const [lostFactor, lostShare] = [2, 0.02];
/** What counts as exact. */
const grain = 0.002;

type Compared = Pick<QualityInput, "real" | "synthetic" | "holdout" | "columns">;

/**
 * How closely numbers that are nearly the sum or product of two others are so in synthetic rows, too: by how much real rows are off,
 * relative to the sum or product, over by how much synthetic ones are, medians, the worst relation. Null without such numbers.
 */
export function relationsKept({ real, synthetic, holdout, columns }: Compared): Measured | null {
  const names = columns
    .filter(({ sdtype, role }) => sdtype === "numerical" && role !== "id")
    .map(({ name }) => name)
    .slice(0, maxColumns);
  const of = (table: Table) => names.map((name) => findColumn(table, name) as NumberColumn);
  const [ofReal, ofSynthetic] = [of(real), of(synthetic)];
  const ofHoldout = holdout === null ? null : of(holdout);
  const measured = findRelations(ofReal).flatMap((relation) => {
    const floor = spreadOf(ofReal[relation.target]!.values.filter((x) => !Number.isNaN(x))) / 100;
    const [inReal, made] = [off(relation, ofReal, floor), off(relation, ofSynthetic, floor)];
    const unseen = ofHoldout === null ? null : off(relation, ofHoldout, floor);
    return inReal === null || made === null ? [] : [describe(relation, { names, inReal, made, unseen })];
  });
  const worst = measured.toSorted((a, b) => a.value - b.value)[0];
  if (worst === undefined) return null;
  const ceilings = measured.flatMap(({ ceiling }) => (ceiling === null ? [] : [ceiling]));
  return {
    value: worst.value,
    ceiling: ceilings.length === 0 ? null : Math.min(...ceilings),
    status: worst.status,
    meaning: worst.meaning,
    steps: measured.filter(({ status }) => status === "watch").flatMap(({ steps }) => steps),
    parts: measured
      .toSorted((a, b) => a.value - b.value)
      .map(({ name, value, status, note }) => ({ name, value, status, note })),
  };
}

interface Seen {
  readonly names: readonly string[];
  readonly inReal: number;
  readonly made: number;
  readonly unseen: number | null;
}

function describe({ target, of, left, right }: Relation, { names, inReal, made, unseen }: Seen) {
  const column = names[target]!;
  const sum = `${names[left]} ${of === "sum" ? "+" : "×"} ${names[right]}`;
  const usual = Math.max(inReal, unseen ?? 0);
  const lost = made > lostFactor * usual && made - usual > lostShare;
  const heldOut = unseen === null ? "" : `, held out ${percent(unseen)}`;
  return {
    name: `${column} ≈ ${sum}`,
    value: kept(inReal, made),
    ceiling: unseen === null ? null : kept(inReal, unseen),
    status: lost ? ("watch" as const) : ("good" as const),
    note: `off by ${percent(made)}, real ${percent(inReal)}${heldOut}`,
    meaning: lost
      ? `${column} is nearly ${sum}: half of the real rows are off by less than ${percent(inReal)}, half of the synthetic rows by more than ${percent(made)}.`
      : "Numbers that are nearly the sum or product of two others are so in synthetic rows, too.",
    steps: [keepAsRule(column, [names[left]!, of === "sum" ? "+" : "*", names[right]!]), leaveOut(column)],
  };
}

function kept(inReal: number, made: number): number {
  return Math.min(1, (inReal + grain) / (made + grain));
}

function keepAsRule(column: string, [left, sign, right]: readonly [string, string, string]): NextStep {
  const rule = `${printName(column)} = ${printName(left)} ${sign} ${printName(right)}`;
  return {
    text: `Add the rule ${rule}, after which ${column} is computed in every row.`,
    edits: [{ path: ["rules", "-"], value: { rule, repair: true } }],
  };
}

function leaveOut(column: string): NextStep {
  return { text: `Leave ${column} out.`, edits: [{ path: ["columns", column, "role"], value: "drop" }] };
}

/** Median distance of a target from its relation, relative to that; null where no row has all three. */
function off(
  { target, of, left, right }: Relation,
  columns: readonly NumberColumn[],
  floor: number,
): number | null {
  const [c, a, b] = [columns[target]!.values, columns[left]!.values, columns[right]!.values];
  const step = Math.max(1, c.length / maxRows);
  const shares: number[] = [];
  for (let i = 0; i * step < c.length; i++) {
    const row = Math.floor(i * step);
    const joined = join(of, a[row]!, b[row]!);
    const share = Math.abs(c[row]! - joined) / Math.max(Math.abs(joined), floor);
    if (!Number.isNaN(share)) shares.push(share);
  }
  return shares.length === 0 ? null : median(Float64Array.from(shares));
}

function percent(share: number): string {
  return share === 0 ? "0 %" : `${Number((100 * share).toPrecision(2))} %`;
}
