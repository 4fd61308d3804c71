import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import { type DatetimeColumn, findColumn, type NumberColumn, type Table } from "../../../table/table.ts";
import type { ColumnKind, UserCondition } from "../../columns/columnKind.ts";
import { finite, planDateFormat, planName, planUnit } from "../../columns/planFields.ts";
import { readDatetime } from "../../spelling.ts";
import type { ColumnRule, Follower } from "../columnRule.ts";

/** Rows and different moments from which on it is no chance that a number counts the time of a date. */
const minRows = 20;
const minValues = 10;
/** Zones differ from each other by whole quarters of an hour, from UTC by 14 hours at most. */
const quarter = 900_000;
const farthest = 14 * 3_600_000;

/** Milliseconds in one of what a number counts since 1970. */
const units = [1000, 1, 0.001, 60_000, 86_400_000] as const;
/** Milliseconds to which dates may be cut. */
const grains = [1, 1000, 60_000, 3_600_000, 86_400_000] as const;

/**
 * Not fitted: a number that counts the time of the date `of` since 1970, in units of `unit` ms, or (`grain`) the date of the number
 * `of`, cut to whole `grain` ms. The date's clock is `offset` ms ahead of the number's.
 */
export interface MomentPlan {
  readonly kind: "moment";
  readonly name: string;
  readonly of: string;
  readonly unit: number;
  readonly offset: number;
  readonly grain: number | null;
  /** To read conditions; null for a number. */
  readonly dateFormat: string | null;
}

export const momentRule: ColumnRule = { detect: ({ table, specs }) => findMoments(table, specs) };

export const momentKind: ColumnKind<MomentPlan> = {
  schema: covers<MomentPlan>()(
    z.strictObject({
      kind: z.literal("moment"),
      name: planName,
      of: planName,
      unit: planUnit,
      offset: finite,
      grain: planUnit.nullable(),
      dateFormat: planDateFormat,
    }),
  ),
  problem: ({ of }, { plans }) => (plans.has(of) ? undefined : `follows from ${of}, which is not there`),
  after: ({ of }) => [of],
  derived: true,
  restore(plan, { restored }) {
    const source = restored.get(plan.of);
    const wanted = plan.grain === null ? "datetime" : "number";
    if (source === undefined || source.kind === "string" || source.kind !== wanted)
      throw new Error(`the model made no ${wanted} column ${plan.of}`);
    const { name, grain } = plan;
    return grain === null
      ? { kind: "number", name, values: source.values.map((ms) => numberAt(plan, ms)) }
      : { kind: "datetime", name, values: source.values.map((count) => cut(grain, dateAt(plan, count))) };
  },
  condition(plan, condition, { on }) {
    const { of } = plan;
    if (condition.op === "missing" || condition.op === "present") return on({ column: of, op: condition.op });
    const [min, max] = rangeOf(plan, condition);
    return on({ column: of, op: "range", ...rangeOfSource(plan, min, max) });
  },
  checksRows: (_plan, condition) => condition.op === "in" && condition.values.length > 1,
};

/** What the number of a date says; whole, with what is finer left out. */
function numberAt({ unit, offset }: Pick<MomentPlan, "unit" | "offset">, ms: number): number {
  return Math.floor(Math.round(((ms - offset) / unit) * 1000) / 1000);
}

function dateAt({ unit, offset }: Pick<MomentPlan, "unit" | "offset">, count: number): number {
  return Math.round((count * unit + offset) * 1000) / 1000;
}

function cut(grain: number, ms: number): number {
  return Math.floor(ms / grain) * grain;
}

function rangeOf(
  plan: MomentPlan,
  condition: Extract<UserCondition, { op: "in" | "range" }>,
): [number | null, number | null] {
  const read = (value: string | number | null) =>
    typeof value !== "string" || plan.grain === null
      ? value === null
        ? null
        : Number(value)
      : readDatetime(value, plan.dateFormat);
  if (condition.op === "range") return [read(condition.min), read(condition.max)];
  const values = condition.values.map((value) => read(value)!);
  return [Math.min(...values), Math.max(...values)];
}

