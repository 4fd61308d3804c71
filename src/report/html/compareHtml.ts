import { own } from "../../jsonc/own.ts";
import {
  decimal,
  inEnglish,
  inLanguage,
  type Language,
  say,
  saySentence,
  sayText,
} from "../../language/language.ts";
import { metricValue, percent, rows } from "../../metrics/formatScore.ts";
import { type Goal, merit } from "../../metrics/goal.ts";
import { type MetricKey, metricKeys, metricTable } from "../../metrics/metricTable.ts";
import { sectionQuestions, verdictSections } from "../../metrics/sections.ts";
import type { ReportColumn, ReportJson } from "../../protocol/report.ts";
import { type KeyFigure, keyFigure } from "../keyFigures.ts";
import { reportNames } from "../reportNames.ts";
import { trainedText } from "./diagnosticHtml.ts";
import { html, type Markup, sayMarkup } from "./escapeHtml.ts";
import { figureName } from "./metricNames.ts";
import { type Cell, dataTable, pill, scoreCell } from "./parts.ts";
import { sparkline } from "./sparkline.ts";

/** Smaller differences are shown as none: they are below what the tables print. */
const noise = 0.0005;

/**
 * Two reports side by side: what changed in the settings, the key figures with their difference, and the columns. All text from data
 * files is escaped. `webview/report/mountComparison` draws a column's chart on click.
 */
export function compareHtml(newer: ReportJson, older: ReportJson, language: Language = inEnglish): Markup {
  return inLanguage(language, [...reportNames(newer), ...reportNames(older)], () => page(newer, older));
}

function page(newer: ReportJson, older: ReportJson): Markup {
  return html`<main class="sd-report">
<header class="sd-header">
<p class="sd-eyebrow">${say("Comparison of two reports")}</p>
<h1>${newer.tables.synthetic.name}</h1>
</header>
${unlike(newer, older)}
<div class="sd-sides">${side(say("Newer"), newer)}${side(say("Earlier"), older)}</div>
<section class="sd-section" aria-labelledby="sd-figures-title"><h2 id="sd-figures-title">${say("Key figures")}</h2>
<p class="sd-lead">${say("The difference is newer minus earlier; the pill says whether that is for better or worse.")}</p>
${figuresTable(newer, older)}</section>
${options(newer, older)}
<section class="sd-section" aria-labelledby="sd-columns-title"><h2 id="sd-columns-title">${say("Columns")}</h2>
<p class="sd-legend"><span class="sd-key real">${say("real")}</span><span class="sd-key synthetic">${say("synthetic")}</span></p>
${columnsTable(newer, older)}
<div class="sd-column-chart" data-column-chart hidden></div></section>
</main>`;
}

function side(word: string, report: ReportJson): Markup {
  const { real, synthetic } = report.tables;
  const made = sayMarkup("{0} made from {1}", rows(synthetic.rows), html`<b>${real.name}</b>`);
  return html`<section class="sd-side" aria-label="${word}"><h2>${word}</h2>
<p class="sd-dim">${report.created.slice(0, 16).replace("T", " ")} · ${made}${report.training ? html` · ${trainedText(report.training)}` : ""}</p>
<p>${saySentence(report.verdict.summary)}</p></section>`;
}

function unlike(newer: ReportJson, older: ReportJson): Markup | "" {
  const [a, b] = [newer.tables.real, older.tables.real];
  const names = (report: ReportJson): string => JSON.stringify(report.columns.map(({ name }) => name).sort());
  const notes = [
    a.name !== b.name && say("The real tables differ: {0} and {1}.", a.name, b.name),
    a.name === b.name &&
      a.rows !== b.rows &&
      say(
        "The real table had {0} to learn from in the earlier run and {1} in the newer one.",
        rows(b.rows),
        rows(a.rows),
      ),
    names(newer) !== names(older) &&
      say("The tables do not have the same columns; only shared ones can be compared."),
  ].filter((note) => note !== false);
  return notes.length > 0
    ? html`<ul class="sd-notes">${notes.map((note) => html`<li class="sd-note watch">${note}</li>`)}</ul>`
    : "";
}

function figuresTable(newer: ReportJson, older: ReportJson): Markup {
  const keys = metricKeys.filter((key) => metricTable[key].keyFigure || verdictKeys.has(key));
  const pairs = keys
    .map((key) => [keyFigure(newer, key), keyFigure(older, key)] as const)
    .filter(([a, b]) => a.value !== null || b.value !== null);
  return dataTable(
    "Key figures of both reports",
    [
      { title: "Figure" },
      { title: "Newer", numeric: true },
      { title: "Earlier", numeric: true },
      { title: "Difference", numeric: true },
      { title: "Change" },
      { title: "Best reachable", numeric: true },
    ],
    pairs.map(([a, b]) => figureRow(a, b, chanceOf(newer, older))),
  );
}

const verdictKeys: ReadonlySet<MetricKey> = new Set(verdictSections);

/** What two draws of as many rows differ by in a score from 0 to 1, at most and usually: half of 1 ÷ √rows. */
function chanceOf(...reports: readonly ReportJson[]): number {
  const rows = reports.flatMap(({ tables }) => [tables.real.rows, tables.synthetic.rows]);
  return 0.5 / Math.sqrt(Math.max(1, Math.min(...rows)));
}

