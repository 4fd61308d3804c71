import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { type ModelOptions, type ModelType, modelSchema } from "../../src/config/modelOptions/model.ts";
import type { Rule } from "../../src/config/rules/ruleSyntax.ts";
import { fitModel } from "../../src/models/registry.ts";
import type { FittedModel } from "../../src/models/synthesizer.ts";
import { concatTables } from "../../src/table/concat.ts";
import type { Table } from "../../src/table/table.ts";
import type { UserCondition } from "../../src/transform/columns/columnKind.ts";
import { conditionsAfter, toModelConditions } from "../../src/transform/conditions.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import type { RestorePlan } from "../../src/transform/restorePlan.ts";
import { makeRowFilter } from "../../src/transform/rules/rowFilter.ts";

/** A table with what is said of it. */
export interface Given {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly rules: readonly Rule[];
}

export interface Fitted {
  readonly model: FittedModel;
  readonly restore: RestorePlan;
  readonly fitMs: number;
}

const epochs = 30;

/** Fits a model to a table; networks are trained for few epochs, since rules must hold however little they learned. */
export async function fitTo(type: ModelType, { table, specs, rules }: Given, seed: number): Promise<Fitted> {
  const start = performance.now();
  const { data, restore } = prepare(table, specs, { seed, rules });
  const options = modelSchema.parse(
    ["ctgan", "tvae", "copulaGan", "argn"].includes(type) ? { type, epochs } : { type },
  );
  const model = await fitModel(options as ModelOptions, data, {
    seed,
    signal: new AbortController().signal,
    progress: () => {},
    warn: () => {},
  });
  return { model, restore, fitMs: performance.now() - start };
}

/** Restored rows that keep the rules and meet the conditions, batch by batch; `drawn` rows are asked of the model. */
export async function* draw(
  { model, restore }: Fitted,
  options: { readonly drawn: number; readonly seed: number; readonly where?: readonly UserCondition[] },
): AsyncIterable<Table> {
  const { drawn, seed, where = [] } = options;
  const filter = makeRowFilter(restore.rules, conditionsAfter(restore, where));
  let firstRow = 0;
  for await (const batch of model.sample(drawn, { seed, where: toModelConditions(restore, where) })) {
    const restored = restoreBatch(restore, batch, { firstRow, seed });
    firstRow += batch.rows;
    yield filter?.(restored) ?? restored;
  }
}

export async function drawTable(
  fitted: Fitted,
  options: { readonly drawn: number; readonly seed: number },
): Promise<Table> {
  const parts: Table[] = [];
  for await (const part of draw(fitted, options)) parts.push(part);
  return concatTables(parts);
}

/** A size or a list a person may set to make a bench shorter. */
export function setting(name: string, otherwise: number): number {
  const given = process.env[name];
  return given === undefined ? otherwise : Number(given);
}
