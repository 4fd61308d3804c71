import { say, saySentence, sayText, wholeNumber } from "../../language/language.ts";
import { detectionSentence, detectorStatus, detectsAnything } from "../../metrics/detectionSentence.ts";
import { duration, interval, percent, pValue, quantity, score } from "../../metrics/formatScore.ts";
import { type MetricKey, metricTable, readMetric } from "../../metrics/metricTable.ts";
import type { Detection, Fidelity, ReportJson } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { marginalTable, readableMarginals } from "./marginalTable.ts";
import { methodName, metricDefinition } from "./metricNames.ts";
import { moreFidelity } from "./moreFidelity.ts";
import { chart, dataTable, details, figure, figures, scoreCell, section, shareCell, tone } from "./parts.ts";
import { rocTable } from "./rocTable.ts";
import { sparkline } from "./sparkline.ts";

/** Is it faithful? */
export function fidelityHtml(report: ReportJson): Markup | "" {
  const { fidelity } = report;
  if (!fidelity) return "";
  return section(
    "fidelity",
    "Faithful?",
    "How closely single columns, pairs of columns and whole rows follow the real ones. A tick on a bar marks the best reachable value: what held-out real rows score.",
    [
      headline(report),
      html`<h3>${say("Columns")}</h3>${columns(report, fidelity)}`,
      html`<h3>${say("Pairs of columns")}</h3>${pairs(fidelity)}`,
      html`<h3>${say("Can a classifier tell them apart?")}</h3>${detection(fidelity)}`,
      fidelity.accuracy !== null && html`<h3>${say("Joint accuracy")}</h3>${accuracy(fidelity.accuracy)}`,
      details(
        "More: coverage, statistics, mutual information, precision and recall",
        moreFidelity(report, fidelity),
      ),
    ],
  );
}

const headlines: readonly MetricKey[] = [
  "columnShapes",
  "columnPairTrends",
  "columnPairTrendsAllPairs",
  "detectionBoosting",
];

function headline(report: ReportJson): Markup {
  const read = headlines.map((key) => [metricTable[key], readMetric(report, key)] as const);
  return figures(
    read
      .filter(([, { value }]) => value !== null)
      .map(([{ title, goal, description, place }, { value, ceiling, interval }]) =>
        goal === "chance"
          ? figure(title, score(value), detectorRange(interval), {
              status: detectorStatus({ auc: value!, ...(interval && { interval }) }),
              hint: `${metricDefinition({ description, place })}.`,
            })
          : figure(title, score(value), ceiling === null ? "" : say("best reachable {0}", score(ceiling)), {
              status: tone(value!, ceiling),
              hint: `${metricDefinition({ description, place })}.`,
            }),
      ),
  );
}

function detectorRange(range: readonly [number, number] | null): string {
  return range === null ? say("0.5 is best") : say("0.5 is best; 95 %: {0}", interval(range, 2));
}

function columns(report: ReportJson, fidelity: Fidelity): Markup {
  const byName = new Map(report.columns.map((column, i) => [column.name, { column, i }]));
  const body = fidelity.columnShapes.columns.map((shape) => {
    const found = byName.get(shape.column);
    return [
      html`<button type="button" class="sd-link" data-open-column="${found?.i ?? -1}">${shape.column}</button>`,
      found ? sparkline(found.column) : "",
      scoreCell(shape.score, shape.ceiling),
      methodName(shape.metric),
      pValue(shape.ksTest?.pValue ?? shape.chiSquare?.pValue),
      found?.column.sdtype === "datetime" ? duration(shape.wasserstein) : quantity(shape.wasserstein),
      score(shape.jensenShannon),
      found ? `${percent(found.column.missing.real)} → ${percent(found.column.missing.synthetic)}` : "–",
    ];
  });
  const table = dataTable(
    "Column shapes",
    [
      { title: "Column" },
      { title: "Real and synthetic", hint: "filled: real; line: synthetic" },
      { title: "Score" },
      { title: "Metric", whole: true },
      {
        title: "p-value",
        numeric: true,
        hint: "Kolmogorov–Smirnov or chi-square: with many rows, tiny differences are significant",
      },
      {
        title: "Wasserstein",
        numeric: true,
        hint: "how far values lie apart on average, in units of the column",
      },
      {
        title: "Jensen–Shannon",
        numeric: true,
        hint: "how unlike two distributions are: 0 the same, 1 without overlap",
      },
      { title: "Missing", numeric: true, hint: "real → synthetic" },
    ],
    body,
  );
  return html`<p class="sd-legend"><span class="sd-key real">${say("real")}</span><span class="sd-key synthetic">${say("synthetic")}</span><span class="sd-key holdout">${say("held out")}</span></p>${table}<div class="sd-column-chart" data-column-chart hidden></div>${details("Distributions as tables", distributions(report))}${details("Missing values, column by column", html`${chart("missing", "Share of missing values per column, real and synthetic")}${missing(report)}`)}`;
}

