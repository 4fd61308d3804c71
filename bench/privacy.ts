import { Random } from "../src/numerics/random.ts";
import { alignTables } from "../src/quality/compared/align.ts";
import type { QualityInput } from "../src/quality/input.ts";
import { assessPrivacy } from "../src/quality/privacy/assessPrivacy.ts";
import { RowSearch } from "../src/quality/privacy/neighbors/nearestRows.ts";
import { makeRowSpace } from "../src/quality/privacy/neighbors/rowSpace.ts";
import { buildRowTree } from "../src/quality/privacy/neighbors/rowTree.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { readTable } from "../src/table/read/read.ts";
import { type Column, type Table, takeColumn, takeRows } from "../src/table/table.ts";
import { nearestByMatmul } from "./nearestByMatmul.ts";

const runCount = 2;

/**
 * The privacy section on Adult (26,049 training, 6,512 holdout, 26,049 synthetic rows), and the exact nearest-neighbor search
 * inside it next to the same search by matrix products. The synthetic rows are training rows with each value redrawn from its
 * column with probability 0.3 (a good model) or 1 (independent columns, the hardest case for the search).
 */
export async function benchPrivacy(): Promise<Record<string, unknown>> {
  const loaded = await readTable("examples/adult.csv");
  const order = new Random(0).permutation(loaded.table.rows);
  const training = takeRows(loaded.table, order.slice(0, 26_049));
  const holdout = takeRows(loaded.table, order.slice(26_049));
  const columns = profileTable(loaded).columns.map(({ name, sdtype }) => ({ name, sdtype }));
  const result: Record<string, unknown> = {};
  for (const [label, redrawn] of [
    ["good model", 0.3],
    ["independent", 1],
  ] as const) {
    const synthetic = redraw(training, redrawn);
    const aligned = alignTables(training, synthetic, holdout, columns);
    const input: QualityInput = {
      ...aligned,
      target: "income",
      sensitive: ["occupation"],
      quasiIdentifiers: [],
      seed: 0,
      signal: new AbortController().signal,
      progress: () => {},
    };
    const before = process.cpuUsage();
    result[`${label}: section s`] = await best(async () => assessPrivacy(input));
    const spent = process.cpuUsage(before);
    result[`${label}: section CPU s`] = (spent.user + spent.system) / 1e6 / runCount;
    const space = makeRowSpace(
      training,
      columns.map((c) => c.name),
    );
    const data = space.encode(training);
    const queries = space.encode(synthetic);
    result[`${label}: search by tree s`] = await best(async () => {
      const search = new RowSearch(buildRowTree(data), queries);
      for (const row of buildRowTree(queries).order) search.find(row);
    });
    if (redrawn < 1) continue;
    const matmul = performance.now();
    await nearestByMatmul(space, data, queries, 2);
    result[`${label}: search by matmul s`] = (performance.now() - matmul) / 1000;
  }
  result["peakMb"] = Math.round(process.resourceUsage().maxRSS / 1024);
  return result;
}

async function best(work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runCount; i++) {
    const started = performance.now();
    await work();
    least = Math.min(least, (performance.now() - started) / 1000);
  }
  return least;
}

function redraw(table: Table, probability: number): Table {
  const random = new Random(1);
  const n = table.rows;
  const source = Uint32Array.from({ length: n }, () => random.below(n));
  const columns = table.columns.map((column): Column => {
    const index = source.map((row) => (random.uniform() < probability ? random.below(n) : row));
    return takeColumn(column, index);
  });
  return { rows: n, columns };
}
