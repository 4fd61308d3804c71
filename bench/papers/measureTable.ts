import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { type ModelOptions, modelSchema } from "../../src/config/modelOptions/model.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { fitModel } from "../../src/models/registry.ts";
import { alignTables } from "../../src/quality/compared/align.ts";
import { assessDetection } from "../../src/quality/fidelity/assessDetection.ts";
import { assessFidelity } from "../../src/quality/fidelity/assessFidelity.ts";
import type { QualityInput } from "../../src/quality/input.ts";
import { closestRecords } from "../../src/quality/privacy/closestRecords.ts";
import { exactCopies } from "../../src/quality/privacy/exactCopies.ts";
import { PrivacyData } from "../../src/quality/privacy/privacyData.ts";
import { assessUtility } from "../../src/quality/utility/assessUtility.ts";
import { concatTables } from "../../src/table/concat.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import type { Table } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";

/** A table with its papers' split. */
export interface PaperTable {
  readonly train: Table;
  readonly test: Table;
  readonly specs: readonly ColumnSpec[];
  readonly target: string | null;
}

interface Roles {
  readonly target?: string;
  readonly categorical?: readonly string[];
  readonly numerical?: readonly string[];
}

/** What papers print of one run. */
export interface PaperScores {
  /** 2 − 2 · AUC of boosting on three folds: 1 where synthetic rows are not told from training rows. */
  readonly detection: number;
  readonly shapes: number;
  /** All pairs. */
  readonly trends: number;
  readonly trendsCommonBins: number;
  /** Boosting trained on synthetic rows, judged on test rows: AUC or R². */
  readonly usefulness: number;
  /** The same, trained on training rows. */
  readonly usefulnessOfReal: number;
  /** Share of synthetic rows nearer to training than to test rows, both sides counted alike. */
  readonly dcrShare: number;
  /** Share of synthetic rows that equal a training row. */
  readonly copies: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  /** Most that this process has held so far, MB. */
  readonly peakMemory: number;
}

export async function readPaperTable(folder: string): Promise<PaperTable> {
  const loaded = await readTable(join(folder, "train.csv"));
  const file = [join(folder, "roles.json"), `${folder}.roles.json`].find((path) => existsSync(path));
  const roles: Roles = file === undefined ? {} : JSON.parse(readFileSync(file, "utf8"));
  const columns = Object.fromEntries([
    ...(roles.categorical ?? []).map((name) => [name, { type: "categorical" }]),
    ...(roles.numerical ?? []).map((name) => [name, { type: "numerical" }]),
  ]);
  const config = parseConfig(
    JSON.stringify({ version: 1, source: { path: "train.csv" }, columns }),
    "bench",
  ).config;
  if (config === undefined || config === null) throw new RangeError(`${file ?? folder} makes no config`);
  const { table: test } = await readTable(join(folder, "test.csv"));
  const specs = resolveColumns(config, profileTable(loaded));
  return { train: loaded.table, test, specs, target: roles.target ?? null };
}

/** Rows of a model fitted to a table, as many as it has or `rows`. */
export async function synthesize(
  table: Table,
  specs: readonly ColumnSpec[],
  { seed, rows = table.rows }: { readonly seed: number; readonly rows?: number },
): Promise<Table> {
  const { data, restore } = prepare(table, specs, { seed, rows });
  const options = modelSchema.parse(JSON.parse(process.env["SYNDATA_MODEL"] ?? '{"type":"circuit"}'));
  const signal = new AbortController().signal;
  const model = await fitModel(options as ModelOptions, data, {
    seed,
    signal,
    plannedRows: rows,
    progress: () => undefined,
    warn: (message) => console.log(`  ${message}`),
  });
  const parts: Table[] = [];
  let firstRow = 0;
  for await (const batch of model.sample(rows, { seed, plannedRows: rows })) {
    parts.push(restoreBatch(restore, batch, { firstRow, seed }));
    firstRow += batch.rows;
  }
  await model.dispose();
  return concatTables(parts);
}

export async function measureTable(table: PaperTable, seed: number): Promise<PaperScores> {
  const start = performance.now();
  const before = process.cpuUsage();
  const synthetic = await synthesize(table.train, table.specs, { seed });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const input = qualityInput(table, synthetic, seed);
  const { boosting } = await assessDetection({ ...input, holdout: null });
  const { columnShapes, columnPairTrends } = await assessFidelity({ ...input, holdout: null });
  const { utility } = await assessUtility(input);
  const data = new PrivacyData(input);
  const { dcrShare } = await closestRecords(data, () => undefined);
  const learner = utility?.models.find(({ model }) => model === "gradientBoosting");
  return {
    detection: 2 - 2 * Math.max(0.5, boosting?.auc ?? Number.NaN),
    shapes: columnShapes.score ?? Number.NaN,
    trends: columnPairTrends.scoreAllPairs ?? Number.NaN,
    trendsCommonBins: columnPairTrends.scoreCommonBins ?? Number.NaN,
    usefulness: learner?.tstr ?? Number.NaN,
    usefulnessOfReal: learner?.trtr ?? Number.NaN,
    dcrShare: dcrShare?.value ?? Number.NaN,
    copies: exactCopies(data).share,
    seconds,
    processorSeconds: (user + system) / 1e6,
    peakMemory: process.resourceUsage().maxRSS / 1024,
  };
}

export function qualityInput(
  { train, test, specs, target }: PaperTable,
  made: Table,
  seed: number,
): QualityInput {
  const { real, synthetic, holdout, columns } = alignTables(train, made, test, specs);
  return {
    real,
    synthetic,
    holdout,
    columns,
    target,
    sensitive: [],
    quasiIdentifiers: [],
    seed,
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}
