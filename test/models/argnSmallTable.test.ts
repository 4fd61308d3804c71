import { describe, expect, it } from "vitest";
import { argnOptions } from "../../src/config/modelOptions/argn.ts";
import { argn } from "../../src/models/argn/argn.ts";
import { rowsToLearn } from "../../src/models/argn/smallTable.ts";
import { isDensityModel } from "../../src/models/synthesizer.ts";
import { Random } from "../../src/numerics/random.ts";
import { attackAuc } from "../../src/quality/privacy/attacks/attackAuc.ts";
import type { ModelTable } from "../../src/transform/modelTable.ts";
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

  it("give the category that stands for rare ones about its share: a row that lacks a known category is no stranger than one that has it", async () => {
    for (const share of [0.03, 0.1, 0.3]) {
      const random = new Random(share * 100);
      const few = withRare(things(100, random), share, random);
      const drawn = await rowsToLearn(few, quietContext({ seed: 1 }));
      const column = drawn.columns.find(({ name }) => name === "place");
      if (column?.kind !== "string") throw new Error("no column of texts");
      const rare = column.dictionary.indexOf("other");
      expect(column.codes.filter((c) => c === rare).length / drawn.rows).toBeGreaterThan(share / 2);
      expect(column.codes.filter((c) => c === rare).length / drawn.rows).toBeLessThan(share * 2);
    }
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

/** The things with a place each; a share of them lies in places that are too rare to be told. */
function withRare({ table, columns }: ModelTable, share: number, random: Random): ModelTable {
  const categories = ["north", "south", "east", "other"];
  const rare = Math.round(share * table.rows);
  const codes = Int32Array.from({ length: table.rows }, (_, i) => (i < rare ? 3 : random.below(3)));
  const place = { name: "place", kind: "string" as const, codes, dictionary: categories };
  const column = { kind: "discrete" as const, name: "place", categories, missing: false, rare: "other" };
  const weights = categories.map((_, c) => codes.filter((code) => code === c).length);
  return {
    table: { rows: table.rows, columns: [...table.columns, place] },
    columns: [...columns, { ...column, weights }],
  } as ModelTable;
}
