import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { typeRule } from "../../src/config/rules/checkRules.ts";
import { columnTypes } from "../../src/config/rules/columnTypes.ts";
import { readRule } from "../../src/config/rules/readRule.ts";
import { alignTables } from "../../src/quality/compared/align.ts";
import { assessDetection } from "../../src/quality/fidelity/assessDetection.ts";
import { assessFidelity } from "../../src/quality/fidelity/assessFidelity.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import type { Table } from "../../src/table/table.ts";
import { taxiTable } from "../../test/transform/rules/taxiTable.ts";
import { drawTable, type Fitted, fitTo, type Given, setting } from "./generate.ts";

/** Tables drawn from each circuit: the area of one varies by .02 from draw to draw. */
const draws = 4;
const taxiRules = ["pickup <= dropoff", "fare + tip + tolls <= total"];

/**
 * Circuits with and without rules on taxi rides (generated ones, or the file in `SYNDATA_TAXIS` with the same columns): the mean
 * area of the boosted detector and of pair trends over five seeds (`SYNDATA_SEEDS`) with four tables each, and the time of fits and of samples.
 */
export async function benchTaxis(): Promise<Record<string, unknown>> {
  const given = await taxis();
  const seeds = Array.from({ length: setting("SYNDATA_SEEDS", 5) }, (_, i) => i + 1);
  const means = { auc: [0, 0], trends: [0, 0], fit: [0, 0], sample: [0, 0] };
  for (const seed of seeds)
    for (const [at, rules] of [[], given.rules].entries()) {
      const one = await measure({ ...given, rules }, seed);
      for (const key of ["auc", "trends", "fit", "sample"] as const)
        means[key][at]! += one[key] / seeds.length;
      console.log(`  seed ${seed} ${at === 0 ? "without" : "with"} rules`, one);
    }
  const [free, ruled] = [0, 1];
  const ratio = (pair: readonly number[]) => pair[ruled]! / pair[free]!;
  const gain = (pair: readonly number[]) => pair[ruled]! - pair[free]!;
  return {
    rules: given.rules.length,
    "detector AUC without rules": means.auc[free],
    "with rules (≤ + .005)": gain(means.auc),
    "pair trends without rules": means.trends[free],
    "with rules  (≥ − .003)": gain(means.trends),
    "time of a fit (≤ 1.15 ×)": ratio(means.fit),
    "time of a sample (≤ 1.2 ×)": ratio(means.sample),
  };
}

async function taxis(): Promise<Given> {
  const file = process.env["SYNDATA_TAXIS"];
  if (file === undefined) return taxiTable(setting("SYNDATA_ROWS", 5000), 3, taxiRules);
  const loaded = await readTable(file);
  const config = parseConfig(JSON.stringify({ source: { path: file } }), "bench").config!;
  const specs = resolveColumns(config, profileTable(loaded));
  const rules = taxiRules.map((text) => typeRule(readRule(text), columnTypes(specs)));
  return { table: loaded.table, specs, rules };
}

async function measure(given: Given, seed: number) {
  const fitted: Fitted = await fitTo("circuit", given, seed);
  const measured: { readonly auc: number; readonly trends: number; readonly sample: number }[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const start = performance.now();
    const synthetic = await drawTable(fitted, { drawn: given.table.rows, seed: seed + 1000 * draw });
    measured.push({ sample: performance.now() - start, ...(await judge(given, synthetic, seed)) });
  }
  await fitted.model.dispose();
  const mean = (key: "auc" | "trends" | "sample") => measured.reduce((sum, one) => sum + one[key] / draws, 0);
  return { auc: mean("auc"), trends: mean("trends"), sample: mean("sample"), fit: fitted.fitMs };
}

async function judge(given: Given, synthetic: Table, seed: number) {
  const { real, synthetic: made, columns } = alignTables(given.table, synthetic, null, given.specs);
  const input = {
    real,
    synthetic: made,
    holdout: null,
    columns,
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed,
    signal: new AbortController().signal,
    progress: () => {},
  };
  const { boosting } = await assessDetection(input);
  const { columnPairTrends } = await assessFidelity(input);
  return {
    auc: boosting?.auc ?? Number.NaN,
    trends: columnPairTrends.score ?? Number.NaN,
  };
}
