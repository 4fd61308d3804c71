import type { ModelType } from "../../src/config/modelOptions/model.ts";
import { describeRule } from "../../src/config/rules/printRule.ts";
import { columnsOfRule, type Rule } from "../../src/config/rules/ruleSyntax.ts";
import { ksStatistic } from "../../src/numerics/kolmogorovSmirnov.ts";
import { findColumn, type Table, takeRows } from "../../src/table/table.ts";
import type { UserCondition } from "../../src/transform/columns/columnKind.ts";
import { detectRules, isExact } from "../../src/transform/rules/detect/detectRules.ts";
import { combinationKeys, judgeRule } from "../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../src/transform/rules/judge/ruleView.ts";
import { plantedKinds } from "../../test/transform/rules/plantedKinds.ts";
import { makePlanted } from "../../test/transform/rules/plantedTables.ts";
import { draw, drawTable, type Fitted, fitTo, type Given, setting } from "./generate.ts";

export const models: readonly ModelType[] = [
  "circuit",
  "independent",
  "gaussianCopula",
  "argn",
  "ctgan",
  "tvae",
  "copulaGan",
];
/** Seeds of every model, `SYNDATA_SEEDS` of them. */
export const seeds = (): number[] => Array.from({ length: setting("SYNDATA_SEEDS", 3) }, (_, i) => i + 1);
const trainingRows = 2000;
/** Rows whose Shapes are compared with as many fresh ones of the same kind: chance moves a mean of three seeds by less than .005. */
const shapeRows = 40_000;

/**
 * Rules of every kind, found and then kept: for each model and seed the rows that break one (of 1,000,000 for circuits, 50,000
 * else; `SYNDATA_ROWS` draws fewer), without and with a condition on a column that follows from others; the Shapes of ruled
 * columns against those of the same model without rules (mean of the seeds, the worst column), and the largest share of rows on a bound beyond what the model has there without rules.
 */
export async function benchKept(): Promise<Record<string, unknown>> {
  const wanted = process.env["SYNDATA_MODELS"]?.split(",") ?? models;
  const kinds = Object.keys(plantedKinds).filter((kind) => !kind.startsWith("unique"));
  const all = makePlanted(7, { kinds, columns: 0, rows: trainingRows + shapeRows });
  const planted = { ...all, table: takeRows(all.table, rowsFrom(0, trainingRows)) };
  const fresh = takeRows(all.table, rowsFrom(trainingRows, shapeRows));
  const found = await detectRules(planted.table, planted.specs, { seed: 1 });
  const rules = found.filter(isExact).map(({ rule }) => rule);
  const given: Given = { ...planted, rules };
  const where = conditionOn(given);
  const result: Record<string, unknown> = {
    rules: `${rules.length} of ${kinds.length} kinds; ${planted.table.columns.length} columns`,
  };
  for (const type of models.filter((model) => wanted.includes(model))) {
    const rows = setting("SYNDATA_ROWS", type === "circuit" ? 1_000_000 : 50_000);
    let [drawn, broken, met, brokenMet] = [0, 0, 0, 0];
    const losses = new Map<string, number>();
    let heaped: readonly [number, string] = [0, ""];
    for (const seed of seeds()) {
      const fitted = await fitTo(type, given, seed);
      const drawnRows = await count(fitted, given, { drawn: rows, seed });
      const some = await count(fitted, given, { drawn: Math.ceil(rows / 20), seed, where: [where] });
      [drawn, broken] = [drawn + drawnRows.rows, broken + drawnRows.broken];
      [met, brokenMet] = [met + some.rows, brokenMet + some.broken];
      const few = await drawTable(fitted, { drawn: shapeRows, seed });
      const free = await fitTo(type, { ...given, rules: [] }, seed);
      const without = await drawTable(free, { drawn: shapeRows, seed });
      for (const name of new Set(rules.flatMap(columnsOfRule))) {
        const lost = shape(fresh, without, name) - shape(fresh, few, name);
        losses.set(name, (losses.get(name) ?? 0) + lost / seeds().length);
        const heap = onBound(without, few, name);
        if (heap > heaped[0]) heaped = [heap, name];
      }
      await fitted.model.dispose();
      await free.model.dispose();
    }
    const worst = [...losses].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0]);
    result[type] =
      `broken ${broken} of ${drawn}   with ${where.column} bound ${brokenMet} of ${met}   largest loss of Shapes ${worst[1].toFixed(4)} (${worst[0]})   on a bound ${heaped[0].toFixed(4)} (${heaped[1]})`;
    console.log(`  ${type} ${result[type]}`);
  }
  return result;
}

async function count(
  fitted: Fitted,
  { table, specs, rules }: Given,
  options: { readonly drawn: number; readonly seed: number; readonly where?: readonly UserCondition[] },
): Promise<{ readonly rows: number; readonly broken: number }> {
  const decimals = new Map(specs.map((spec) => [spec.name, spec.decimals]));
  const view = (one: Table) => viewTable(one, (name) => decimals.get(name) ?? null);
  const seen = new Map<Rule, Set<string>>();
  for (const rule of rules)
    if (rule.kind === "combinations")
      seen.set(rule, new Set(combinationKeys(rule.columns, view(table)).filter((key) => key !== null)));
  let [rows, broken] = [0, 0];
  for await (const part of draw(fitted, options)) {
    rows += part.rows;
    const judged = view(part);
    for (const rule of rules) {
      const { length } = judgeRule(rule, judged, seen.get(rule)).broken;
      if (length > 0) console.log(`  broken ${length}: ${describeRule(rule)}`);
      broken += length;
    }
  }
  return { rows, broken };
}

function rowsFrom(first: number, rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, i) => first + i);
}

/** The upper half of the column that a sum gives. */
function conditionOn({ table, rules }: Given): UserCondition {
  const sum = rules.find((rule) => rule.kind === "check" && columnsOfRule(rule).length > 3)!;
  const [column] = columnsOfRule(sum);
  const values = numbersIn(table, column!);
  return { column: column!, op: "range", min: values[Math.floor(values.length / 2)]!, max: values.at(-1)! };
}

function numbersIn(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column === undefined || column.kind === "string") return new Float64Array();
  return column.values.filter((v) => !Number.isNaN(v)).sort();
}

/** KS complement of numbers and dates, total variation complement of texts. */
function shape(real: Table, made: Table, name: string): number {
  const [a, b] = [findColumn(real, name), findColumn(made, name)];
  if (a?.kind !== "string" || b?.kind !== "string")
    return 1 - ksStatistic(numbersIn(real, name), numbersIn(made, name));
  const shares = (column: typeof a) => {
    const out = new Map<string, number>();
    for (const code of column.codes) {
      const text = code < 0 ? "" : column.dictionary[code]!;
      out.set(text, (out.get(text) ?? 0) + 1 / column.codes.length);
    }
    return out;
  };
  const [p, q] = [shares(a), shares(b)];
  let distance = 0;
  for (const text of new Set([...p.keys(), ...q.keys()]))
    distance += Math.abs((p.get(text) ?? 0) - (q.get(text) ?? 0)) / 2;
  return 1 - distance;
}

/** Share of the rows on the smallest or largest value made, beyond what the data have there. */
function onBound(real: Table, made: Table, name: string): number {
  const [known, values] = [numbersIn(real, name), numbersIn(made, name)];
  if (values.length === 0) return 0;
  const share = (list: Float64Array, at: number) => list.filter((v) => v === at).length / list.length;
  return Math.max(...[values[0]!, values.at(-1)!].map((at) => share(values, at) - share(known, at)));
}
