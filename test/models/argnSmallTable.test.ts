import { describe, expect, it } from "vitest";
import { argnOptions } from "../../src/config/modelOptions/argn.ts";
import { argn } from "../../src/models/argn/argn.ts";
import { rowsToLearn } from "../../src/models/argn/smallTable.ts";
import { isDensityModel } from "../../src/models/synthesizer.ts";
import { Random } from "../../src/numerics/random.ts";
import { attackAuc } from "../../src/quality/privacy/attacks/attackAuc.ts";
import { digest, quietContext } from "./modelRun.ts";
import { things } from "./things.ts";

describe("networks of small tables", () => {
  it("learn from rows that a circuit draws, the same for a seed; from their own from 500 on", async () => {
    const few = things(120, new Random(1));
    const drawn = await rowsToLearn(few, quietContext({ seed: 3 }));
    expect(drawn.rows).toBe(2000);
    expect(drawn.columns.map(({ name }) => name)).toEqual(few.columns.map(({ name }) => name));
    expect(digest(await rowsToLearn(few, quietContext({ seed: 3 })))).toBe(digest(drawn));
    expect(digest(await rowsToLearn(few, quietContext({ seed: 4 })))).not.toBe(digest(drawn));
    const enough = things(500, new Random(1));
    expect(await rowsToLearn(enough, quietContext())).toBe(enough.table);
  });

  it("tell nobody which rows these were: AUC of the likelihood attack below .6 at 100 rows", async () => {
    const aucs: number[] = [];
    for (let seed = 1; seed <= 3; seed++) {
      const random = new Random(seed);
      const training = things(100, random);
      const others = things(100, random);
      const options = argnOptions.parse({ type: "argn", size: "S", epochs: 15 });
      const model = await argn.fit(training, options, quietContext({ seed }));
      if (!isDensityModel(model)) throw new Error("a network knows likelihoods");
      const score = (of: typeof training) => model.logLikelihood(of.table);
      aucs.push(attackAuc(await score(training), await score(others), random).auc);
      await model.dispose();
    }
    const mean = aucs.reduce((sum, auc) => sum + auc / aucs.length, 0);
    expect(mean).toBeGreaterThan(0.42);
    expect(mean).toBeLessThan(0.6);
  });
});
