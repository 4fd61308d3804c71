import { grouped } from "../../language/counts.ts";
import { roughInterval, roughScore } from "../../metrics/formatScore.ts";
import { sureFactor, sureLow } from "../../numerics/wilson.ts";
import type { ReportJson, Utility, UtilityModel, VerdictScore } from "../../protocol/report.ts";
import { gradeOf, percent, unknown } from "../grades.ts";

/** The verdict on usefulness; unknown where nothing can be learned, or few rows cannot tell. */
export function judgeUtility({ utility, target }: Pick<ReportJson, "utility" | "target">): VerdictScore {
  if (utility === null) return unknown("Utility was not computed.");
  const { determinedBy = [] } = utility;
  const reached = utility.models.flatMap(({ trtr }) => (trtr === null ? [] : [trtr]));
  if (determinedBy.length > 0 && Math.max(...reached) >= determinedScore)
    return unknown(
      `Utility says nothing here: ${target?.column ?? "the target"} is determined by ${determinedBy.join(" and ")}, so every model finds it. Name another target.`,
    );
  const ratios: number[] = [];
  for (const model of utility.models) {
    const { metric, tstr, trtr } = model;
    if (tstr === null || trtr === null) continue;
    const chance = chanceOf(metric);
    if (!learnsSomething(model, trtr, utility.testRows)) continue;
    ratios.push(Math.min(1, Math.max(0, (tstr - chance) / (trtr - chance))));
  }
  if (ratios.length === 0) return unknown(nothingToLearn(utility.models));
  const score = ratios.reduce((sum, r) => sum + r, 0) / ratios.length;
  const grade = gradeOf(score);
  if (grade === "poor" && !isSurelyLess(utility.models)) return unknown(maybeChance(utility));
  return {
    score,
    grade,
    sentence: `Models trained on synthetic rows keep ${percent(score)} of what models trained on real rows predict on rows neither has seen.${gapSentence(utility.models)}`,
  };
}

/** Whether some model trained on synthetic rows surely predicts less well; models are several, so that one may seem to by chance. */
function isSurelyLess(models: readonly UtilityModel[]): boolean {
  return models.some(
    ({ gap, gapInterval }) => gap !== null && (gapInterval === null || sureLow(gap, gapInterval) > 0),
  );
}

function maybeChance({ models, testRows }: Utility): string {
  const best = models.find(({ gap, gapInterval }) => gap !== null && gapInterval !== null)!;
  const range = roughInterval(surely(best.gap!, best.gapInterval!), roughScore);
  return `Models trained on synthetic rows predict less well than those trained on real rows, but on ${grouped(testRows)} rows that may be chance (gap 99.7 %: ${range}), so usefulness cannot be judged by so few.`;
}

/** The 99.7 % interval around a value, from its 95 % one. */
function surely(value: number, [low, high]: readonly [number, number]): readonly [number, number] {
  return [value - sureFactor * (value - low), Math.min(1, value + sureFactor * (high - value))];
}

/** Says of the best model whether the gap to real rows may be chance; nothing without an interval. */
function gapSentence(models: readonly UtilityModel[]): string {
  const best = models.find(({ gap, gapInterval }) => gap !== null && gapInterval !== null);
  if (best?.gapInterval === undefined || best.gapInterval === null) return "";
  const range = `95 %: ${roughInterval(best.gapInterval, roughScore)}`;
  const [low, high] = best.gapInterval;
  if (low > 0) return ` The gap is more than chance (${range}).`;
  return high < 0 ? ` Synthetic rows train better (gap ${range}).` : ` The gap may be chance (${range}).`;
}

/** From here on a target that other columns determine is simply found. */
const determinedScore = 0.99;
/** Below this much AUC or R² above chance the real rows themselves teach nothing. */
const minSignal = 0.03;

function chanceOf(metric: UtilityModel["metric"]): number {
  return metric === "auc" ? 0.5 : 0;
}

/** Whether a model trained on real rows is surely better than guessing, by the interval of its score: some of several may seem so by chance. */
function learnsSomething({ metric, trtrInterval }: UtilityModel, trtr: number, testRows: number): boolean {
  const above = trtr - chanceOf(metric);
  if (trtrInterval !== undefined) return sureLow(trtr, trtrInterval) - chanceOf(metric) >= minSignal;
  return above >= Math.max(minSignal, 2 * chanceDeviation(testRows));
}

function nothingToLearn(models: readonly UtilityModel[]): string {
  const best = models
    .flatMap(({ metric, trtr, trtrInterval }) => (trtr === null ? [] : [{ metric, trtr, trtrInterval }]))
    .reduce<{
      metric: UtilityModel["metric"];
      trtr: number;
      trtrInterval: UtilityModel["trtrInterval"];
    } | null>((a, b) => (a === null || b.trtr > a.trtr ? b : a), null);
  const range =
    best?.trtrInterval === undefined
      ? ""
      : `, 99.7 %: ${roughInterval(surely(best.trtr, best.trtrInterval), roughScore)}`;
  const reached =
    best === null
      ? ""
      : ` (the best reaches ${best.metric === "auc" ? "AUC" : "R²"} ${roughScore(best.trtr)}${range}; ${chanceOf(best.metric)} is guessing)`;
  return `Models trained on real rows cannot clearly predict the target either${reached}, so usefulness cannot be judged by it.`;
}

/** Standard deviation of the AUC of a learner that knows nothing, for two classes of equal size (Mann–Whitney). */
function chanceDeviation(rows: number): number {
  return Math.sqrt((rows + 1) / (3 * Math.max(rows, 1) ** 2));
}
