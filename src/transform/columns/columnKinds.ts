import { type CounterPlan, counterKind } from "../entities/counter.ts";
import { type AgePlan, ageKind } from "../rules/dates/age.ts";
import { type DatePartPlan, datePartKind } from "../rules/dates/datePart.ts";
import { type MomentPlan, momentKind } from "../rules/dates/moment.ts";
import { type DeterminedPlan, determinedKind } from "../rules/determined.ts";
import { type ElapsedPlan, elapsedKind } from "../rules/elapsed.ts";
import { type HeadedPlan, headedKind } from "../rules/ids/headed.ts";
import { type ReferencePlan, referenceKind } from "../rules/ids/reference.ts";
import { type NearPlan, nearKind } from "../rules/near/nearPlan.ts";
import { type QuotientPlan, quotientKind } from "../rules/quotient.ts";
import { categoryKind, prepareCategory } from "./category.ts";
import type { CategoryPlan } from "./categoryPlan.ts";
import { type ClockNumberPlan, clockNumberKind, prepareClockNumber } from "./clockNumber.ts";
import type { ColumnKind, PlanBase, PrepareColumn } from "./columnKind.ts";
import { type ConstantPlan, constantKind } from "./constant.ts";
import { type DatetimePlan, datetimeKind, prepareDatetime } from "./datetime.ts";
import { prepareDropped } from "./dropped.ts";
import { type DurationPlan, durationKind, prepareDuration } from "./duration.ts";
import { type CountedPlan, countedKind } from "./ids/counted.ts";
import { prepareId } from "./ids/id.ts";
import { type NumberedPlan, numberedKind } from "./ids/numbered.ts";
import { type PatternPlan, patternKind } from "./ids/patterned.ts";
import { type LongNumberPlan, longNumberKind, prepareLongNumber } from "./longNumber.ts";
import { type MissingPlan, missingKind, prepareMissing } from "./missing.ts";
import { type NumberPlan, numberKind, prepareNumber } from "./number.ts";
import { type PersonalPlan, personalKind, preparePersonal } from "./personal.ts";
import { type OptionsPlan, optionsKind, prepareOptions } from "./split/options.ts";
import { partsKind } from "./split/parts.ts";
import type { PartsPlan } from "./split/partsPlan.ts";
import { prepareParts } from "./split/prepareParts.ts";
import { prepareText } from "./text.ts";

export type ColumnPlan =
  | NumberPlan
  | ClockNumberPlan
  | DurationPlan
  | DatetimePlan
  | ElapsedPlan
  | CategoryPlan
  | DeterminedPlan
  | AgePlan
  | DatePartPlan
  | MomentPlan
  | QuotientPlan
  | NearPlan
  | ReferencePlan
  | HeadedPlan
  | CounterPlan
  | CountedPlan
  | LongNumberPlan
  | NumberedPlan
  | PatternPlan
  | ConstantPlan
  | MissingPlan
  | PersonalPlan
  | OptionsPlan
  | PartsPlan;

/** Every kind of plan, by its `kind`. */
export const columnKinds: {
  readonly [Kind in ColumnPlan["kind"]]: ColumnKind<Extract<ColumnPlan, { kind: Kind }>>;
} = {
  number: numberKind,
  clockNumber: clockNumberKind,
  duration: durationKind,
  datetime: datetimeKind,
  elapsed: elapsedKind,
  category: categoryKind,
  determined: determinedKind,
  age: ageKind,
  datePart: datePartKind,
  moment: momentKind,
  quotient: quotientKind,
  near: nearKind,
  reference: referenceKind,
  headed: headedKind,
  counter: counterKind,
  counted: countedKind,
  longNumber: longNumberKind,
  numbered: numberedKind,
  pattern: patternKind,
  constant: constantKind,
  missing: missingKind,
  personal: personalKind,
  options: optionsKind,
  parts: partsKind,
};

/** How a column that follows no rule is prepared: the first that takes it. */
export const columnPreparers: readonly PrepareColumn[] = [
  prepareDropped,
  preparePersonal,
  prepareId,
  prepareText,
  prepareMissing,
  prepareLongNumber,
  prepareDuration,
  prepareClockNumber,
  prepareNumber,
  prepareDatetime,
  prepareOptions,
  prepareParts,
  prepareCategory,
];

/** Returns the kind of a plan. @throws RangeError for a kind this version does not know */
export function kindOf(plan: PlanBase): ColumnKind<PlanBase> {
  if (!Object.hasOwn(columnKinds, plan.kind)) throw new RangeError(`unknown kind of column ${plan.kind}`);
  return columnKinds[plan.kind as ColumnPlan["kind"]] as ColumnKind<PlanBase>;
}

/** Names of a plan's own columns in the model's table. */
export function modelColumnsOf(plan: PlanBase): readonly string[] {
  const kind = kindOf(plan);
  return kind.modelColumns?.(plan) ?? (kind.toModel === undefined ? [] : [plan.name]);
}
