import { inEnglish, inLanguage, type Language, say, saySentence, sayText } from "../../language/language.ts";
import { metricValue, rows } from "../../metrics/formatScore.ts";
import { merit } from "../../metrics/goal.ts";
import type { ComparisonJson } from "../../protocol/notebook.ts";
import { html, type Markup } from "../html/escapeHtml.ts";
import { dataTable, type TableColumn } from "../html/parts.ts";

/** Several synthetic tables side by side; the best of each line is marked. */
export function comparisonHtml(comparison: ComparisonJson, language: Language = inEnglish): Markup {
  const names = comparison.tables.flatMap(({ name, model }) => [name, model]);
  return inLanguage(language, names, () => page(comparison));
}

function page({ tables, figures }: ComparisonJson): Markup {
  const columns: TableColumn[] = [
    { title: "Measure" },
    ...tables.map(({ name }) => ({ title: name, data: true, numeric: true })),
    { title: "Best reachable", numeric: true },
  ];
  return html`<main class="sd-report sd-comparison">
<header class="sd-header"><p class="sd-eyebrow">${say("Comparison")}</p><h1>${tables.map(({ name }) => name).join(" · ")}</h1></header>
<ul class="sd-notes">${tables.map((t) => html`<li class="sd-note"><b>${t.name}</b> ${t.model}, ${rows(t.rows)}. ${saySentence(t.summary)}</li>`)}</ul>
${dataTable(
  say("Comparison"),
  columns,
  figures.map((f) => {
    const best = bestOf(f);
    const show = (value: number | null) => metricValue(f.format ?? "score", value);
    return [
      sayText(f.label),
      ...f.values.map((value) => ({
        content: value !== null && value === best ? html`<b class="sd-best">${show(value)}</b>` : show(value),
        sort: value,
      })),
      { content: show(f.best), sort: f.best },
    ];
  }),
)}
</main>`;
}

function bestOf({ goal, values }: ComparisonJson["figures"][number]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  return known.reduce((a, b) => (merit(goal, b) > merit(goal, a) ? b : a));
}
