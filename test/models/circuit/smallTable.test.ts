import { describe, expect, it } from "vitest";
import { circuitOptions } from "../../../src/config/modelOptions/circuit.ts";
import { circuit } from "../../../src/models/circuit/circuit.ts";
import { restraintOf, statesOfSmallTable } from "../../../src/models/circuit/smallTable.ts";
import { isDensityModel } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import { attackAuc } from "../../../src/quality/privacy/attacks/attackAuc.ts";
import type { ModelTable } from "../../../src/transform/modelTable.ts";
import { things } from "../things.ts";

describe("circuits of small tables are held back", () => {
  it("fully up to 100 rows, less the more rows there are, not at all from 500 on", () => {
    expect(restraintOf(30)).toEqual(restraintOf(100));
    const between = [100, 150, 220, 350, 500].map(restraintOf);
    for (let i = 1; i < between.length; i++) {
      expect(between[i]!.binRows).toBeLessThan(between[i - 1]!.binRows);
      expect(between[i]!.normal).toBeLessThan(between[i - 1]!.normal);
      expect(between[i]!.perCategory).toBeLessThan(between[i - 1]!.perCategory);
    }
    expect(restraintOf(500)).toEqual(restraintOf(1_000_000));
    expect([10, 100, 249, 250].map(statesOfSmallTable)).toEqual([2, 3, 8, undefined]);
  });

  it("so that likelihoods do not tell their rows from others: AUC below .6 at 100 rows", async () => {
    const aucs: number[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const random = new Random(seed);
      const training = things(100, random);
      const others = things(100, random);
      const model = await circuit.fit(training, circuitOptions.parse({ type: "circuit" }), {
        ...{ seed, signal: new AbortController().signal },
        ...{ progress: () => undefined, warn: () => undefined },
      });
      if (!isDensityModel(model)) throw new Error("a circuit knows likelihoods");
      const score = (data: ModelTable) => model.logLikelihood(data.table);
      aucs.push(attackAuc(await score(training), await score(others), random).auc);
      await model.dispose();
    }
    const mean = aucs.reduce((sum, auc) => sum + auc / aucs.length, 0);
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.6);
  });
});
