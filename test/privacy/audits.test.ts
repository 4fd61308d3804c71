import { describe, expect, it } from "vitest";
import { plantedFaults, playEvent } from "../../scripts/privacyAudit/eventGame.ts";
import { playGame } from "../../scripts/privacyAudit/game.ts";
import {
  auditedPlan,
  type Mechanism,
  realMechanism,
  withNoise,
} from "../../scripts/privacyAudit/mechanism.ts";
import { auditOneRun } from "../../scripts/privacyAudit/oneRun.ts";
import { auditedPrivacy } from "../../scripts/privacyAudit/release.ts";
import { residualAudit } from "../../scripts/privacyAudit/residualAudit.ts";
import { seededBits } from "../../scripts/privacyAudit/seededBits.ts";

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
});

describe("the game of one event", () => {
  for (const { name, faulty, right, event } of plantedFaults)
    it(`catches ${name}, and lets the product pass`, () => {
      const { epsilon } = auditedPrivacy;
      expect(playEvent(faulty, event, { runs: 100, bits: seededBits(1) })).toBeGreaterThan(epsilon);
      expect(playEvent(right, event, { runs: 200, bits: seededBits(2) })).toBeLessThanOrEqual(epsilon);
    });
});

describe("the residuals of one run", () => {
  it("have the variance promised, and catch ε doubled in 95 of 100 audits", () => {
    const audited = auditedPlan(3, delta, 5, 8);
    const tokens = audited.sizes.map(() => new Int32Array(100));
    const alarms = (mechanism: Mechanism) =>
      Array.from({ length: 100 }, (_, seed) =>
        residualAudit(audited, mechanism, tokens, seededBits(seed)),
      ).filter((p) => p < 0.001).length;
    expect(alarms(realMechanism(audited))).toBeLessThanOrEqual(2);
    expect(alarms(realMechanism(auditedPlan(6, delta, 5, 8)))).toBeGreaterThanOrEqual(95);
  });
});

describe("the audit of one run", () => {
  const plan = auditedPlan(3, delta, 5, 40);
  const options = { canaries: 2000, score: "tables" } as const;

  it("stays below what was promised, by the noisy tables and by the likelihood", async () => {
    for (const score of ["tables", "likelihood"] as const)
      expect(
        await auditOneRun(plan, realMechanism(plan), { ...options, score, seed: 5, bits: seededBits(8) }),
      ).toBeLessThanOrEqual(3);
  });

  it("catches ε doubled in 95 of 100 audits", async () => {
    const doubled = auditedPlan(6, delta, 5, 40);
    let caught = 0;
    for (let seed = 0; seed < 20; seed++)
      if ((await auditOneRun(plan, realMechanism(doubled), { ...options, seed, bits: seededBits(seed) })) > 3)
        caught++;
    expect(caught).toBeGreaterThanOrEqual(19);
  });
});
