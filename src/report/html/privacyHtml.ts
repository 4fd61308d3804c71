import { say, saySentence, sayText, wholeNumber } from "../../language/language.ts";
import { interval, metricInterval, metricValue, percent, score } from "../../metrics/formatScore.ts";
import type { MetricCard, Reading } from "../../metrics/metricCard.ts";
import { metricKeys, metricTable, readMetric } from "../../metrics/metricTable.ts";
import type { AttackRisk, Privacy, ReportJson } from "../../protocol/report.ts";
import { goodChecks } from "../text/goodChecks.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { metricName } from "./metricNames.ts";
import { type Cell, chart, dataTable, details, pill, section } from "./parts.ts";

/** Is it private? One line a risk: status, number, and what it means in plain words. */
export function privacyHtml(report: ReportJson): Markup | "" {
  const { privacy } = report;
  if (!privacy) return "";
  return section(
    "privacy",
    "Private?",
    "Whether a synthetic row reveals a real person. Each attack is also tried on held-out people who were never in the training data: only what succeeds beyond that is a leak.",
    [
      risks(report),
      distances(privacy, report.tables),
      privacy.membershipInference !== null &&
        details("Membership inference, attack by attack", membership(privacy.membershipInference)),
      privacy.singlingOut !== null &&
        details(
          "Singling out by one column and by several",
          attacks("Singling out", "Columns", singledOut(privacy.singlingOut)),
        ),
      privacy.attributeInference !== null &&
        details(
          "Attribute inference, column by column",
          attacks(
            "Attribute inference",
            "Secret column",
            privacy.attributeInference.columns.map((c) => [c.column, c]),
          ),
        ),
      privacy.disclosureProtection.length > 0 &&
        details("Disclosure protection of sensitive columns", disclosure(privacy)),
      privacy.rareCategories.values.length > 0 &&
        details("Rare categories that reached the synthetic table", rare(privacy)),
    ],
  );
}

/** What is not good, one line a metric; the good ones are folded away. */
function risks(report: ReportJson): Markup {
  const read = metricKeys
    .filter((key) => metricTable[key].section === "privacy")
    .flatMap((key) => {
      const found = readMetric(report, key);
      return found.status === null ? [] : [{ ...found, card: metricTable[key], status: found.status }];
    });
  const good = read.filter(({ status }) => status === "good");
  const rest = read.filter(({ status }) => status !== "good");
  return html`${rest.length > 0 ? riskTable("Privacy risks to look at", rest) : ""}${
    good.length > 0
      ? details(
          goodChecks(good.length, rest.length > 0),
          riskTable("Privacy risks that are good", good),
          rest.length === 0,
        )
      : ""
  }`;
}

interface Risk extends Omit<Reading, "status"> {
  readonly status: "good" | "watch" | "bad";
  readonly card: MetricCard;
}

function riskTable(caption: string, risks: readonly Risk[]): Markup {
  const order = { bad: 0, watch: 1, good: 2 } as const;
  return dataTable(
    caption,
    [
      { title: "Risk" },
      { title: "Status" },
      { title: "Value", numeric: true },
      { title: "99.7 % interval or best", numeric: true, hint: "the interval that decides the status" },
      { title: "What it means", prose: true },
    ],
    risks.map(({ card, value, best, interval, status, meaning, about }): Cell[] => [
      metricName(card, about),
      { content: pill(status), sort: order[status] },
      { content: metricValue(card.format, value), sort: value },
      interval === null
        ? best === null
          ? ""
          : say("best: {0}", metricValue(card.format, best))
        : metricInterval(card.format, interval),
      html`<span class="sd-meaning">${meaning === null ? "" : saySentence(meaning)}</span>`,
    ]),
  );
}

function shares(range: readonly [number, number]): string {
  return `${percent(range[0])} – ${percent(range[1])}`;
}

