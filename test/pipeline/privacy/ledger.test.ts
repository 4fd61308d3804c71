import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rhoOf } from "../../../src/config/privacy/accounting.ts";
import {
  nothingSpent,
  readLedger,
  spend,
  together,
  totalLoss,
} from "../../../src/pipeline/privacy/ledger.ts";
import { processFolder } from "../../processFolder.ts";

const delta = 1e-6;
const privacy = {
  epsilon: 1,
  delta,
  domain: "declared",
  unit: "row",
  maxRowsPerUnit: 1,
  budget: 1.2,
} as const;
const entry = (run: string) => ({
  time: "2026-01-01T00:00:00.000Z",
  run,
  config: "t.synth.json",
  epsilon: 1,
  delta,
  rho: rhoOf(1, delta),
  thresholdDelta: 0,
  unit: "row",
});

describe("the ledger of a source", () => {
  it("never lets two runs that pay at once exceed the budget together", async () => {
    for (let turn = 0; turn < 20; turn++) {
      const path = join(processFolder("ledger"), "t.csv.privacy-ledger.jsonl");
      const paid = await Promise.allSettled(["a", "b", "c"].map((run) => spend(path, entry(run), privacy)));
      expect(paid.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
      expect((await readLedger(path)).length).toBeGreaterThanOrEqual(1);
    }
  });

  it("counts what a run will spend later, and the δ of thresholds", async () => {
    const path = join(processFolder("ledger"), "t.csv.privacy-ledger.jsonl");
    const small = { ...entry("a"), rho: 0.001 };
    await expect(spend(path, small, privacy, { rho: 0.1, thresholdDelta: 0 })).rejects.toThrow(
      /nothing was spent/,
    );
    expect(await readLedger(path)).toEqual([]);
    await spend(path, small, privacy);
    const [read] = await readLedger(path);
    expect(read).toEqual(small);
    expect(totalLoss(nothingSpent, delta)).toEqual({ epsilon: 0, delta });
    const thresholds = { rho: 0, thresholdDelta: 8e-7 };
    const loss = totalLoss(together([entry("a"), thresholds]), delta);
    expect(loss.delta).toBeCloseTo(1.3e-6, 12);
    expect(loss.epsilon).toBeGreaterThan(totalLoss(entry("a"), delta).epsilon);
  });
});
