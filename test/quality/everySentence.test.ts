import fc from "fast-check";
import { expect, it } from "vitest";
import { detectionSentence, detectsAnything } from "../../src/metrics/detectionSentence.ts";
import { aucInterval } from "../../src/numerics/aucInterval.ts";
import { Random } from "../../src/numerics/random.ts";
import type { AttackRisk, Privacy, ReportJson } from "../../src/protocol/report.ts";
import { attackRisk } from "../../src/quality/privacy/attacks/attackRisk.ts";
import { explainMembership, gradeAttack } from "../../src/quality/privacy/attacks/membershipInference.ts";
import { explainOverfitting, explainShare } from "../../src/quality/privacy/closestRecords.ts";
import { explainLikelihood } from "../../src/quality/privacy/model/modelLikelihood.ts";
import { judgeSharing } from "../../src/quality/sharing/judgeSharing.ts";
import { judgeReport } from "../../src/quality/verdict.ts";
import { reportHtml } from "../../src/report/html/reportHtml.ts";
import { textOf } from "../report/sampleReports.ts";
import { penguinsReport } from "./penguinsReport.ts";

const real = await penguinsReport({ target: "sex" });

/** Sentences that claim nothing was found. */
const allClear =
  /nobody can tell|adds no clear risk|does not favor|no clear leak|no better than guessing|cannot distinguish them|may be chance|never seen\.$|as it should be/;

/** Draws a value with a 95 % interval around it, by a seed of its own. */
function estimate(random: Random, from = 0, to = 1): { value: number; interval: readonly [number, number] } {
  const value = from + (to - from) * random.uniform();
  const half = 0.15 * random.uniform();
  return { value, interval: [Math.max(0, value - half), Math.min(1, value + half)] };
}

/** The penguins' report with every estimate drawn and every sentence written from what was drawn. */
function drawn(seed: number): ReportJson {
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

/** What chance reaches, and the interval, of each sentence that stands beside one: by its place in the report. */
const beside: Readonly<Record<string, (report: ReportJson) => { low: number; chance: number } | null>> = {
  "privacy.dcrShare.meaning": ({ privacy }) => ({ low: privacy!.dcrShare!.interval[0], chance: 0.5 }),
  "privacy.membershipInference.meaning": ({ privacy }) => ({
    low: Math.max(
      privacy!.membershipInference!.aucInterval[0],
      privacy!.membershipInference!.tprInterval[0] > 0.01 ? 1 : 0,
    ),
    chance: 0.5,
  }),
  "privacy.singlingOut.univariate.meaning": ({ privacy }) => above(privacy!.singlingOut!.univariate),
  "privacy.singlingOut.multivariate.meaning": ({ privacy }) => above(privacy!.singlingOut!.multivariate),
  "privacy.linkability.meaning": ({ privacy }) => above(privacy!.linkability!),
  "privacy.attributeInference.worst.meaning": ({ privacy }) => above(privacy!.attributeInference!.worst),
  "measures.modelLikelihood.meaning": ({ measures }) => ({
    low: measures!["modelLikelihood"]!.interval![0],
    chance: 0.5,
  }),
  "verdict.utility.sentence": ({ utility }) => ({ low: utility!.models[0]!.gapInterval![0], chance: 0 }),
};

const above = ({ interval }: AttackRisk) => ({ low: interval[0], chance: 0 });

/** Sentences that state counts, comparisons or grades, which have no interval. */
const withoutInterval =
  /^(notes\.\*\.text|target\.reason|tables\..*|verdict\.(fidelity|privacy)\.sentence|verdict\.summary|sharing\..*|gates\.\*\.message|privacy\.(exactCopies|rareCategories|kAnonymity|nndr|dcrBaselineProtection|dcrOverfittingProtection|disclosureProtection\.\*)\.meaning|privacy\..*\.note|fidelity\..*\.note|measures\.\w+\.(note|about)|.*\.(name|column|metric|model|created|generator|title|key))$/;

/** Every text of the report with the place it stands in. */
function* sentencesOf(value: unknown, place = ""): Generator<readonly [string, string]> {
  if (typeof value === "string" && /[.:] |\.$/.test(value) && value.includes(" ")) yield [place, value];
  if (Array.isArray(value)) for (const item of value) yield* sentencesOf(item, `${place}.*`);
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value))
      yield* sentencesOf(item, place === "" ? key : `${place}.${key}`);
}

it("every sentence of a report follows the interval beside it", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
      const report = drawn(seed);
      for (const [place, sentence] of sentencesOf(report)) {
        expect(sentence).not.toMatch(/NaN|undefined|\bnull\b|Infinity/);
        const evidence = beside[place]?.(report);
        if (evidence === undefined || evidence === null) {
          expect(place, sentence).toMatch(withoutInterval);
          continue;
        }
        seen.add(place);
        if (evidence.low > evidence.chance) expect(sentence, place).not.toMatch(allClear);
      }
      const page = textOf(`${reportHtml(report)}`);
      for (const name of ["boosting", "logistic"] as const) {
        const detection = report.fidelity!.detection[name]!;
        const title = name === "boosting" ? "Gradient boosting" : "Logistic regression";
        expect(page).toContain(detectionSentence(title, detection));
        expect(detectionSentence(title, detection).includes("no better than guessing")).toBe(
          detection.interval![0] <= 0.5,
        );
      }
      if (!detectsAnything(report.fidelity!.detection.boosting!))
        expect(report.verdict.fidelity.sentence).not.toContain("a classifier can distinguish");
      else expect(page).not.toContain("the classifier cannot distinguish them");
      // the answer says nothing that the findings deny
      const worst = report.sharing!.findings.length;
      if (report.sharing!.answer === "yes") expect(worst).toBe(0);
    }),
    { seed: 11, numRuns: 60 },
  );
  expect([...seen].sort()).toEqual(Object.keys(beside).sort());
});
