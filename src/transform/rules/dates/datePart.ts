import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import {
  type Column,
  columnLength,
  type DatetimeColumn,
  findColumn,
  type Table,
} from "../../../table/table.ts";
import type { ColumnKind, Output, UserCondition } from "../../columns/columnKind.ts";
import { suggest } from "../../columns/knownValues.ts";
import { finite, planName, planOutput } from "../../columns/planFields.ts";
import { ModelError } from "../../modelTable.ts";
import type { ColumnRule, Follower } from "../columnRule.ts";
import { type DatePart, dateParts, partNames } from "./dateParts.ts";
import { findWriting, type PartWriting, writePart } from "./partWriting.ts";
import { periodLocales } from "./periodWriting.ts";

/** Rows in which the part must be the right one, at least; else it may be chance. */
const minRows = 20;

/** Not fitted: a part of the datetime column `of` (its date, hour, weekday, month, quarter, ISO week, year). */
export interface DatePartPlan extends PartWriting {
  readonly kind: "datePart";
  readonly name: string;
  readonly of: string;
  readonly part: DatePart;
  readonly output: Output;
}

export const datePartRule: ColumnRule = {
  detect: ({ table, specs }) =>
    new Map([...findDateParts(table, specs)].map(([name, plan]) => [name, followerOf(plan)])),
};

function followerOf(plan: DatePartPlan): Follower {
  return {
    from: [plan.of],
    prepare: (_column, _spec, { plans }) => (plans.has(plan.of) ? { plan } : null),
  };
}

export const datePartKind: ColumnKind<DatePartPlan> = {
  schema: covers<DatePartPlan>()(
    z.strictObject({
      kind: z.literal("datePart"),
      name: planName,
      of: planName,
      part: z.enum(partNames),
      output: planOutput,
      offset: finite.exactOptional(),
      prefix: z.string().max(50).exactOptional(),
      suffix: z.string().max(50).exactOptional(),
      width: z.int().min(0).max(9).exactOptional(),
      names: z
        .array(z.tuple([finite, z.union([z.string(), finite])]).readonly())
        .readonly()
        .exactOptional(),
      period: z
        .strictObject({ template: z.string().max(100), locale: z.enum(periodLocales) })
        .readonly()
        .exactOptional(),
    }),
  ),
  problem: ({ of }, { plans }) => (plans.has(of) ? undefined : `is a part of ${of}, which is not there`),
  after: ({ of }) => [of],
  derived: true,
  restore(plan, { restored }) {
    const anchor = restored.get(plan.of);
    if (anchor?.kind !== "datetime") throw new Error(`the model made no datetime column ${plan.of}`);
    return writePart(plan, anchor.values.map(dateParts[plan.part].of));
  },
  condition(plan, condition, { on }) {
    if (condition.op === "missing" || condition.op === "present")
      return on({ column: plan.of, op: condition.op });
    const period = periodOf(plan, condition);
    if (period !== undefined) return on(period);
    if (plan.output !== "datetime" && condition.op === "in") checkKnown(plan, condition.values);
    return on({ column: plan.of, op: "present" });
  },
  checksRows: (plan, condition) =>
    condition.op !== "missing" && condition.op !== "present" && periodOf(plan, condition) === undefined,
};

/** The same condition on the date, where the part is a period of time; undefined where it returns again and again. */
function periodOf(plan: DatePartPlan, condition: UserCondition): UserCondition | undefined {
  if (plan.output !== "datetime") return undefined;
  if (condition.op === "range") return { ...condition, column: plan.of };
  const { next } = dateParts[plan.part];
  const value = condition.op === "in" && condition.values.length === 1 ? condition.values[0] : undefined;
  if (next === undefined || typeof value !== "number") return undefined;
  return { column: plan.of, op: "range", min: value, max: next(value) - 1 };
}

/** @throws ModelError when a part has no such value on any date */
function checkKnown(plan: DatePartPlan, values: readonly (string | number)[]): void {
  const { range, title } = dateParts[plan.part];
  if (range === undefined) return;
  const keys = Float64Array.from({ length: range[1] - range[0] + 1 }, (_, i) => range[0] + i);
  const written = writePart(plan, keys);
  const known =
    written.kind === "string"
      ? Array.from(written.codes, (code) => written.dictionary[code]!)
      : Array.from(written.values, String);
  for (const value of values)
    if (!known.some((one) => one === String(value) || Number(one) === Number(value)))
      throw new ModelError(
        `column ${plan.name} is the ${title} of ${plan.of} and never ${value}${suggest(String(value), known)}`,
      );
}

/** Columns that are a part of a date in every row, with the date and how the part is written. */
export function findDateParts(table: Table, specs: readonly ColumnSpec[]): Map<string, DatePartPlan> {
  const columns = specs.flatMap((spec) => {
    const column = findColumn(table, spec.name);
    const isLearned =
      spec.role !== "id" && spec.role !== "drop" && spec.sdtype !== "id" && spec.sdtype !== "text";
    return column !== undefined && isLearned ? [{ column, spec }] : [];
  });
  const anchors = columns.flatMap(({ column, spec }) =>
    column.kind === "datetime" && spec.sdtype === "datetime" ? [column] : [],
  );
  const found = new Map<string, DatePartPlan>();
  for (const { column, spec } of columns) {
    if (spec.min !== null || spec.max !== null || spec.missing === "never") continue;
    for (const anchor of anchors) {
      if (anchor.name === column.name || found.get(anchor.name)?.of === column.name) continue;
      const plan = planOf(column, anchor, spec);
      if (plan === undefined) continue;
      found.set(column.name, plan);
      break;
    }
  }
  return found;
}

function planOf(column: Column, anchor: DatetimeColumn, spec: ColumnSpec): DatePartPlan | undefined {
  if (!sameMissing(column, anchor)) return undefined;
  for (const part of partNames) {
    if (dateParts[part].isTime !== (column.kind === "datetime")) continue;
    const writing = findWriting(column, anchor.values, { part, minRows, k: spec.minCategoryCount });
    if (writing !== undefined)
      return { kind: "datePart", name: column.name, of: anchor.name, part, output: column.kind, ...writing };
  }
  return undefined;
}

function sameMissing(column: Column, anchor: DatetimeColumn): boolean {
  for (let i = 0; i < columnLength(column); i++) {
    const isMissing = column.kind === "string" ? column.codes[i]! < 0 : Number.isNaN(column.values[i]!);
    if (isMissing !== Number.isNaN(anchor.values[i]!)) return false;
  }
  return true;
}