function distances({ dcr }: Privacy, tables: ReportJson["tables"]): Markup | "" {
  if (!dcr) return "";
  const medians = [
    ["Synthetic to training", dcr.median.syntheticToTraining],
    ["Held-out to training", dcr.median.holdoutToTraining],
    ["Synthetic to held-out", dcr.median.syntheticToHoldout],
  ] as const;
  const body: Cell[][] = medians
    .filter(([, median]) => median !== null)
    .map(([name, median]) => [sayText(name), score(median, 4)]);
  const sampled = dcr.rows.sampled
    ? ` ${say("Sampled: {0} synthetic against {1} training rows.", wholeNumber(dcr.rows.synthetic), wholeNumber(dcr.rows.training))}`
    : "";
  const compare =
    dcr.holdoutToTraining === null
      ? say("Without a holdout there is nothing to compare it with.")
      : say(
          "Synthetic rows should lie as far from the training rows as held-out people do: more of them near 0 are copies.",
        );
  const fewer =
    tables.holdout !== null && dcr.syntheticToHoldout !== null && tables.holdout.rows < 0.8 * tables.real.rows
      ? ` ${say("The distance from synthetic to held-out rows is always larger where fewer rows are held out than trained on.")}`
      : "";
  return html`<h3>${say("Distance to the closest record")}</h3>
<p class="sd-dim">${say("0 is an identical row.")} ${compare}${fewer}${sampled}</p>
${chart("dcr", "Histogram of the distance to the closest record")}
${details("Median distances", dataTable("Median distance to the closest record", [{ title: "From → to" }, { title: "Median", numeric: true }], body))}
${details("Histogram of the distances as a table", histogram(dcr))}`;
}

function histogram(dcr: NonNullable<Privacy["dcr"]>): Markup {
  const all = [
    ["Synthetic to training", dcr.syntheticToTraining],
    ["Held-out to training", dcr.holdoutToTraining],
    ["Synthetic to held-out", dcr.syntheticToHoldout],
  ] as const;
  const present = all.flatMap(([title, counts]) => (counts ? [{ title, counts }] : []));
  const totals = present.map(({ counts }) => counts.reduce((sum, n) => sum + n, 0) || 1);
  return dataTable(
    "Histogram of the distance to the closest record",
    [{ title: "Distance" }, ...present.map(({ title }) => ({ title, numeric: true }))],
    dcr.syntheticToTraining.map((_, i) => [
      `${score(dcr.edges[i], 4)} – ${score(dcr.edges[i + 1], 4)}`,
      ...present.map(({ counts }, s) => percent((counts[i] ?? 0) / totals[s]!)),
    ]),
  );
}

function membership({ attacks }: NonNullable<Privacy["membershipInference"]>): Markup {
  const names = { distance: "Distance to the closest row", densityRatio: "Density ratio" } as const;
  return dataTable(
    "Membership inference",
    [
      { title: "Attack" },
      { title: "AUC", numeric: true, hint: "0.5: guessing" },
      { title: "95 % interval", numeric: true },
      { title: "Found at 1 % false alarms", numeric: true },
      { title: "95 % interval", numeric: true },
    ],
    attacks.map((a) => [
      sayText(names[a.name]),
      score(a.auc),
      interval(a.aucInterval),
      percent(a.tprAt1Fpr),
      shares(a.tprInterval),
    ]),
  );
}

function singledOut(found: NonNullable<Privacy["singlingOut"]>): [string, AttackRisk][] {
  return [
    [say("One column"), found.univariate],
    [say("Several columns"), found.multivariate],
  ];
}

function attacks(caption: string, title: string, found: readonly (readonly [string, AttackRisk])[]): Markup {
  return dataTable(
    caption,
    [
      { title },
      { title: "Status" },
      { title: "Risk", numeric: true },
      { title: "95 % interval", numeric: true },
      { title: "Attack", numeric: true },
      { title: "Control", numeric: true },
      { title: "Guess", numeric: true },
    ],
    found.map(([name, risk]) => [
      name,
      pill(risk.status),
      percent(risk.risk),
      shares(risk.interval),
      percent(risk.attackRate),
      percent(risk.controlRate),
      percent(risk.baselineRate),
    ]),
  );
}

function disclosure(p: Privacy): Markup {
  return dataTable(
    "Disclosure protection",
    [
      { title: "Sensitive column" },
      { title: "Known columns" },
      { title: "Status" },
      { title: "Protection", numeric: true },
      { title: "Held out", numeric: true },
      { title: "What it means", prose: true },
    ],
    p.disclosureProtection.map((d) => [
      d.column,
      d.known.join(", "),
      pill(d.status),
      score(d.value),
      score(d.ceiling),
      saySentence(d.meaning),
    ]),
  );
}

function rare(p: Privacy): Markup {
  return dataTable(
    "Rare categories",
    [
      { title: "Column" },
      { title: "Training rows", numeric: true },
      { title: "Synthetic rows", numeric: true },
    ],
    p.rareCategories.values.map((v) => [v.column, wholeNumber(v.trainingRows), wholeNumber(v.syntheticRows)]),
  );
}
