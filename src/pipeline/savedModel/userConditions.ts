import type { ColumnSpec } from "../../config/columnSpec.ts";
import { type DatePeriod, parseWhere, WhereError } from "../../config/where.ts";
import { NoValueError } from "../../models/synthesizer.ts";
import type { Condition } from "../../table/condition.ts";
import { kindOf } from "../../transform/columns/columnKinds.ts";
import { conditionsAfter, joinSets, toModelConditions } from "../../transform/conditions.ts";
import { readPeriod } from "../../transform/datePeriod.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { makeRowFilter, type RowFilter } from "../../transform/rules/rowFilter.ts";
import type { TrainedModel } from "../trainedModel.ts";

/** What conditions are read by. */
export type Learned = Pick<TrainedModel, "specs" | "restore">;

/** The time that a date of a column stands for, in whichever of its forms it is given. */
function periodOf(text: string, { format }: ColumnSpec): DatePeriod | undefined {
  for (const pattern of format.dateForms ?? [format.dateFormat]) {
    const period = readPeriod(text, pattern);
    if (period !== undefined) return period;
  }
  return undefined;
}

/** `--where` texts in the terms of the model. @throws WhereError, which names the text */
export function userConditions({ specs, restore }: Learned, texts: readonly string[]): Condition[] {
  const conditions = parseWhere(texts, specs, periodOf);
  const named = <T>(text: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw error instanceof ModelError ? new WhereError(`--where ${text}: ${error.message}`) : error;
    }
  };
  const given = conditions.flatMap((condition, i) =>
    named(texts[i]!, () => toModelConditions(restore, [condition])),
  );
  return named(texts.join(" --where "), () => joinSets(given));
}

/** A filter for restored rows: rules kept by leaving rows out (unless `conditions` only), and conditions on columns that follow from others. */
export function userFilter(
  learned: Learned,
  texts: readonly string[],
  of: "all" | "conditions" = "all",
): RowFilter | undefined {
  const { restore } = learned;
  const conditions = conditionsAfter(restore, readConditions(learned, texts));
  return makeRowFilter(of === "all" ? restore.rules : undefined, conditions);
}

/** `--where` texts as conditions on restored rows. @throws WhereError, which names the text */
export function readConditions({ specs }: Pick<Learned, "specs">, texts: readonly string[]): Condition[] {
  return parseWhere(texts, specs, periodOf);
}

/** What a model said of the conditions while sampling, with the texts they came from and what it makes of the column. */
export function explainConditions(
  { restore, specs }: Learned,
  texts: readonly string[],
  error: unknown,
): unknown {
  if (!(error instanceof ModelError) || texts.length === 0) return error;
  if (!(error instanceof NoValueError))
    return new WhereError(`${texts.map((text) => `--where ${text}`).join(" ")}: ${error.message}`);
  const { column, min, max } = error;
  const plan = restore.columns.find(({ name }) => name === column);
  const known = parseWhere(texts, specs, periodOf);
  const text = texts[known.findIndex((condition) => condition.column === column)] ?? texts.join(" ");
  const values = plan && kindOf(plan).describeRange?.(plan, { min, max });
  const range = values === undefined ? "" : `: ${values}`;
  return new WhereError(`--where ${text}: the model makes no such value of column ${column}${range}`);
}
