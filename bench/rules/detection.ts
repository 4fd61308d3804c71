import { performance } from "node:perf_hooks";
import { columnsOfRule } from "../../src/config/rules/ruleSyntax.ts";
import { detectRules, isExact } from "../../src/transform/rules/detect/detectRules.ts";
import { isFound } from "../../test/transform/rules/isFound.ts";
import { plantedKinds } from "../../test/transform/rules/plantedKinds.ts";
import { independentTables, makePlanted, plantedTables } from "../../test/transform/rules/plantedTables.ts";
import { setting } from "./generate.ts";

const rows = 2000;

/** Share of the rules hidden in twenty tables that are found, by kind; rules found where there are none. */
export async function benchRecall(): Promise<Record<string, unknown>> {
  const missed: string[] = [];
  const byKind = new Map<string, number>();
  let [planted, beside] = [0, 0];
  for (const given of plantedTables(rows)) {
    const found = await detectRules(given.table, given.specs, { seed: 1 });
    planted += given.planted.length;
    for (const one of given.planted) {
      byKind.set(one.kind, (byKind.get(one.kind) ?? 0) + 1);
      if (!isFound(one, found)) missed.push(one.kind);
    }
    beside += found.filter(
      ({ rule }) =>
        !given.planted.some(({ columns }) => columnsOfRule(rule).every((name) => columns.includes(name))),
    ).length;
  }
  let wrong = 0;
  for (const { table, specs } of independentTables(rows))
    wrong += (await detectRules(table, specs, { seed: 1 })).length;
  return {
    "planted rules": planted,
    "of each kind": `${Math.min(...byKind.values())} to ${Math.max(...byKind.values())}`,
    "recall (≥ .98)": 1 - missed.length / planted,
    missed: missed.join(", ") || "none",
    "beside the planted": beside,
    "false in 10 tables (0)": wrong,
  };
}

/** Detection on 50 columns × 100,000 rows: ms by the clock and of processor, and the process's largest memory. */
export async function benchDetectionTime(): Promise<Record<string, unknown>> {
  const rows = setting("SYNDATA_ROWS", 100_000);
  const kinds = Object.keys(plantedKinds).slice(0, 16);
  const { table, specs } = makePlanted(5, { kinds, columns: 50, rows });
  const start = performance.now();
  const before = process.cpuUsage();
  const found = await detectRules(table, specs, { seed: 1 });
  const used = process.cpuUsage(before);
  return {
    columns: table.columns.length,
    rows,
    found: found.filter(isExact).length,
    "ms by the clock (≤ 2,000)": Math.round(performance.now() - start),
    "ms of processor": Math.round((used.user + used.system) / 1000),
    "peak MB (≤ 500)": Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
