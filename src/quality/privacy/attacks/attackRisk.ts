import { roughInterval, roughPercent } from "../../../metrics/formatScore.ts";
import { residualRisk, sureLow, wilson } from "../../../numerics/wilson.ts";
import type { AttackRisk } from "../../../protocol/report.ts";

export interface AttackCounts {
  /** Attacks on training rows and how many succeeded. */
  readonly attacks: number;
  readonly successes: number;
  /** The same attacks on holdout rows: what succeeds without any leak. Null without a holdout. */
  readonly controls: number | null;
  readonly controlSuccesses: number | null;
  /** Blind guesses. */
  readonly guesses: number;
  readonly guessSuccesses: number;
}

export interface AttackWords {
  /** Completes "… of the attacks that …". */
  readonly that: string;
  /** What to do when it is bad, a clause. */
  readonly remedy: string;
}

/**
 * Turns attack counts into a risk after anonymeter (Giomi et al., PoPETs 2023): rates are Wilson centers, the risk is what the
 * attack gains over the control. Without a holdout the blind guess stands in for the control, which cannot tell a leak from
 * general knowledge; the status then never says `bad`.
 */
export function attackRisk(counts: AttackCounts, words: AttackWords): AttackRisk {
  const attack = wilson(counts.successes, counts.attacks);
  const guess = wilson(counts.guessSuccesses, counts.guesses);
  const control =
    counts.controls === null || counts.controls === 0
      ? null
      : wilson(counts.controlSuccesses ?? 0, counts.controls);
  const { risk, interval } = residualRisk(attack, control ?? guess);
  const least = sureLow(risk, interval);
  const status =
    counts.attacks === 0
      ? "good"
      : control === null
        ? least > 0.05
          ? "watch"
          : "good"
        : least > 0.05
          ? "bad"
          : least > 0.01
            ? "watch"
            : "good";
  return {
    risk,
    interval,
    attackRate: attack.rate,
    controlRate: control?.rate ?? null,
    baselineRate: guess.rate,
    attacks: counts.attacks,
    status,
    meaning: explain(counts, words, { risk, interval, status, blind: control === null }),
  };
}

interface Found {
  readonly risk: number;
  readonly interval: readonly [number, number];
  readonly status: "good" | "watch" | "bad";
  /** There was no control attack. */
  readonly blind: boolean;
}

function explain(counts: AttackCounts, words: AttackWords, { risk, interval, status, blind }: Found): string {
  if (counts.attacks === 0) return `No attack that ${words.that} could be tried on these tables.`;
  const rate = roughPercent(counts.successes / counts.attacks);
  if (blind)
    return `${rate} of the attacks that ${words.that} succeed; without a holdout a leak cannot be distinguished from general knowledge, so give one for a verdict.`;
  const control = roughPercent((counts.controlSuccesses ?? 0) / Math.max(1, counts.controls ?? 1));
  const seen = `${rate} of the attacks that ${words.that} succeed on people in the training data and ${control} on people who were not`;
  const range = roughInterval(interval, roughPercent);
  if (status !== "good")
    return `${seen}: being in the data adds a risk of ${roughPercent(risk)} (${range}), so ${words.remedy}.`;
  return interval[0] > 0
    ? `${seen}: being in the data may add a small risk (${range}), too little to act on.`
    : `${seen}: being in the data adds no clear risk.`;
}
