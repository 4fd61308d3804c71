import { aucInterval } from "../../src/numerics/aucInterval.ts";
import { Random } from "../../src/numerics/random.ts";
import type { AttackRisk, Privacy, ReportJson } from "../../src/protocol/report.ts";
import { attackRisk } from "../../src/quality/privacy/attacks/attackRisk.ts";
import { explainMembership, gradeAttack } from "../../src/quality/privacy/attacks/membershipInference.ts";
import { explainOverfitting, explainShare } from "../../src/quality/privacy/closestRecords.ts";
import { explainLikelihood } from "../../src/quality/privacy/model/modelLikelihood.ts";
import { judgeSharing } from "../../src/quality/sharing/judgeSharing.ts";
import { judgeReport } from "../../src/quality/verdict.ts";
import { penguinsReport } from "./penguinsReport.ts";

const real = await penguinsReport({ target: "sex" });

/** Draws a value with a 95 % interval around it, by a seed of its own. */
function estimate(random: Random, from = 0, to = 1): { value: number; interval: readonly [number, number] } {
  const value = from + (to - from) * random.uniform();
  const half = 0.15 * random.uniform();
  return { value, interval: [Math.max(0, value - half), Math.min(1, value + half)] };
}

/** The penguins' report with every estimate drawn and every sentence written from what was drawn. */
export function drawnReport(seed: number): ReportJson {
  const random = new Random(seed);
  const risk = (that: string): AttackRisk => {
    const n = 50 + random.below(2000);
    const control = Math.floor(n * 0.5 * random.uniform());
    const counts = {
      attacks: n,
      successes: Math.min(n, control + Math.floor(0.2 * n * random.uniform() ** 3)),
      controls: n,
      controlSuccesses: control,
      guesses: n,
      guessSuccesses: 0,
    };
    return attackRisk(counts, { that, remedy: "train with fewer epochs" });
  };
  const share = estimate(random, 0.4, 0.7);
  const auc = estimate(random, 0.45, 0.65);
  const tpr = estimate(random, 0, 0.06);
  const member = {
    auc: auc.value,
    aucInterval: auc.interval,
    tprAt1Fpr: tpr.value,
    tprInterval: tpr.interval,
  };
  const memberStatus = gradeAttack(member, 400);
  const likelihood = estimate(random, 0.45, 0.65);
  const likelihoodStatus = likelihood.interval[0] > 0.55 ? "watch" : "good";
  const privacy: Privacy = {
    ...real.privacy!,
    dcrShare: explainShare({ share: share.value, interval: share.interval }),
    dcrOverfittingProtection: explainOverfitting({
      share: share.value,
      interval: share.interval,
      strictlyNearer: share.value,
    }),
    membershipInference: {
      ...real.privacy!.membershipInference!,
      ...member,
      status: memberStatus,
      meaning: explainMembership(memberStatus, member),
    },
    singlingOut: { univariate: risk("single out"), multivariate: risk("single out by three") },
    linkability: risk("link"),
    attributeInference: { worst: risk("guess"), columns: [] },
  };
  const detector = (): NonNullable<NonNullable<ReportJson["fidelity"]>["detection"]["boosting"]> => {
    const size = 30 + random.below(3000);
    const area = 0.4 + 0.6 * random.uniform() ** 2;
    return {
      ...real.fidelity!.detection.boosting!,
      auc: area,
      interval: aucInterval(area, size, size),
      score: 1 - (2 * Math.max(area, 0.5) - 1),
      tells: [],
    };
  };
  const models = real.utility!.models.map((model) => {
    const gap = 0.2 * (random.uniform() - 0.3);
    const half = 0.1 * random.uniform();
    return { ...model, gap, gapInterval: [gap - half, gap + half] as const };
  });
  const report = {
    ...real,
    fidelity: { ...real.fidelity!, detection: { boosting: detector(), logistic: detector() } },
    utility: { ...real.utility!, models },
    privacy,
    measures: {
      modelLikelihood: {
        value: likelihood.value,
        ceiling: null,
        interval: likelihood.interval,
        status: likelihoodStatus,
        meaning: explainLikelihood(likelihoodStatus, {
          auc: likelihood.value,
          aucInterval: likelihood.interval,
        }),
      },
    },
  } satisfies Omit<ReportJson, "verdict" | "sharing">;
  const judged = { ...report, verdict: judgeReport(report) };
  return { ...judged, sharing: judgeSharing(judged) };
}
