import { parseConfig } from "../src/config/parseConfig.ts";
import { resolveColumns } from "../src/config/resolveColumns.ts";
import { Random } from "../src/numerics/random.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { readTable } from "../src/table/read/read.ts";
import { fitMatrixEncoder } from "../src/transform/matrix/matrixEncoder.ts";
import { prepare } from "../src/transform/prepare.ts";
import { restoreBatch } from "../src/transform/restore.ts";

const path = "examples/adult.csv";
const runs = 7;

/**
 * Adult, 32,561 × 15: seconds to prepare columns, to fit the mixtures and to encode (best of several, first run apart),
 * and rows per second to decode and to restore.
 */
export async function benchTransform(): Promise<Record<string, unknown>> {
  const loaded = await readTable(path);
  const { config } = parseConfig(JSON.stringify({ version: 1, source: { path } }), "bench.synth.json");
  if (config === undefined) throw new Error("the bench's config does not parse");
  const specs = resolveColumns(config, profileTable(loaded));
  const times: Record<string, number[]> = {};
  const timed = <T>(name: string, work: () => T): T => {
    const start = performance.now();
    const result = work();
    times[name] = [...(times[name] ?? []), (performance.now() - start) / 1000];
    return result;
  };
  for (let run = 0; run < runs; run++) {
    const { data, restore } = timed("prepare", () => prepare(loaded.table, specs, { seed: 1 }));
    const encoder = timed("fit", () => fitMatrixEncoder(data, { seed: 1 }));
    const rows = timed("apply", () => encoder.encode(data.table, new Random(run)));
    const decoded = timed("decode", () => encoder.decode(rows));
    timed("restore", () => restoreBatch(restore, decoded, { firstRow: 0, seed: 1 }));
  }
  const best = (name: string) => Math.min(...times[name]!);
  return {
    rows: loaded.table.rows,
    firstRunS: ["prepare", "fit", "apply"].reduce((sum, name) => sum + times[name]![0]!, 0),
    prepareS: best("prepare"),
    fitS: best("fit"),
    applyS: best("apply"),
    decodeRowsPerS: loaded.table.rows / best("decode"),
    restoreRowsPerS: loaded.table.rows / best("restore"),
  };
}
