import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sureLow } from "../../src/numerics/wilson.ts";
import type { AttackRisk, ReportJson } from "../../src/protocol/report.ts";
import { type AttackCounts, attackRisk } from "../../src/quality/privacy/attacks/attackRisk.ts";
import { explainMembership } from "../../src/quality/privacy/attacks/membershipInference.ts";
import { explainShare } from "../../src/quality/privacy/closestRecords.ts";
import { judgeSharing } from "../../src/quality/sharing/judgeSharing.ts";
import { judgeReport } from "../../src/quality/verdict.ts";
import { penguinsReport } from "./penguinsReport.ts";

const report = await penguinsReport({ sections: ["privacy"] });
const allClear =
  /nobody can tell|adds no clear risk|does not favor|learns more about the training rows than about rows never seen\.$/;
const aboveChance = /slightly|small risk|few more members/i;

/** A value between 0 and 1 with an interval around it. */
const estimate = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map((three) => three.toSorted((a, b) => a - b) as [number, number, number])
  .map(([low, value, high]) => ({ value, interval: [low, high] as const }));

/** A sentence about a good status admits what its interval excludes; one about a fault says what to do. */
function expectHonest(sentence: string, status: "good" | "watch" | "bad", excludesChance: boolean): void {
  if (status === "good" && excludesChance) {
    expect(sentence).toMatch(aboveChance);
    expect(sentence).not.toMatch(allClear);
  }
  if (status === "good" && !excludesChance) expect(sentence).not.toMatch(/do not share|\btrain\b|\bdrop/i);
  if (status !== "good") expect(sentence).toMatch(/, so |, rather | share with care|check the attacks/);
  if (status !== "good") expect(sentence).not.toMatch(allClear);
  expect(sentence).not.toMatch(/NaN|undefined|null|Infinity/);
}

describe("sentences follow their intervals", () => {
  it("membership inference", () => {
    fc.assert(
      fc.property(estimate, estimate, fc.constantFrom("good", "watch", "bad"), (auc, tpr, status) => {
        const sentence = explainMembership(status, {
          auc: auc.value,
          aucInterval: auc.interval,
          tprAt1Fpr: tpr.value,
          tprInterval: tpr.interval,
        });
        expectHonest(sentence, status, auc.interval[0] > 0.5 || tpr.interval[0] > 0.01);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("the DCR share", () => {
    fc.assert(
      fc.property(estimate, ({ value, interval }) => {
        const { meaning, status } = explainShare({ share: value, interval })!;
        expectHonest(meaning, status, interval[0] > 0.5);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it("residual risks of attacks", () => {
    const counts = fc
      .record({
        n: fc.integer({ min: 0, max: 2000 }),
        hit: fc.double({ min: 0, max: 1, noNaN: true }),
        control: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(
        ({ n, hit, control }): AttackCounts => ({
          attacks: n,
          successes: Math.round(n * hit),
          controls: n,
          controlSuccesses: Math.round(n * control),
          guesses: n,
          guessSuccesses: 0,
        }),
      );
    fc.assert(
      fc.property(counts, (attack) => {
        const found = attackRisk(attack, { that: "try", remedy: "train with fewer epochs" });
        if (attack.attacks > 0) expectHonest(found.meaning, found.status, found.interval[0] > 0);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it("the verdict and the answer on sharing", () => {
    const attack = fc.tuple(estimate, fc.constantFrom("good", "watch", "bad"));
    fc.assert(
      fc.property(attack, attack, attack, ([share, a], [member, b], [risk, c]) => {
        const changed = privacyOf({ share, a, member, b, risk, c });
        const verdict = judgeReport({ ...report, privacy: changed });
        const { grade, sentence } = verdict.privacy;
        const worst = [a, b, c].includes("bad") ? "bad" : [a, b, c].includes("watch") ? "watch" : "good";
        const excludes = share.interval[0] > 0.5 || member.interval[0] > 0.5 || risk.interval[0] > 0;
        if (worst === "good" && excludes) expect(sentence).toMatch(/above chance|least certain/);
        if (worst === "good") expect(["excellent", "good"]).toContain(grade);
        if (worst !== "good") expect(sentence).not.toMatch(allClear);
        const { answer, findings, reasons } = judgeSharing({ ...report, privacy: changed, verdict });
        expect(answer === "yes").toBe(findings.length === 0 && grade !== "fair" && grade !== "poor");
        if (grade === "poor") expect(answer).toBe("no");
        if (worst !== "good") expect(findings.length).toBeGreaterThan(0);
        expect(reasons.length).toBeGreaterThan(0);
        expect(reasons.length).toBeLessThanOrEqual(3);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it("a target that real rows cannot teach", () => {
    fc.assert(
      fc.property(estimate, fc.double({ min: 0, max: 1, noNaN: true }), (trtr, tstr) => {
        const utility = utilityOf(trtr, tstr);
        const { grade, sentence } = judgeReport({ ...report, utility }).utility;
        const learns = sureLow(trtr.value, trtr.interval) >= 0.53;
        if (!learns) expect(sentence).toMatch(/cannot clearly predict .*99\.7 %: .*0\.5 is guessing/);
        if (grade === "poor") expect(sentence).not.toContain("may be chance");
        expect(grade === "unknown").toBe(!learns || sentence.includes("may be chance (gap 99.7 %"));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});

type Status = "good" | "watch" | "bad";
type Estimate = { value: number; interval: readonly [number, number] };

function privacyOf(found: {
  share: Estimate;
  a: Status;
  member: Estimate;
  b: Status;
  risk: Estimate;
  c: Status;
}): NonNullable<ReportJson["privacy"]> {
  const { share, a, member, b, risk, c } = found;
  const privacy = report.privacy!;
  const linkability: AttackRisk = {
    ...privacy.linkability!,
    risk: risk.value,
    interval: risk.interval,
    status: c,
  };
  const clear = { ...privacy.linkability!, risk: 0, interval: [0, 0.01] as const, status: "good" as const };
  return {
    ...privacy,
    exactCopies: {
      count: 0,
      share: 0,
      ceiling: 0,
      status: "good",
      meaning: "No synthetic row is a copy of a training row.",
    },
    rareCategories: { leaked: 0, values: [], status: "good", meaning: "None." },
    dcrShare: { value: share.value, interval: share.interval, status: a, meaning: "Share." },
    dcrOverfittingProtection: null,
    dcrBaselineProtection: null,
    nndr: null,
    kAnonymity: null,
    membershipInference: {
      ...privacy.membershipInference!,
      auc: member.value,
      aucInterval: member.interval,
      status: b,
      meaning: "Members.",
    },
    singlingOut: { univariate: clear, multivariate: clear },
    attributeInference: { worst: clear, columns: [] },
    disclosureProtection: [],
    linkability,
  };
}

function utilityOf(trtr: Estimate, tstr: number): NonNullable<ReportJson["utility"]> {
  const model = {
    model: "gradientBoosting",
    metric: "auc",
    tstr,
    trtr: trtr.value,
    trtrInterval: trtr.interval,
    gap: trtr.value - tstr,
    gapInterval: [trtr.interval[0] - tstr, trtr.interval[1] - tstr],
    scores: [],
    roc: null,
  } as const;
  return { testRows: 200, models: [model], importanceAgreement: null, importances: [] };
}
