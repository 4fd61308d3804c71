import fc from "fast-check";
import { expect, it } from "vitest";
import { detectionSentence, detectsAnything } from "../../src/metrics/detectionSentence.ts";
import type { AttackRisk, ReportJson } from "../../src/protocol/report.ts";
import { reportHtml } from "../../src/report/html/reportHtml.ts";
import { textOf } from "../report/sampleReports.ts";
import { drawnReport } from "./drawnReport.ts";

/** Sentences that claim nothing was found. */
const allClear =
  /nobody can tell|adds no clear risk|does not favor|no clear leak|no better than guessing|cannot distinguish them|may be chance|never seen\.$|as it should be/;

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
      const report = drawnReport(seed);
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
