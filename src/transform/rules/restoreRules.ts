import type { Clause } from "../../config/rules/ruleSyntax.ts";
import { type Column, makeTable, type StringColumn, type Table } from "../../table/table.ts";
import { restoreBundle } from "./bundles/planBundles.ts";
import { type ExchangeSource, exchangeCells } from "./exchange/exchangeCells.ts";
import { dayMs, evaluate } from "./judge/evaluate.ts";
import { judgeClause } from "./judge/judgeRule.ts";
import { numbersOf, textsOf, vectorOf, viewTable } from "./judge/ruleView.ts";
import type { RulesPlan, SystemPlan } from "./rulesPlan.ts";
import { foldInto } from "./system/grid.ts";
import { restoreSystem } from "./system/restoreSystem.ts";
import { applyPresence, systemColumn } from "./system/systemColumns.ts";
import type { SystemValues } from "./system/systemView.ts";
import { rangeOfThen, textOfThen } from "./whenRange.ts";

type Columns = ReadonlyMap<string, Column>;

export interface RestoreRulesOptions {
  /** Leaves no cell missing whose presence is learned, to fill in cells of a row. */
  readonly complete?: boolean | undefined;
  /** Rows may exchange cells so that they keep rules; absent where every row stays somebody's. */
  readonly exchange?: Pick<ExchangeSource, "groups" | "random"> | undefined;
}

/** Every column of the output from the columns a model learned in their place, so that the plan's rules hold. */
export function restoreRules(
  plan: RulesPlan,
  learned: Columns,
  rows: number,
  { complete = false, exchange }: RestoreRulesOptions = {},
): Table {
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
    const gaps = bundle.gaps === undefined || complete ? null : textColumn(bundle.gaps, learned);
    out.delete(bundle.column);
    if (bundle.gaps !== undefined) out.delete(bundle.gaps);
    for (const column of restoreBundle(bundle, textColumn(bundle.column, learned), gaps))
      out.set(column.name, column);
  }
  if (exchange !== undefined) exchangeCells({ plan, rows, ...exchange }, out, latent);
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

/** Rounds of implications, each of which may be what another speaks of, at most. */
const maxRounds = 4;

/** Takes cells away, brings them back, sets them, or moves them into a range, where a rule says so. */
function applyWhens(plan: RulesPlan, out: Map<string, Column>, latent: Columns, rows: number): void {
  for (let round = 0, changed = plan.presence.length > 0; changed && round < maxRounds; round++) {
    changed = false;
    for (const { when, then } of plan.presence) {
      const view = viewTable({ rows, columns: [...out.values()] });
      const verdicts = judgeClause(when, view);
      const kept = judgeClause(then, view);
      for (let i = 0; i < rows; i++) if (kept[i] !== 0) verdicts[i] = 0;
      if (!verdicts.includes(1)) continue;
      changed = true;
      if (then.kind === "presence") {
        const column = out.get(then.column.name)!;
        const spare = latent.get(column.name);
        out.set(column.name, then.present ? bringBack(column, spare, verdicts) : takeAway(column, verdicts));
      } else if (!setText(then, out, verdicts)) moveInto(plan, then, out, verdicts);
    }
  }
}

/** Writes the text that a rule says the column has; false where it says anything else. */
function setText(then: Clause, out: Map<string, Column>, verdicts: Uint8Array): boolean {
  const said = textOfThen(then);
  const column = said === null ? undefined : out.get(said.column);
  if (said === null || column?.kind !== "string") return false;
  const known = column.dictionary.indexOf(said.text);
  const code = known < 0 ? column.dictionary.length : known;
  out.set(column.name, {
    ...column,
    dictionary: known < 0 ? [...column.dictionary, said.text] : column.dictionary,
    codes: column.codes.map((own, i) => (verdicts[i] === 1 ? code : own)),
  });
  return true;
}

/** Reflects values at the ends of the range that a rule gives them, so that no end collects rows. */
function moveInto(plan: RulesPlan, then: Clause, out: Map<string, Column>, verdicts: Uint8Array): void {
  const variables = plan.systems.flatMap((system) => system.variables);
  const kinds = new Map(
    variables.flatMap(({ name, kind }) => (kind === "part" ? [] : [[name, kind] as const])),
  );
  const range = rangeOfThen(then, kinds);
  const variable = variables.find(({ name }) => name === range?.column);
  const column = variable === undefined ? undefined : out.get(variable.name);
  if (range === null || variable === undefined || column === undefined || column.kind === "string") return;
  const unit = variable.kind === "date" ? dayMs : 1;
  const low = Math.max(range.min, variable.min ?? Number.NEGATIVE_INFINITY);
  const high = Math.min(range.max, variable.max ?? Number.POSITIVE_INFINITY);
  const values = Float64Array.from(column.values);
  for (let i = 0; i < values.length; i++)
    if (verdicts[i] === 1) {
      const inside = foldInto(variable.grid, values[i]! / unit, low, high);
      values[i] =
        (Number.isNaN(inside) ? Math.min(Math.max(values[i]! / unit, range.min), range.max) : inside) * unit;
    }
  out.set(column.name, { ...column, values });
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
