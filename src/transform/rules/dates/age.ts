import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import { type DatetimeColumn, findColumn, type NumberColumn, type Table } from "../../../table/table.ts";
import type { ColumnKind, UserCondition } from "../../columns/columnKind.ts";
import { planName, planTime } from "../../columns/planFields.ts";
import { ModelError } from "../../modelTable.ts";
import type { ColumnRule, Follower } from "../columnRule.ts";

/** Rows and different ages from which on it is no chance that a number is the age of a date. */
const minRows = 20;
const minValues = 10;
const maxAge = 150;
const dayMs = 86_400_000;

/** Not fitted: the whole years from the date `of` to a day that is the same for all rows (`at`, epoch ms), or to the date `until`. */
export interface AgePlan {
  readonly kind: "age";
  readonly name: string;
  readonly of: string;
  readonly at: number | null;
  readonly until: string | null;
}

export const ageRule: ColumnRule = { detect: ({ table, specs }) => findAges(table, specs) };

export const ageKind: ColumnKind<AgePlan> = {
  schema: covers<AgePlan>()(
    z
      .strictObject({
        kind: z.literal("age"),
        name: planName,
        of: planName,
        at: planTime.nullable(),
        until: planName.nullable(),
      })
      .refine(({ at, until }) => (at === null) !== (until === null), {
        error: "it is counted to a day or to a column, not to both",
      }),
  ),
  problem: ({ of, until }, { plans }) =>
    [of, until ?? of].every((name) => plans.has(name)) ? undefined : `follows from ${of}, which is not there`,
  after: ({ of, until }) => (until === null ? [of] : [of, until]),
  derived: true,
  restore({ name, of, at, until }, { restored }) {
    const from = datesOf(of, restored.get(of));
    const to = until === null ? null : datesOf(until, restored.get(until));
    return {
      kind: "number",
      name,
      values: from.map((birth, i) => wholeYears(birth, to?.[i] ?? at ?? Number.NaN)),
    };
  },
  condition({ name, of, at }, condition, { on }) {
    if (condition.op === "missing" || condition.op === "present") return on({ column: of, op: condition.op });
    if (at === null) return on({ column: of, op: "present" });
    const [min, max] = rangeOf(condition);
    if (min !== null && max !== null && !(max >= min))
      throw new ModelError(`column ${name} holds whole years`);
    return on({
      column: of,
      op: "range",
      min: max === null ? null : yearsLater(at, -Math.floor(max) - 1) - dayMs,
      max: min === null ? null : yearsLater(at, -Math.ceil(min)) + dayMs,
    });
  },
  checksRows: (_plan, { op }) => op === "in" || op === "range",
};

function datesOf(name: string, column: { readonly kind: string } | undefined): Float64Array {
  if (column?.kind !== "datetime") throw new Error(`the model made no datetime column ${name}`);
  return (column as DatetimeColumn).values;
}

function rangeOf(
  condition: Extract<UserCondition, { op: "in" | "range" }>,
): readonly [number | null, number | null] {
  const asNumber = (value: string | number | null) => (value === null ? null : Number(value));
  if (condition.op === "range") return [asNumber(condition.min), asNumber(condition.max)];
  const values = condition.values.map(Number);
  return [Math.min(...values), Math.max(...values)];
}

/** The same day some years later; 1 March where there is no 29 February. */
function yearsLater(ms: number, years: number): number {
  const date = new Date(ms);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

/** Birthdays from one date to another; NaN where one is missing. */
export function wholeYears(birth: number, at: number): number {
  if (Number.isNaN(birth) || Number.isNaN(at)) return Number.NaN;
  const years = new Date(at).getUTCFullYear() - new Date(birth).getUTCFullYear();
  return yearsLater(birth, years) > at ? years - 1 : years;
}

function findAges(table: Table, specs: readonly ColumnSpec[]): Map<string, Follower> {
  const dates: DatetimeColumn[] = [];
  const numbers: NumberColumn[] = [];
  for (const spec of specs) {
    const column = findColumn(table, spec.name);
    const isFree = spec.min === null && spec.max === null && spec.missing !== "never";
    if (spec.role === "drop" || spec.role === "id") continue;
    if (column?.kind === "datetime" && spec.sdtype === "datetime") dates.push(column);
    if (column?.kind === "number" && spec.sdtype === "numerical" && isFree) numbers.push(column);
  }
  const found = new Map<string, Follower>();
  for (const column of numbers.filter(isAge)) {
    const plan = planOf(column, dates);
    if (plan === undefined) continue;
    const from = plan.until === null ? [plan.of] : [plan.of, plan.until];
    found.set(column.name, {
      from,
      prepare: (_column, _spec, { plans }) => (from.every((name) => plans.has(name)) ? { plan } : null),
    });
  }
  return found;
}

function isAge({ values }: NumberColumn): boolean {
  return values.every((v) => Number.isNaN(v) || (Number.isInteger(v) && v >= 0 && v <= maxAge));
}

function planOf(ages: NumberColumn, dates: readonly DatetimeColumn[]): AgePlan | undefined {
  const plan = { kind: "age", name: ages.name } as const;
  for (const { name, values } of dates) {
    const at = commonDay(ages.values, values);
    if (at !== undefined) return { ...plan, of: name, at, until: null };
  }
  for (const birth of dates)
    for (const until of dates)
      if (birth !== until && isCounted(ages.values, birth.values, until.values))
        return { ...plan, of: birth.name, at: null, until: until.name };
  return undefined;
}

/** The day at which every age is the one of its date; the first of a year or month where there is one among several. */
function commonDay(ages: Float64Array, births: Float64Array): number | undefined {
  let [from, to] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const different = new Set<number>();
  let rows = 0;
  for (let i = 0; i < ages.length && from < to; i++) {
    const [age, birth] = [ages[i]!, births[i]!];
    if (Number.isNaN(age) !== Number.isNaN(birth)) return undefined;
    if (Number.isNaN(age)) continue;
    from = Math.max(from, yearsLater(birth, age));
    to = Math.min(to, yearsLater(birth, age + 1));
    rows++;
    if (different.size < minValues) different.add(age);
  }
  if (!(from < to) || rows < minRows || different.size < minValues) return undefined;
  const last = new Date(Math.floor((to - 1) / dayMs) * dayMs);
  const firsts = [
    Date.UTC(last.getUTCFullYear(), 0),
    Date.UTC(last.getUTCFullYear(), last.getUTCMonth()),
    last.getTime(),
  ];
  return firsts.find((day) => day >= from && day < to) ?? from;
}

function isCounted(ages: Float64Array, births: Float64Array, until: Float64Array): boolean {
  const different = new Set<number>();
  let rows = 0;
  for (let i = 0; i < ages.length; i++) {
    const age = wholeYears(births[i]!, until[i]!);
    if (Number.isNaN(age) && Number.isNaN(ages[i]!)) continue;
    if (age !== ages[i]!) return false;
    rows++;
    if (different.size < minValues) different.add(age);
  }
  return rows >= minRows && different.size >= minValues;
}
