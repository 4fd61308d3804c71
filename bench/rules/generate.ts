import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { type ModelOptions, type ModelType, modelSchema } from "../../src/config/modelOptions/model.ts";
import type { Rule } from "../../src/config/rules/ruleSyntax.ts";
import { fitModel } from "../../src/models/registry.ts";
import type { FittedModel } from "../../src/models/synthesizer.ts";
import { sampleRange } from "../../src/pipeline/shards/sampleRange.ts";
import { makeShardPlan } from "../../src/pipeline/shards/shardPlan.ts";
import { concatTables } from "../../src/table/concat.ts";
import type { Table } from "../../src/table/table.ts";
import type { UserCondition } from "../../src/transform/columns/columnKind.ts";
import { conditionsAfter, toModelConditions } from "../../src/transform/conditions.ts";
import { prepare } from "../../src/transform/prepare.ts";
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

interface DrawOptions {
  readonly drawn: number;
  readonly seed: number;
  readonly where?: readonly UserCondition[];
  /** Is told of the rows that are left out. */
  readonly leftOut?: (rows: number) => void;
}

/** Finished rows that keep the rules and meet the conditions, as a run makes them. */
export function draw(
  { model, restore }: Fitted,
  { drawn, seed, where = [], leftOut }: DrawOptions,
): AsyncIterable<Table> {
  const filter = makeRowFilter(restore.rules, conditionsAfter(restore, where));
  const source = {
    model,
    restore,
    plan: makeShardPlan(restore, { rows: drawn, seed }),
    where: toModelConditions(restore, where),
    filter: (table: Table) => {
      const kept = filter?.(table) ?? table;
      leftOut?.(table.rows - kept.rows);
      return kept;
    },
    signal: new AbortController().signal,
  };
  return sampleRange(source, { firstRow: 0, rows: drawn });
}

export async function drawTable(fitted: Fitted, options: DrawOptions): Promise<Table> {
  const parts: Table[] = [];
  for await (const part of draw(fitted, options)) parts.push(part);
  return concatTables(parts);
}

/** A size or a list a person may set to make a bench shorter. */
export function setting(name: string, otherwise: number): number {
  const given = process.env[name];
  return given === undefined ? otherwise : Number(given);
}
