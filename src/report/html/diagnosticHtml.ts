import { own } from "../../jsonc/own.ts";
import { decimal, say, sayText } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import { isMetricKey, metricTable } from "../../metrics/metricTable.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { methodName } from "./metricNames.ts";
import { notesHtml } from "./notesHtml.ts";
import { chart, dataTable, details, pill, scoreCell, section } from "./parts.ts";

/** Are all values possible ones? Must be 1.0. */
export function diagnosticHtml(report: ReportJson): Markup | "" {
  const { diagnostic } = report;
  if (!diagnostic) return "";
  const perfect = diagnostic.score >= 1 - 1e-12;
  const table = dataTable(
    "Diagnostic",
    [{ title: "Column" }, { title: "Check", whole: true }, { title: "Score" }],
    diagnostic.columns.map((c) => [c.column, methodName(c.metric), scoreCell(c.score)]),
  );
  return section(
    "diagnostic",
    "Valid?",
    "Ranges, categories, keys, formats and columns as in the real table. Anything below 1.000 is a fault.",
    [
      html`<p>${pill(perfect ? "good" : "bad", perfect ? "valid" : "faults")} <b>${score(diagnostic.score)}</b> · ${say("values {0}", score(diagnostic.dataValidity))} · ${say("structure {0}", score(diagnostic.dataStructure))}</p>`,
      details("Check by check", table, !perfect),
    ],
  );
}

/** How it was made. */
export function trainingHtml(report: ReportJson): Markup | "" {
  const { training, timings } = report;
  const times = details(
    "Time per section",
    dataTable(
      "Timings",
      [{ title: "Section" }, { title: "Seconds", numeric: true }],
      Object.entries(timings).map(([name, ms]) => [
        isMetricKey(name) ? sayText(metricTable[name].title) : capital(sayText(name)),
        decimal((ms / 1000).toFixed(2)),
      ]),
    ),
  );
  const told = notesHtml(report.notes.filter(({ level }) => level === "info"));
  if (!training) return section("about", "About this report", "", [told, times]);
  const options = Object.entries(training.options).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const losses = Object.keys(training.losses).length > 0;
  return section("training", "How it was made", trainedText(training), [
    told,
    losses && chart("losses", "Training losses per epoch"),
    losses && details("Losses as a table", lossTable(training.losses)),
    details("Model options", dataTable("Model options", [{ title: "Option" }, { title: "Value" }], options)),
    times,
  ]);
}

/** The model, how long it was trained, and for how many epochs. */
export function trainedText({ model, seconds, epochs }: NonNullable<ReportJson["training"]>): string {
  const time = decimal(seconds.toFixed(1));
  return epochs === null
    ? say("{0}, {1} s of training.", model, time)
    : say("{0}, {1} s of training, {2} epochs.", model, time, epochs);
}

function lossTable(losses: Readonly<Record<string, readonly number[]>>): Markup {
  const names = Object.keys(losses);
  const epochs = own(losses, names[0] ?? "")?.length ?? 0;
  const step = Math.max(1, Math.ceil(epochs / 50));
  const body: string[][] = [];
  for (let e = 0; e < epochs; e += step)
    body.push([String(e + 1), ...names.map((name) => score(own(losses, name)?.[e] ?? null))]);
  return dataTable(
    "Losses",
    [{ title: "Epoch", numeric: true }, ...names.map((title) => ({ title, data: true, numeric: true }))],
    body,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
