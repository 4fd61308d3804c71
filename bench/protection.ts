import type { ColumnSpec } from "../src/config/columnSpec.ts";
import { type ModelOptions, type ModelType, modelSchema } from "../src/config/modelOptions/model.ts";
import { parseConfig } from "../src/config/parseConfig.ts";
import { resolveColumns } from "../src/config/resolveColumns.ts";
import { fitModel } from "../src/models/registry.ts";
import { ksStatistic } from "../src/numerics/kolmogorovSmirnov.ts";
import { concatTables } from "../src/table/concat.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { kOf } from "../src/table/protection/kOf.ts";
import { readTable } from "../src/table/read/read.ts";
import { type Column, findColumn, makeTable, type Table } from "../src/table/table.ts";
import { prepare } from "../src/transform/prepare.ts";
import { restoreBatch } from "../src/transform/restore.ts";
import { awkwardColumns } from "../test/awkwardColumns.ts";
import { columnSpec } from "../test/transform/columnSpecs.ts";

const models: readonly ModelType[] = [
  "circuit",
  "independent",
  "gaussianCopula",
  "argn",
  "ctgan",
  "tvae",
  "copulaGan",
];
/** Share of rows that a bound may have and the data have not; loss of KS complement against the same model unprotected. */
const allowed = { onBound: 0.01, lost: 0.01 };
const seeds = [1, 2, 3];

/**
 * What protection costs: for each model and each numeric or datetime column of awkward tables (and of the files in
 * `SYNDATA_TABLES`, separated by commas), the KS complement with protection less that without, mean of three seeds; the largest
 * share of rows on a bound beyond the data's. `SYNDATA_MODELS` picks models.
 */
export async function benchProtection(): Promise<Record<string, unknown>> {
  const wanted = process.env["SYNDATA_MODELS"]?.split(",") ?? models;
  const files = process.env["SYNDATA_TABLES"]?.split(",") ?? [];
  const sources: [string, Table, ColumnSpec[]][] = [];
  for (const rows of (process.env["SYNDATA_ROWS"] ?? "30,400,2000").split(",").map(Number))
    sources.push([`awkward ${rows}`, ...awkward(rows)]);
  for (const file of files) sources.push([file.split("/").at(-1)!, ...(await fromFile(file))]);
  const result: Record<string, unknown> = {};
  for (const type of models.filter((model) => wanted.includes(model)))
    for (const [name, table, specs] of sources) {
      const losses = new Map<string, number>();
      let onBound: readonly [number, string] = [0, ""];
      for (const seed of seeds) {
        const free = await generate(
          type,
          table,
          specs.map((spec) => ({ ...spec, minCategoryCount: 1 })),
          seed,
        );
        const safe = await generate(type, table, specs, seed);
        for (const column of table.columns) {
          if (column.kind === "string" || findColumn(free, column.name) === undefined) continue;
          const lost = complement(column, safe) - complement(column, free);
          losses.set(column.name, (losses.get(column.name) ?? 0) + lost / seeds.length);
          const share = boundShare(column, safe);
          if (share > onBound[0]) onBound = [share, column.name];
        }
      }
      const worst = [...losses].sort((a, b) => a[1] - b[1])[0]!;
      result[`${type} ${name}`] =
        `worst ${worst[0]} ${worst[1].toFixed(4)}${worst[1] < -allowed.lost ? " LOST" : ""}   on a bound ${onBound[0].toFixed(4)} of ${onBound[1]}${onBound[0] > allowed.onBound ? " HEAVY" : ""}`;
      console.log(`${type} ${name}`, result[`${type} ${name}`]);
    }
  return result;
}

function awkward(rows: number): [Table, ColumnSpec[]] {
  const columns = awkwardColumns(rows, 1);
  const specs = columns.map((column) =>
    columnSpec(column.name, column.kind === "datetime" ? "datetime" : "numerical", {
      decimals:
        column.kind === "datetime" || ["wide", "pValue"].includes(column.name)
          ? null
          : decimalsOf(column.name),
      minCategoryCount: kOf(rows),
    }),
  );
  return [makeTable(columns), specs];
}

function decimalsOf(name: string): number {
  return name === "amount" || name === "balance" ? 2 : 0;
}

async function fromFile(path: string): Promise<[Table, ColumnSpec[]]> {
  const loaded = await readTable(path);
  const config = parseConfig(JSON.stringify({ source: { path } }), "bench").config!;
  return [loaded.table, resolveColumns(config, profileTable(loaded))];
}

async function generate(
  type: ModelType,
  table: Table,
  specs: readonly ColumnSpec[],
  seed: number,
): Promise<Table> {
  const { data, restore } = prepare(table, specs, { seed });
  const options = modelSchema.parse(
    ["ctgan", "tvae", "copulaGan"].includes(type) ? { type, epochs: 100 } : { type },
  );
  const model = await fitModel(options as ModelOptions, data, {
    seed,
    signal: new AbortController().signal,
    progress: () => {},
    warn: () => {},
  });
  const parts: Table[] = [];
  for await (const batch of model.sample(Math.max(2000, table.rows), { seed })) parts.push(batch);
  await model.dispose();
  return restoreBatch(restore, concatTables(parts), { firstRow: 0, seed });
}

function complement(real: Column, made: Table): number {
  const column = findColumn(made, real.name);
  if (column === undefined || column.kind === "string" || real.kind === "string") return 0;
  const present = (values: Float64Array) => values.filter((v) => !Number.isNaN(v)).sort();
  return 1 - ksStatistic(present(real.values), present(column.values));
}

/** Share of the rows on the smallest or largest value made, beyond what the data have there. */
function boundShare(real: Column, made: Table): number {
  const column = findColumn(made, real.name);
  if (column === undefined || column.kind === "string" || real.kind === "string") return 0;
  const share = (values: Float64Array, at: number) => values.filter((v) => v === at).length / values.length;
  const ends = [Math.min(...column.values), Math.max(...column.values)];
  return Math.max(...ends.map((at) => share(column.values, at) - share(real.values, at)));
}
