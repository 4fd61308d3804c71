import { Argument, Command } from "commander";
import { nearest } from "../../../jsonc/nearest.ts";
import { isHalfBest } from "../../../metrics/goal.ts";
import { methodMeaning, methodNames } from "../../../metrics/methods.ts";
import { type MetricKey, metricKeys, metricTable } from "../../../metrics/metricTable.ts";
import { UserError } from "../../../table/userError.ts";
import { wrapWords } from "../../shell/wrapWords.ts";

export function explainCommand(): Command {
  return new Command("explain")
    .description("say what a metric of the report measures, which value is best, and where it stands")
    .addArgument(
      new Argument("[metric...]", "its key or title, such as dcrShare or KSComplement; all if left out"),
    )
    .action((words: readonly string[]) => {
      process.stdout.write(words.length === 0 ? everyMetric() : explanation(words.join(" ")));
    });
}

function everyMetric(): string {
  const width = Math.max(...metricKeys.map((key) => key.length));
  const lines = metricKeys.map((key) => `${key.padEnd(width)}  ${metricTable[key].title}`);
  return `${lines.join("\n")}\n\nsyndata explain KEY says more. Methods behind the scores: ${methodNames.join(", ")}.\n`;
}

/** @throws UserError for a name that is neither a metric nor a method */
function explanation(name: string): string {
  const plain = name.toLowerCase();
  const key = metricKeys.find(
    (k) => k.toLowerCase() === plain || metricTable[k].title.toLowerCase() === plain,
  );
  if (key !== undefined) return metricText(key);
  const method = methodNames.find((m) => m.toLowerCase() === plain);
  if (method !== undefined) return paragraph(`${method}\n${methodMeaning(method)}.`);
  const names = [...metricKeys, ...methodNames];
  const guess =
    nearest(name, names) ??
    nearest(
      plain,
      names.map((n) => n.toLowerCase()),
    );
  const meant = names.find((n) => n.toLowerCase() === guess?.toLowerCase());
  throw new UserError(
    `${name} is not a metric of the report${meant === undefined ? "; syndata explain lists all of them" : `; did you mean ${meant}?`}`,
  );
}

function metricText(key: MetricKey): string {
  const { title, section, description, place, goal, needsHoldout, needs, usualBound } = metricTable[key];
  const best = isHalfBest(goal) ? "0.5 is best" : goal === "high" ? "1 is best" : "0 is best";
  const bound = JSON.stringify(usualBound).replaceAll('"', "").replace(":", ": ");
  return paragraph(
    [
      `${title} (${section})`,
      `${description}.`,
      `${best}.${needsHoldout ? " Measured only with a holdout." : ""}${needs === undefined ? "" : ` Measured only where the config names report.${needs}.`}`,
      `In report.json: ${place}`,
      `As a gate: "report": { "gates": { "${key}": ${bound.replace(/(\w+):/, '"$1":')} } }`,
    ].join("\n"),
  );
}

function paragraph(text: string): string {
  return `${text
    .split("\n")
    .map((line) => wrapWords(line, process.stdout.columns ?? 100))
    .join("\n")}\n`;
}
