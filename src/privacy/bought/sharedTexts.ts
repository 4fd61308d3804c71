import type { DomainPlan } from "../../config/privacy/domainPlan.ts";
import type { StringColumn } from "../../table/table.ts";
import { fillDiscreteGaussian } from "../discreteGaussian.ts";
import type { SecretBits } from "../secretBits.ts";

/**
 * Texts that enough rows share: those whose noisy count reaches the threshold of the plan, in the order of the alphabet (that of the
 * file would tell which row came first), at most `most` of them.
 */
export function sharedTexts(
  column: StringColumn,
  { texts, threshold }: DomainPlan,
  { most, bits }: { readonly most: number; readonly bits: SecretBits },
): string[] {
  const counts = new Map<string, number>();
  for (const code of column.codes) {
    if (code < 0) continue;
    const text = column.dictionary[code]!;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const present = [...counts];
  const noise = fillDiscreteGaussian(new Int32Array(present.length), texts, bits);
  return present
    .map(([text, count], i) => ({ text, noisy: count + noise[i]! }))
    .filter(({ noisy }) => noisy >= threshold)
    .sort((a, b) => b.noisy - a.noisy || (a.text < b.text ? -1 : 1))
    .slice(0, most)
    .map(({ text }) => text)
    .sort();
}
