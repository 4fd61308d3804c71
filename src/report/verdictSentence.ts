import { say, saySentence } from "../language/language.ts";
import type { ReportJson } from "../protocol/report.ts";

/** The sentence of a verdict; that of utility tells which column was predicted, and who chose it. */
export function verdictSentence(
  { verdict, utility, target }: ReportJson,
  name: "fidelity" | "utility" | "privacy",
): string {
  const sentence = saySentence(verdict[name].sentence);
  if (name !== "utility" || utility === null || target === null) return sentence;
  return `${sentence} ${say("Predicted: {0}.", target.column)} ${saySentence(target.reason)}`;
}
