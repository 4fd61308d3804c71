import { expect, it } from "vitest";
import { auditedPlan } from "../../scripts/privacyAudit/mechanism.ts";
import { seededBits } from "../../scripts/privacyAudit/seededBits.ts";
import { Random } from "../../src/numerics/random.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import { uncounted } from "../../src/privacy/encodeRows.ts";
import { fitTables } from "../../src/privacy/fitTables.ts";
import { addNoise, coverage, estimateRows } from "../../src/privacy/measure.ts";

const rows = 4000;
const { plan, sizes } = auditedPlan(8, 1e-6, 3, 4);

/** The third column follows the first; two fifths of its cells hold texts that no list has. */
function tokensOfTable(): Int32Array[] {
  const random = new Random(1);
  const first = Int32Array.from({ length: rows }, () => random.below(4));
  const second = Int32Array.from({ length: rows }, () => random.below(4));
  const third = first.map((t) =>
    random.uniform() < 0.4 ? uncounted : random.uniform() < 0.8 ? t : random.below(4),
  );
  return [first, second, third];
}

it("takes a column of unlisted texts for what it is: neither fewer rows nor other shares of the listed ones", async () => {
  const tokens = tokensOfTable();
  const noisy = addNoise(plan, countTables(plan, tokens, sizes), seededBits(3));
  const estimated = estimateRows(plan, noisy);
  expect(Math.abs(estimated - rows)).toBeLessThan(60);
  const covered = coverage(plan, noisy, estimated);
  expect([...covered.subarray(0, 2)]).toEqual([1, 1]);
  expect(covered[2]).toBeCloseTo(0.6, 1);
  const { parameters } = await fitTables(
    { plan, noisy, sizes, rows: estimated },
    {
      states: 8,
      random: new Random(2),
      signal: new AbortController().signal,
      maxSteps: 100,
      report: () => undefined,
    },
  );
  // P(third = first), each of a quarter of the rows: of the listed cells, .8 + .2 / 4
  let same = 0;
  for (let t = 0; t < 4; t++)
    parameters.root.forEach((share, k) => {
      same += share * parameters.emissions[0]![t * 8 + k]! * parameters.emissions[0]![(8 + t) * 8 + k]!;
    });
  expect(same).toBeGreaterThan(0.8);
  expect(same).toBeLessThan(0.9);
});