/** The range of the source in which the column lies between two values. */
function rangeOfSource(plan: MomentPlan, min: number | null, max: number | null) {
  const { grain } = plan;
  const within = (value: number | null, of: (value: number) => number) => (value === null ? null : of(value));
  if (grain === null)
    return {
      min: within(min, (count) => dateAt(plan, count)),
      max: within(max, (count) => dateAt(plan, count + 1) - 0.001),
    };
  const countAt = (ms: number) => Math.ceil((ms - plan.offset) / plan.unit);
  return {
    min: within(min, (ms) => countAt(Math.ceil(ms / grain) * grain)),
    max: within(max, (ms) => countAt(cut(grain, ms) + grain) - 1),
  };
}

function findMoments(table: Table, specs: readonly ColumnSpec[]): Map<string, Follower> {
  const dates: { readonly column: DatetimeColumn; readonly spec: ColumnSpec }[] = [];
  const numbers: { readonly column: NumberColumn; readonly spec: ColumnSpec }[] = [];
  for (const spec of specs) {
    const column = findColumn(table, spec.name);
    if (spec.role === "id" || spec.role === "drop") continue;
    if (column?.kind === "datetime" && spec.sdtype === "datetime") dates.push({ column, spec });
    else if (column?.kind === "number" && spec.sdtype === "numerical" && spec.decimals === 0)
      numbers.push({ column, spec });
  }
  const found = new Map<string, Follower>();
  const add = (plan: MomentPlan, spec: ColumnSpec) => {
    if (found.has(plan.name) || found.get(plan.of)?.from.includes(plan.name)) return;
    if (spec.min !== null || spec.max !== null || spec.missing === "never") return;
    found.set(plan.name, {
      from: [plan.of],
      prepare: (_column, _spec, { plans }) => (plans.has(plan.of) ? { plan } : null),
    });
  };
  for (const number of numbers)
    for (const date of dates) {
      const tie = tieOf(number.column, date.column);
      if (tie === null) continue;
      const { grain } = tie;
      if (grain === null)
        add(
          { kind: "moment", name: number.spec.name, of: date.spec.name, ...tie, dateFormat: null },
          number.spec,
        );
      else
        add(
          {
            kind: "moment",
            name: date.spec.name,
            of: number.spec.name,
            ...tie,
            dateFormat: date.spec.format.dateFormat,
          },
          date.spec,
        );
    }
  return found;
}

/** How a number and a date tell the same moments; the number follows where the date tells it whole. */
function tieOf(
  number: NumberColumn,
  date: DatetimeColumn,
): Pick<MomentPlan, "unit" | "offset" | "grain"> | null {
  const first = date.values.findIndex((ms, i) => !Number.isNaN(ms) && !Number.isNaN(number.values[i]!));
  if (first < 0) return null;
  const [ms, count] = [date.values[first]!, number.values[first]!];
  for (const unit of units) {
    const ahead = ms - count * unit;
    if (Math.abs(ahead) > farthest + Math.max(unit, 86_400_000)) continue;
    for (const grain of [null, ...grains]) {
      const offset = zoneOf(ahead, { unit, grain });
      if (Math.abs(offset) <= farthest && holds(number, date, { unit, offset, grain }))
        return { unit, offset, grain };
    }
  }
  return null;
}

/** The whole quarter of an hour by which a date's clock is ahead, what was cut off being less than one; 0 where more was. */
function zoneOf(
  ahead: number,
  { unit, grain }: { readonly unit: number; readonly grain: number | null },
): number {
  if ((grain ?? unit) >= quarter) return 0;
  const quarters =
    grain === null ? Math.floor((ahead + 1e-3) / quarter) : Math.ceil((ahead - 1e-3) / quarter);
  return quarters * quarter;
}

function holds(
  number: NumberColumn,
  date: DatetimeColumn,
  tie: Pick<MomentPlan, "unit" | "offset" | "grain">,
): boolean {
  const different = new Set<number>();
  let rows = 0;
  for (let i = 0; i < number.values.length; i++) {
    const [count, ms] = [number.values[i]!, date.values[i]!];
    if (Number.isNaN(count) !== Number.isNaN(ms)) return false;
    if (Number.isNaN(count)) continue;
    const fits = tie.grain === null ? numberAt(tie, ms) === count : cut(tie.grain, dateAt(tie, count)) === ms;
    if (!fits) return false;
    rows++;
    if (different.size < minValues) different.add(count);
  }
  return rows >= minRows && different.size >= minValues;
}
