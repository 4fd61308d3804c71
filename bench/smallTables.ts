import type { ColumnSpec } from "../src/config/columnSpec.ts";
import { type ModelOptions, type ModelType, modelSchema } from "../src/config/modelOptions/model.ts";
import { parseConfig } from "../src/config/parseConfig.ts";
import { resolveColumns } from "../src/config/resolveColumns.ts";
import { fitModel } from "../src/models/registry.ts";
import { isDensityModel } from "../src/models/synthesizer.ts";
import { Random } from "../src/numerics/random.ts";
import { alignTables } from "../src/quality/compared/align.ts";
import { assessDetection } from "../src/quality/fidelity/assessDetection.ts";
import { attackAuc } from "../src/quality/privacy/attacks/attackAuc.ts";
import { concatTables } from "../src/table/concat.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { type LoadedTable, readTable } from "../src/table/read/read.ts";
import { type Table, takeRows } from "../src/table/table.ts";
import { prepare } from "../src/transform/prepare.ts";
import { restoreBatch } from "../src/transform/restore.ts";
import { toModelTable } from "../src/transform/toModelTable.ts";

const signal = new AbortController().signal;
/** Rows drawn for one comparison with the classifier, as many as the model was trained on a side. */
const detectionDraws = 3;

/**
 * What the model file of a small table gives away, and what that costs: the AUC of the likelihood attack, training rows against as
 * many others, and the classifier's AUC, synthetic against training rows; means of 20 draws of 100 rows from the examples, with
 * their standard errors, and the mean log likelihood of the others in nats per row. `SYNDATA_TABLES` (examples, or paths of CSV files), `SYNDATA_MODELS`,
 * `SYNDATA_ROWS` and `SYNDATA_DRAWS` pick tables, models, sizes and draws; `SYNDATA_OPTIONS` is JSON with options of the model.
 */
export async function benchSmallTables(): Promise<Record<string, unknown>> {
  const models = (process.env["SYNDATA_MODELS"] ?? "circuit,argn").split(",") as ModelType[];
  const sizes = (process.env["SYNDATA_ROWS"] ?? "100").split(",").map(Number);
  const draws = Number(process.env["SYNDATA_DRAWS"] ?? 20);
  const options = JSON.parse(process.env["SYNDATA_OPTIONS"] ?? "{}") as object;
  const result: Record<string, unknown> = {};
  for (const name of (process.env["SYNDATA_TABLES"] ?? "penguins,adult").split(",")) {
    const loaded = await readTable(name.endsWith(".csv") ? name : `examples/${name}.csv`);
    for (const rows of sizes)
      for (const type of models) {
        const model = modelSchema.parse({ type, ...options }) as ModelOptions;
        const attacks: number[] = [];
        const detections: number[] = [];
        const likelihoods: number[] = [];
        for (let seed = 1; seed <= draws; seed++) {
          const { attack, detection, heldOut } = await measure(loaded, rows, model, seed);
          attacks.push(attack);
          detections.push(detection);
          likelihoods.push(heldOut);
        }
        const key = `${type} ${name} ${rows}`;
        result[key] = {
          attack: meanAndError(attacks),
          detection: meanAndError(detections),
          heldOut: meanAndError(likelihoods),
        };
        console.log(key, result[key]);
      }
  }
  return result;
}

async function measure(loaded: LoadedTable, rows: number, options: ModelOptions, seed: number) {
  const order = new Random(seed).fork("small tables").permutation(loaded.table.rows);
  const take = (from: number) =>
    takeRows(
      loaded.table,
      order
        .subarray(from, from + rows)
        .slice()
        .sort(),
    );
  const training = take(0);
  const others = take(rows);
  const specs = specsOf({ ...loaded, table: training });
  const { data, restore } = prepare(training, specs, { seed });
  const model = await fitModel(options, data, { seed, signal, progress: () => {}, warn: () => {} });
  if (!isDensityModel(model)) throw new RangeError(`${options.type} knows no likelihoods`);
  const score = (table: Table) => model.logLikelihood(toModelTable(restore, model.columns, table));
  const unseen = await score(others);
  const attack = attackAuc(await score(training), unseen, new Random(seed)).auc;
  const heldOut = unseen.reduce((sum, x) => sum + x / rows, 0);
  let detection = 0;
  for (let draw = 1; draw <= detectionDraws; draw++) {
    const parts: Table[] = [];
    for await (const batch of model.sample(rows, { seed: draw })) parts.push(batch);
    const synthetic = restoreBatch(restore, concatTables(parts), { firstRow: 0, seed: draw });
    const aligned = alignTables(training, synthetic, null, specs);
    const { boosting } = await assessDetection({
      ...aligned,
      ...{ target: null, sensitive: [], quasiIdentifiers: [], seed: draw, signal, progress: () => {} },
    });
    detection += boosting!.auc / detectionDraws;
  }
  await model.dispose();
  return { attack, detection, heldOut };
}

function specsOf(loaded: LoadedTable): readonly ColumnSpec[] {
  const { config } = parseConfig(JSON.stringify({ version: 1, source: { path: loaded.path } }), "small");
  if (config === undefined) throw new Error("the default config did not parse");
  return resolveColumns(config, profileTable(loaded));
}

function meanAndError(values: readonly number[]): string {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((a, v) => a + (v - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(3)} ± ${Math.sqrt(variance / values.length).toFixed(3)}`;
}
