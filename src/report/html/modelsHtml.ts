import { decimal, inEnglish, inLanguage, type Language, say } from "../../language/language.ts";
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
export function modelsHtml(
  title: string,
  runs: readonly ComparedRun[],
  { created, language = inEnglish }: { readonly created: string; readonly language?: Language },
): Markup {
  return inLanguage(language, [], () => page(title, runs, created));
}

function page(title: string, runs: readonly ComparedRun[], created: string): Markup {
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
    say("{0}, seed {1}", run.model, run.seed),
    ...modelMetrics.map((m) => decimal(m.read(run)?.toFixed(m.digits) ?? "–")),
  ]);
  const seeds = new Set(runs.map((run) => run.seed)).size;
  const count =
    seeds === 1
      ? say("{0} models, 1 seed each.", groups.size)
      : say("{0} models, {1} seeds each: mean ± standard deviation.", groups.size, seeds);
  return html`<main class="sd-report sd-wide">
<header class="sd-header"><p class="sd-eyebrow">${say("Comparison of models")}</p><h1>${title}</h1>
<p class="sd-dim">${count} ${say("Bold: best of its column. Every seed has its own holdout.")} ${created.slice(0, 16).replace("T", " ")}</p></header>
${dataTable("Comparison of models", columns, summary)}
<h2>${say("Every run")}</h2>
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
