import { type Column, makeTable, type StringColumn, type Table } from "../../table/table.ts";
import { restoreBundle } from "./bundles.ts";
import { dayMs, evaluate } from "./judge/evaluate.ts";
import { judgeClause } from "./judge/judgeRule.ts";
import { numbersOf, textsOf, vectorOf, viewTable } from "./judge/ruleView.ts";
import type { RulesPlan, SystemPlan } from "./rulesPlan.ts";
import { restoreSystem } from "./system/restoreSystem.ts";
import { applyPresence, systemColumn } from "./system/systemColumns.ts";
import type { SystemValues } from "./system/systemView.ts";

type Columns = ReadonlyMap<string, Column>;

/**
 * Every column of the output from the columns a model learned in their place, so that the plan's rules hold.
 *
 * @param complete leaves no cell missing whose presence is learned, to fill in cells of a row
 */
export function restoreRules(plan: RulesPlan, learned: Columns, rows: number, complete = false): Table {
  const out = new Map(learned);
  const latent = new Map<string, Column>();
  for (const system of plan.systems) {
    const values = restoreSystem(system, (name) => learnedNumbers(system, name, learned, rows), rows);
    if (system.presence !== null) out.delete(system.presence.column);
    const shown = values.map((column) => Float64Array.from(column));
    if (system.presence !== null && !complete)
      applyPresence(system, textColumn(system.presence.column, learned), shown);
    setColumns(system, shown, out);
    setColumns(system, values, latent);
  }
  for (const bundle of plan.bundles) {
    out.delete(bundle.column);
    for (const column of restoreBundle(bundle, textColumn(bundle.column, learned)))
      out.set(column.name, column);
  }
  if (!complete) applyWhens(plan, out, latent, rows);
  for (const { name, expression } of plan.texts) {
    const view = viewTable({ rows, columns: [...out.values()] });
    out.set(name, encodeTexts(name, textsOf(evaluate(expression, view))));
  }
  return makeTable(plan.columns.flatMap((name) => out.get(name) ?? []));
}

function setColumns(system: SystemPlan, values: SystemValues, out: Map<string, Column>): void {
  system.variables.forEach((variable, v) => {
    if (variable.kind !== "part") out.set(variable.name, systemColumn(variable, values[v]!));
  });
}

function learnedNumbers(system: SystemPlan, name: string, learned: Columns, rows: number): Float64Array {
  const column = learned.get(name);
  if (column === undefined) return new Float64Array(rows).fill(Number.NaN);
  const values = numbersOf(vectorOf(column));
  const variable = system.variables.find((one) => one.name === name)!;
  const isDate = variable.kind === "date" && column.kind === "datetime";
  return isDate ? values.map((ms) => ms / dayMs) : values;
}

function textColumn(name: string, learned: Columns): StringColumn {
  const column = learned.get(name);
  if (column?.kind !== "string") throw new Error(`the model made no category ${name}`);
  return column;
}

/** Takes cells away, or brings them back, where a rule says that they are missing or present. */
function applyWhens(plan: RulesPlan, out: Map<string, Column>, latent: Columns, rows: number): void {
  for (const { when, then } of plan.presence) {
    if (then.kind !== "presence") continue;
    const column = out.get(then.column.name);
    if (column === undefined) continue;
    const verdicts = judgeClause(when, viewTable({ rows, columns: [...out.values()] }));
    const spare = latent.get(column.name);
    out.set(column.name, then.present ? bringBack(column, spare, verdicts) : takeAway(column, verdicts));
  }
}

function takeAway(column: Column, verdicts: Uint8Array): Column {
  if (column.kind === "string")
    return { ...column, codes: column.codes.map((code, i) => (verdicts[i] === 1 ? -1 : code)) };
  return { ...column, values: column.values.map((value, i) => (verdicts[i] === 1 ? Number.NaN : value)) };
}

function bringBack(column: Column, spare: Column | undefined, verdicts: Uint8Array): Column {
  if (column.kind === "string" || spare === undefined || spare.kind === "string") return column;
  const { values } = spare;
  return {
    ...column,
    values: column.values.map((value, i) => (verdicts[i] === 1 && Number.isNaN(value) ? values[i]! : value)),
  };
}

function encodeTexts(name: string, values: readonly (string | null)[]): StringColumn {
  const index = new Map<string, number>();
  const codes = Int32Array.from(values, (text) => {
    if (text === null) return -1;
    if (!index.has(text)) index.set(text, index.size);
    return index.get(text)!;
  });
  return { kind: "string", name, codes, dictionary: [...index.keys()] };
}