/** Differences up to this are no change: what the intervals of both leave open; of scores of quality without one, chance. */
function slack(newer: KeyFigure, older: KeyFigure, chance: number): number {
  if (newer.interval !== null && older.interval !== null) {
    const halves = [newer.interval, older.interval].map(([low, high]) => (high - low) / 2);
    return Math.max(noise, Math.hypot(...halves));
  }
  const ofQuality = newer.section === "fidelity" || newer.section === "utility";
  return ofQuality && newer.format === "score" ? Math.max(noise, chance) : noise;
}

function figureRow(newer: KeyFigure, older: KeyFigure, chance: number): Cell[] {
  const [a, b] = [newer.value, older.value];
  const { key, section, format, goal } = newer;
  const show = (value: number | null): string => metricValue(format, value);
  return [
    verdictKeys.has(key)
      ? say("{0} (overall)", sayText(sectionQuestions[section]))
      : figureName(newer.value === null ? older : newer),
    show(a),
    show(b),
    { content: difference(a, b, format), sort: a === null || b === null ? -9 : a - b },
    change(a, b, goal, slack(newer, older, chance)),
    show(newer.best ?? older.best),
  ];
}

function difference(a: number | null, b: number | null, format: KeyFigure["format"]): string {
  if (a === null || b === null) return "–";
  if (Math.abs(a - b) < noise) return "0";
  return `${a > b ? "+" : "−"}${metricValue(format, Math.abs(a - b))}`;
}

function change(a: number | null, b: number | null, goal: Goal, slack: number): Cell {
  if (a === null || b === null) return { content: "–", sort: 0 };
  const gain = merit(goal, a) - merit(goal, b);
  if (Math.abs(gain) < slack) return { content: html`<span class="sd-dim">${say("same")}</span>`, sort: 0 };
  return { content: gain > 0 ? pill("good", "better") : pill("bad", "worse"), sort: gain };
}

/** Settings of the model that are not the same; nothing when one report knows no training. */
function options(newer: ReportJson, older: ReportJson): Markup | "" {
  if (!newer.training || !older.training) return "";
  const [a, b] = [newer.training, older.training];
  const show = (value: unknown): string =>
    value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
  const names = [...new Set([...Object.keys(a.options), ...Object.keys(b.options)])];
  const changed = [
    ["model", a.model, b.model],
    ["epochs", show(a.epochs ?? undefined), show(b.epochs ?? undefined)],
    ...names
      .filter((name) => name !== "epochs")
      .map((name) => [name, show(own(a.options, name)), show(own(b.options, name))]),
  ].filter(([, left, right]) => left !== right);
  const seconds = html`<p class="sd-dim">${say("Training took {0} s; the earlier run took {1} s.", decimal(a.seconds.toFixed(1)), decimal(b.seconds.toFixed(1)))}</p>`;
  return html`<section class="sd-section" aria-labelledby="sd-options-title"><h2 id="sd-options-title">${say("What changed")}</h2>
${changed.length === 0 ? html`<p class="sd-dim">${say("Model and options are the same.")}</p>` : dataTable("Changed settings", [{ title: "Setting" }, { title: "Newer" }, { title: "Earlier" }], changed as string[][])}${seconds}</section>`;
}

function columnsTable(newer: ReportJson, older: ReportJson): Markup {
  const before = new Map(older.columns.map((column) => [column.name, column]));
  const names = [
    ...newer.columns.map(({ name }) => name),
    ...older.columns.map(({ name }) => name).filter((name) => !newer.columns.some((c) => c.name === name)),
  ];
  const now = new Map(newer.columns.map((column) => [column.name, column]));
  const shapes = (report: ReportJson): Map<string, number | null> =>
    new Map(report.fidelity?.columnShapes.columns.map((shape) => [shape.column, shape.score]) ?? []);
  const [a, b] = [shapes(newer), shapes(older)];
  return dataTable(
    "Columns of both reports",
    [
      { title: "Column" },
      { title: "Newer" },
      { title: "Score, newer" },
      { title: "Earlier" },
      { title: "Score, earlier" },
      { title: "Difference", numeric: true },
      { title: "Missing", numeric: true, hint: "real → newer, earlier" },
    ],
    names.map((name) => {
      const [left, right] = [a.get(name) ?? null, b.get(name) ?? null];
      return [
        html`<button type="button" class="sd-link" data-open-column="${name}">${name}</button>`,
        spark(now.get(name)),
        scoreCell(left),
        spark(before.get(name)),
        scoreCell(right),
        {
          content: difference(left, right, "score"),
          sort: left === null || right === null ? -9 : left - right,
        },
        missing(now.get(name), before.get(name)),
      ];
    }),
  );
}

function spark(column: ReportColumn | undefined): Markup | "" {
  return column ? sparkline(column) : "";
}

function missing(newer: ReportColumn | undefined, older: ReportColumn | undefined): string {
  const real = (newer ?? older)?.missing.real;
  return `${percent(real)} → ${percent(newer?.missing.synthetic)}, ${percent(older?.missing.synthetic)}`;
}