function distributions(report: ReportJson): Markup {
  const shown = readableMarginals(report.columns);
  const left = report.columns.filter(({ marginal }) => marginal).length - shown.length;
  return html`${shown.map((column) => html`<h4>${column.name}</h4>${marginalTable(column)}`)}${left > 0 ? html`<p class="sd-dim">${say("{0} more columns are in report.json.", left)}</p>` : ""}`;
}

function missing(report: ReportJson): Markup {
  return dataTable(
    "Missing values",
    [
      { title: "Column" },
      { title: "Real", numeric: true },
      { title: "Synthetic", numeric: true },
      { title: "Held out", numeric: true },
    ],
    report.columns.map(({ name, missing: m }) => [
      name,
      percent(m.real),
      percent(m.synthetic),
      percent(m.holdout),
    ]),
  );
}

function pairs(fidelity: Fidelity): Markup {
  const plots = new Map((fidelity.joint?.pairs ?? []).map((p, i) => [p.columns.join("\0"), i]));
  const { pairsLeftOut: leftOut = 0, pairsCompared, mapColumns } = fidelity.columnPairTrends;
  const sorted = [...fidelity.columnPairTrends.pairs].sort((a, b) => (a.score ?? 2) - (b.score ?? 2));
  const shown = sorted.slice(0, 200);
  const table = dataTable(
    "Column pair trends, worst first",
    [
      { title: "Columns" },
      { title: "Score" },
      { title: "Common bins", numeric: true, hint: "numbers cut at common edges" },
      { title: "Metric", whole: true },
      { title: "Association, real", numeric: true, hint: "|r| or Cramér's V" },
      { title: "Association, synthetic", numeric: true },
      { title: "Counted", hint: "passes SDMetrics' default association threshold" },
    ],
    shown.map((pair) => [
      pairName(pair.columns, plots.get(pair.columns.join("\0"))),
      scoreCell(pair.score, pair.ceiling),
      score(pair.scoreCommonBins),
      methodName(pair.metric),
      score(pair.association),
      score(pair.associationSynthetic),
      pair.counted ? say("yes") : say("no"),
    ]),
  );
  const cut =
    sorted.length > shown.length
      ? html`<p class="sd-dim">${leftOut > 0 ? say("The {0} lowest of {1} pairs; the {2} that matter most are in report.json.", shown.length, wholeNumber(sorted.length + leftOut), sorted.length) : say("The {0} lowest of {1} pairs; all are in report.json.", shown.length, sorted.length)}${pairsCompared === undefined ? "" : ` ${say("The scores are over {0} pairs, drawn at random.", wholeNumber(pairsCompared))}`}</p>`
      : "";
  const mapped =
    mapColumns === undefined
      ? ""
      : html`<p class="sd-dim">${say("The heat maps show the {0} columns whose pairs fit worst.", mapColumns.length)}</p>`;
  return html`${heatMaps()}${mapped}${details("All pairs as a table, worst first; a click on a pair plots it", html`<div class="sd-column-chart" data-pair-chart hidden></div>${table}${cut}`)}`;
}

