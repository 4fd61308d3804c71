import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { measureTable, type PaperScores, readPaperTable } from "./papers/measureTable.ts";
import { unseenGap } from "./papers/unseenGap.ts";
import { setting } from "./rules/generate.ts";

/**
 * The tables of the literature, judged as papers do: for every folder of `--data` with `train.csv` and `test.csv` (and, if there is one,
 * `roles.json` in it or `NAME.roles.json` beside it, with `target`, `categorical` and `numerical`) the mean ± standard deviation over three seeds (`SYNDATA_SEEDS`).
 * `SYNDATA_TABLES` picks folders, `SYNDATA_MODEL` gives the model as JSON, `SYNDATA_SPLITS` says how many halves are compared with as
 * many unseen rows (5; 0 for none).
 */
export async function benchPapers({
  data,
}: {
  readonly data?: string | undefined;
}): Promise<Record<string, unknown>> {
  if (data === undefined)
    throw new RangeError("--data FOLDER is missing: a folder of tables, each with train.csv and test.csv");
  const wanted = process.env["SYNDATA_TABLES"]?.split(",");
  const names = readdirSync(data)
    .filter((name) => existsSync(join(data, name, "train.csv")) && (wanted?.includes(name) ?? true))
    .sort();
  const result: Record<string, unknown> = {};
  for (const name of names) {
    const table = await readPaperTable(join(data, name));
    const scores: PaperScores[] = [];
    for (let seed = 1; seed <= setting("SYNDATA_SEEDS", 3); seed++) {
      scores.push(await measureTable(table, seed));
      console.log(`  ${name} seed ${seed}`, scores.at(-1));
    }
    const splits = setting("SYNDATA_SPLITS", 5);
    result[name] = { ...summary(scores), ...(splits > 0 && (await unseenGap(table, splits))) };
  }
  return result;
}

function summary(all: readonly PaperScores[]): Record<string, string> {
  const keys = Object.keys(all[0] ?? {}) as (keyof PaperScores)[];
  return Object.fromEntries(
    keys.map((key) => {
      const values = all.map((scores) => scores[key]);
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, values.length - 1);
      return [key, `${mean.toFixed(4)} ± ${Math.sqrt(variance).toFixed(4)}`];
    }),
  );
}
