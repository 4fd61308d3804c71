import { merit } from "../../metrics/goal.ts";
import {
  type ComparedRun,
  groupByModel,
  type ModelMetric,
  modelMetrics,
  showSpread,
  spread,
} from "../modelTable.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { dataTable } from "./parts.ts";

/** Models side by side: mean and spread over seeds, the best of each column in bold, then every single run. */
export function modelsHtml(title: string, runs: readonly ComparedRun[], created: string): Markup {
  const groups = groupByModel(runs);
  const columns = [
    { title: "Model" },
    ...modelMetrics.map((m) => ({ title: m.title, numeric: true, hint: m.hint })),
  ];
  const best = modelMetrics.map((m) => bestModel(groups, m));
  const summary = [...groups].map(([model, group]) => [
    model,
    ...modelMetrics.map((m, i) => {
      const s = spread(group, m);
      const text = showSpread(s, m.digits);
      return { content: best[i] === model ? html`<b class="sd-best">${text}</b>` : text, sort: s.mean };
    }),
  ]);
  const single = runs.map((run) => [
    `${run.model}, seed ${run.seed}`,
    ...modelMetrics.map((m) => m.read(run)?.toFixed(m.digits) ?? "–"),
  ]);
  const seeds = new Set(runs.map((run) => run.seed)).size;
  return html`<main class="sd-report sd-wide">
<header class="sd-header"><p class="sd-eyebrow">Comparison of models</p><h1>${title}</h1>
<p class="sd-dim">${groups.size} models, ${seeds} ${seeds === 1 ? "seed" : "seeds"} each: mean ± standard deviation. Bold: best of its column. Every seed has its own holdout. ${created.slice(0, 16).replace("T", " ")}</p></header>
${dataTable("Comparison of models", columns, summary)}
<h2>Every run</h2>
${dataTable("Every run", columns, single)}
</main>`;
}

function bestModel(
  groups: ReadonlyMap<string, readonly ComparedRun[]>,
  metric: ModelMetric,
): string | undefined {
  if (metric.goal === null) return undefined;
  let best: { model: string; merit: number } | undefined;
  for (const [model, group] of groups) {
    const { mean } = spread(group, metric);
    if (mean === null) continue;
    const reached = merit(metric.goal, mean);
    if (!best || reached > best.merit) best = { model, merit: reached };
  }
  return best?.model;
}
