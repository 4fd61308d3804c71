import type { Detection } from "../protocol/report.ts";
import { roughInterval, roughScore } from "./formatScore.ts";
import { decidingInterval } from "./metricCard.ts";

/** From these areas on a detector is something to watch, or bad. */
const detectorBounds = { watch: 0.6, bad: 0.75 } as const;

/** Returns the status of a detector by what it surely reaches: the lower end of the 99.7 % interval; without one, the area itself. */
export function detectorStatus({
  auc,
  interval,
}: Pick<Detection, "auc" | "interval">): "good" | "watch" | "bad" {
  const surely = interval === undefined ? auc : decidingInterval(auc, interval)[0];
  return surely > detectorBounds.bad ? "bad" : surely > detectorBounds.watch ? "watch" : "good";
}

/** Whether a detector is better than guessing as far as its 95 % interval tells; without one, its area counts. */
export function detectsAnything({ auc, interval }: Pick<Detection, "auc" | "interval">): boolean {
  return (interval === undefined ? auc : interval[0]) > 0.5;
}

/** Says in one sentence what a detector reaches; where its interval excludes guessing it says so. */
export function detectionSentence(name: string, detection: Pick<Detection, "auc" | "interval">): string {
  const { auc, interval } = detection;
  const range = interval === undefined ? "" : `, 95 %: ${roughInterval(interval, roughScore)}`;
  const seen = `${name} distinguishes synthetic from real rows with an AUC of ${roughScore(auc)} (0.50 is guessing${range})`;
  if (!detectsAnything(detection)) return `${seen}: no better than guessing.`;
  const status = detectorStatus(detection);
  if (status === "bad") return `${seen}: it recognizes most synthetic rows, so do not rely on whole rows.`;
  return status === "watch"
    ? `${seen}: clearly better than guessing, so whole rows differ from real ones.`
    : `${seen}: slightly better than guessing.`;
}
