import { z } from "zod";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { covers } from "../../jsonc/covers.ts";
import { findColumn, type NumberColumn, type Table } from "../../table/table.ts";
import type { ColumnKind, UserCondition } from "../columns/columnKind.ts";
import { planName, planUnit } from "../columns/planFields.ts";
import type { ColumnRule, Follower } from "./columnRule.ts";

/** Rows and different values from which on it is no chance that one number is the other in a coarser unit. */
const minRows = 20;
const minValues = 10;

/** Units of time and of money in one another: milliseconds in seconds, cents in whole euros, bytes in kilobytes. */
const divisors = [10, 60, 100, 1000, 1024, 3600, 86_400, 1e6, 3.6e6, 8.64e7, 1e9] as const;

const roundings = { floor: Math.floor, round: Math.round, ceil: Math.ceil } as const;

/** Not fitted: the whole number `of` in a coarser unit, `divisor` of the finer one, without its fraction. */
export interface QuotientPlan {
  readonly kind: "quotient";
  readonly name: string;
  readonly of: string;
  readonly divisor: number;
  readonly rounding: keyof typeof roundings;
}

export const quotientRule: ColumnRule = { detect: ({ table, specs }) => findQuotients(table, specs) };

export const quotientKind: ColumnKind<QuotientPlan> = {
  schema: covers<QuotientPlan>()(
    z.strictObject({
      kind: z.literal("quotient"),
      name: planName,
      of: planName,
      divisor: planUnit,
      rounding: z.enum(["floor", "round", "ceil"]),
    }),
  ),
  problem: ({ of }, { plans }) => (plans.has(of) ? undefined : `follows from ${of}, which is not there`),
  after: ({ of }) => [of],
  derived: true,
  restore({ name, of, divisor, rounding }, { restored }) {
    const source = restored.get(of);
    if (source?.kind !== "number") throw new Error(`the model made no numbers for ${of}`);
    return {
      kind: "number",
      name,
      values: source.values.map((value) => roundings[rounding](value / divisor)),
    };
  },
  condition({ of, divisor }, condition, { on }) {
    if (condition.op === "missing" || condition.op === "present") return on({ column: of, op: condition.op });
    const range = rangeOf(condition);
    if (range === undefined) return on({ column: of, op: "present" });
    // a unit more on either side: rows are checked for the rest
    const { min, max } = range;
    return on({
      column: of,
      op: "range",
      min: min === null ? null : (min - 1) * divisor,
      max: max === null ? null : (max + 1) * divisor,
    });
  },
  checksRows: (_plan, { op }) => op === "in" || op === "range",
};

/** Between which numbers the condition wants the value; undefined where it names words. */
function rangeOf(
  condition: Extract<UserCondition, { op: "in" | "range" }>,
): { readonly min: number | null; readonly max: number | null } | undefined {
  const asNumber = (value: string | number | null) => (value === null ? null : Number(value));
  if (condition.op === "range") return { min: asNumber(condition.min), max: asNumber(condition.max) };
  const values = condition.values.map(Number);
  return values.some(Number.isNaN) ? undefined : { min: Math.min(...values), max: Math.max(...values) };
}

function findQuotients(table: Table, specs: readonly ColumnSpec[]): Map<string, Follower> {
  const columns = specs.flatMap((spec): { column: NumberColumn; spec: ColumnSpec }[] => {
    const column = findColumn(table, spec.name);
    const isMeasure = spec.sdtype === "numerical" && spec.role !== "drop" && spec.role !== "id";
    return column?.kind === "number" && isMeasure && spec.decimals === 0 ? [{ column, spec }] : [];
  });
  const found = new Map<string, Follower>();
  for (const { column, spec } of columns) {
    if (spec.min !== null || spec.max !== null || spec.missing === "never") continue;
    for (const { column: finer } of columns) {
      const plan = finer.name === column.name || found.has(finer.name) ? undefined : planOf(column, finer);
      if (plan === undefined) continue;
      const prepare: Follower["prepare"] = (_column, _spec, { plans }) =>
        plans.get(finer.name)?.kind === "number" ? { plan } : null;
      found.set(column.name, { from: [finer.name], prepare });
      break;
    }
  }
  return found;
}

/** Exact multiples are left to the rules between columns, which know them both ways. */
function planOf(column: NumberColumn, finer: NumberColumn): QuotientPlan | undefined {
  const first = finer.values.findIndex(
    (value, i) => value !== 0 && column.values[i] !== 0 && !Number.isNaN(value),
  );
  if (first < 0) return undefined;
  const ratio = finer.values[first]! / column.values[first]!;
  const divisor = divisors.find(
    (one) => Math.abs(ratio - one) <= Math.abs(one / column.values[first]!) + 1e-9,
  );
  if (divisor === undefined) return undefined;
  const rounding = (["floor", "round", "ceil"] as const).find((one) =>
    holds(column, finer, { divisor, rounding: one }),
  );
  return rounding && { kind: "quotient", name: column.name, of: finer.name, divisor, rounding };
}

function holds(
  { values }: NumberColumn,
  finer: NumberColumn,
  { divisor, rounding }: Pick<QuotientPlan, "divisor" | "rounding">,
): boolean {
  const round = roundings[rounding];
  const different = new Set<number>();
  let rows = 0;
  let fractions = 0;
  for (let i = 0; i < values.length; i++) {
    const [value, from] = [values[i]!, finer.values[i]!];
    if (Number.isNaN(value) !== Number.isNaN(from)) return false;
    if (Number.isNaN(value)) continue;
    if (round(from / divisor) !== value) return false;
    rows++;
    if (from % divisor !== 0) fractions++;
    if (different.size < minValues) different.add(value);
  }
  return rows >= minRows && different.size >= minValues && fractions > 0;
}