function pairName(columns: readonly [string, string], plot: number | undefined): string | Markup {
  const name = `${columns[0]} × ${columns[1]}`;
  return plot === undefined
    ? name
    : html`<button type="button" class="sd-link" data-open-pair="${plot}">${name}</button>`;
}

const heatMapSides = [
  ["real", "Real", "Association of each pair of columns in the real table"],
  ["synthetic", "Synthetic", "Association of each pair of columns in the synthetic table"],
  ["difference", "Difference", "Difference of the associations; the five worst pairs are marked"],
] as const;

/** One heat map at a time, at full width, with buttons that choose it. */
function heatMaps(): Markup {
  const buttons = heatMapSides.map(
    ([side, title], i) =>
      html`<button type="button" data-show-map="${side}" aria-pressed="${String(i === 0)}">${sayText(title)}</button>`,
  );
  const maps = heatMapSides.map(
    ([side, , label], i) =>
      html`<div data-map="${side}"${i === 0 ? "" : html` hidden`}>${chart("heatmap", label, { side })}</div>`,
  );
  return html`<div class="sd-switch" role="group" aria-label="${say("Heat map of the associations")}">${buttons}</div>${maps}`;
}

function detection(fidelity: Fidelity): Markup {
  const { boosting, logistic } = fidelity.detection;
  const entries = [
    ["Gradient boosting", boosting],
    ["Logistic regression", logistic],
  ] as const;
  const found = entries.filter(
    (entry): entry is readonly [(typeof entry)[0], Detection] => entry[1] !== null,
  );
  if (found.length === 0) return html`<p class="sd-dim">${say("Not computed; see the notes.")}</p>`;
  const table = dataTable(
    "Detection",
    [
      { title: "Classifier" },
      { title: "AUC", numeric: true, hint: "0.5: cannot distinguish them; 1: distinguishes every row" },
      { title: "95 % interval", numeric: true },
      { title: "Held-out AUC", numeric: true, hint: "the same classifier, real against real" },
      { title: "Score" },
      { title: "Rows", numeric: true },
    ],
    found.map(([name, d]) => [
      sayText(name),
      score(d.auc),
      interval(d.interval),
      score(d.ceiling),
      scoreCell(d.score),
      wholeNumber(d.rows),
    ]),
  );
  const tells = boosting?.tells.length
    ? dataTable(
        "Columns that reveal the synthetic rows",
        [{ title: "Telling column" }, { title: "Share of the evidence" }],
        boosting.tells.map((t) => [t.column, shareCell(t.importance)]),
      )
    : boosting &&
      html`<p class="sd-dim">${
        detectsAnything(boosting)
          ? say("No single column reveals the synthetic rows.")
          : say("No column reveals the synthetic rows: the classifier cannot distinguish them.")
      }</p>`;
  const sentences = found.map(([name, d]) => html`<p>${saySentence(detectionSentence(name, d))}</p>`);
  return html`${sentences}${table}<div class="sd-grid-2">${chart("roc-detection", "ROC curve of the detectors; the diagonal means that they cannot tell")}<div>${tells}</div></div>${details(
    "ROC curves as a table",
    rocTable(
      "ROC curves of the detectors",
      found.map(([name, { roc }]) => ({ name: sayText(name), roc })),
    ),
  )}`;
}

function accuracy(a: NonNullable<Fidelity["accuracy"]>): Markup {
  const kinds = [
    ["Univariate", a.univariate],
    ["Bivariate", a.bivariate],
    ["Trivariate", a.trivariate],
    ["Overall", a.overall],
  ] as const;
  return dataTable(
    "Accuracy of binned joint distributions",
    [
      { title: "Distribution" },
      { title: "Accuracy" },
      { title: "Held out", numeric: true },
      { title: "Noise ceiling", numeric: true, hint: "expected of a fresh sample of the same size" },
    ],
    kinds.map(([name, s]) => [
      sayText(name),
      scoreCell(s.value, s.ceiling ?? s.expectedMaximum),
      score(s.ceiling),
      score(s.expectedMaximum),
    ]),
  );
}
