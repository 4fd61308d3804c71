import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { initJob } from "../../src/jobs/init.ts";
import { Random } from "../../src/numerics/random.ts";
import { brokenRules } from "../../src/pipeline/stages/brokenRules.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import { scratchFolder } from "../cli/runCli.ts";

const folder = scratchFolder();
const rows = 1600;

/** A key of two columns and an order of two, each of which `broken` rows, anywhere, break. */
function tableOf(random: Random, broken: number): string {
  const key = random.permutation(rows);
  const lines = Array.from({ length: rows }, (_, i) => {
    const low = random.below(1000);
    return [Math.floor(key[i]! / 40), key[i]! % 40, low, low + random.below(300), "xyz"[random.below(3)]];
  });
  for (let n = 0; n < broken; n++) {
    const [from, to] = [random.below(rows), random.below(rows)];
    lines[to]!.splice(0, 2, ...lines[from]!.slice(0, 2));
    const at = lines[random.below(rows)]!;
    at[3] = Number(at[2]) - 1 - random.below(9);
  }
  return `site,slot,low,high,kind\n${lines.map((line) => line.join(",")).join("\n")}\n`;
}

async function errorsOf(config: string, more: object): Promise<string[]> {
  const text = JSON.stringify({ ...(parseConfig(config, "c").config as object), ...more });
  const parsed = parseConfig(text, "t.synth.json");
  const loaded = await readTable(join(folder, "t.csv"));
  return brokenRules(parsed, loaded.table, profileTable(loaded))
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => message);
}

it("a rule that init switches on is one that a run takes, whatever rows the report sets aside", async () => {
  const random = new Random(11);
  let on = 0;
  for (let broken = 0; broken < 3; broken++)
    for (let table = 0; table < 6; table++) {
      writeFileSync(join(folder, "t.csv"), tableOf(random, broken));
      const config = join(folder, "t.synth.json");
      await initJob.run({ data: join(folder, "t.csv"), config, overwrite: true }, {
        signal: new AbortController().signal,
        emit: () => undefined,
      } as never);
      const text = readFileSync(config, "utf8");
      on += parseConfig(text, "t").config!.rules.length;
      for (const report of [{ enabled: false }, { holdout: 0.2 }, { holdout: 0.4 }])
        expect(await errorsOf(text, { report }), text).toEqual([]);
    }
  // without a broken row both rules are found
  expect(on).toBeGreaterThanOrEqual(12);
});

it("a key that a row set aside repeats is broken by that row alone", async () => {
  const random = new Random(12);
  for (let table = 0; table < 8; table++) {
    writeFileSync(join(folder, "t.csv"), tableOf(random, 1));
    const rules = [{ unique: ["site", "slot"] }];
    const base = { version: 1, source: { path: "t.csv" }, rules };
    const aside = await errorsOf(JSON.stringify(base), { report: { holdout: 0.9 } });
    const none = await errorsOf(JSON.stringify(base), { report: { enabled: false } });
    expect(none.length).toBeLessThanOrEqual(1);
    // of a tenth of the rows, both of the pair are hardly ever among
    expect(aside).toEqual([]);
  }
});
