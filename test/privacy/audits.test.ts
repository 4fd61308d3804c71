import { describe, expect, it } from "vitest";
import { playGame } from "../../scripts/privacyAudit/game.ts";
import {
  auditedPlan,
  type Mechanism,
  realMechanism,
  withNoise,
} from "../../scripts/privacyAudit/mechanism.ts";
import { auditOneRun } from "../../scripts/privacyAudit/oneRun.ts";
import { seededBits } from "../../scripts/privacyAudit/seededBits.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import { addNoise } from "../../src/privacy/measure.ts";

const delta = 1e-6;
const game = auditedPlan(3, delta, 2, 2);

describe("the distinguishing game", () => {
  it("bounds ε from below by what was promised, and closely", () => {
    const bound = playGame(game, realMechanism(game), { runs: 6000, bits: seededBits(11) });
    expect(bound).toBeLessThanOrEqual(3);
    expect(bound).toBeGreaterThan(0.8 * 3);
  });

  it("catches half the noise, and ε doubled in 95 of 100 audits", () => {
    expect(playGame(game, withNoise(game, 0.5), { runs: 800, bits: seededBits(2) })).toBeGreaterThan(3);
    const doubled = auditedPlan(6, delta, 2, 2);
    const audits = 20;
    let caught = 0;
    for (let i = 0; i < audits; i++)
      if (playGame(game, realMechanism(doubled), { runs: 800, bits: seededBits(100 + i) }) > 3) caught++;
    expect(caught / audits).toBeGreaterThanOrEqual(0.95);
  });

  it("catches a number of rows that has no noise", () => {
    const { plan, sizes } = game;
    // every table is made to add up to the true number of rows
    const unprotected: Mechanism = (tokens, bits) => {
      const noisy = addNoise(plan, countTables(plan, tokens, sizes), bits);
      let at = 0;
      for (const { cells } of plan.tables) {
        const total = noisy.subarray(at, at + cells).reduce((a, b) => a + b, 0);
        for (let i = at; i < at + cells; i++)
          noisy[i] = Math.round((noisy[i]! * tokens[0]!.length * 1000) / total);
        at += cells;
      }
      return noisy;
    };
    const totals = [20, 19].map((rows) => {
      const tokens = sizes.map(() => new Int32Array(rows));
      return Math.round(
        unprotected(tokens, seededBits(1))
          .subarray(0, sizes[0])
          .reduce((a, b) => a + b, 0) / 1000,
      );
    });
    expect(totals).toEqual([20, 19]);
    const honest = new Set(
      [1, 2, 3, 4].map((seed) => {
        const noisy = realMechanism(game)(
          sizes.map(() => new Int32Array(20)),
          seededBits(seed),
        );
        return noisy.subarray(0, sizes[0]).reduce((a, b) => a + b, 0);
      }),
    );
    expect(honest.size).toBeGreaterThan(1);
  });

  it("catches noise from a seed: it is the same again, and can be subtracted", () => {
    const tokens = game.sizes.map(() => new Int32Array(20));
    const counts = countTables(game.plan, tokens, game.sizes);
    const seeded = () => addNoise(game.plan, counts, seededBits(42));
    expect(seeded()).toEqual(seeded());
    expect(addNoise(game.plan, counts)).not.toEqual(addNoise(game.plan, counts));
    const noise = addNoise(game.plan, new Int32Array(game.plan.cells), seededBits(42));
    expect(seeded().map((x, i) => x - noise[i]!)).toEqual(counts);
  });
});

describe("the audit of one run", () => {
  const plan = auditedPlan(3, delta, 5, 40);
  const options = { canaries: 400, guesses: 60, seed: 5 };

  it("stays below what was promised, by the noisy tables and by the likelihood", async () => {
    for (const score of ["tables", "likelihood"] as const)
      expect(
        await auditOneRun(plan, realMechanism(plan), { ...options, score, bits: seededBits(8) }),
      ).toBeLessThanOrEqual(3);
  });

  it("catches hardly any noise", async () => {
    const bound = await auditOneRun(plan, withNoise(plan, 0.05), {
      ...options,
      guesses: 200,
      score: "tables",
      bits: seededBits(8),
    });
    expect(bound).toBeGreaterThan(3);
  });
});
