import { html, svg, type TemplateResult } from "lit";
import type { SourceColumn } from "../../../src/protocol/editor.ts";
import type { Words } from "../../../src/protocol/editorStrings.ts";
import { boundText, oneLine, percent } from "./showValue.ts";

const width = 100;
const height = 22;

/** What a column's values look like, in the space of a word: a histogram, or bars of the most frequent values. */
export function sparkline(column: SourceColumn, t: Words, language: string): TemplateResult {
  const { histogram, cardinality, sdtype } = column;
  if (cardinality === 0) return note(t("chart.empty"));
  if (sdtype === "id") return note(column.pattern ?? t("chart.unique"));
  if (sdtype === "text") return note(t("chart.text"));
  if (cardinality === 1) return note(t("chart.constant"));
  if (histogram !== null && (sdtype === "numerical" || sdtype === "datetime")) {
    const label = t(
      "chart.histogram",
      boundText(column, histogram.edges[0] ?? 0, language),
      boundText(column, histogram.edges.at(-1) ?? 0, language),
    );
    return bars(histogram.counts, label, "numbers");
  }
  const present = Math.max(1, column.rows - column.missing);
  const named = column.top
    .slice(0, 3)
    .map(({ value, count }) => `${oneLine(value, 30)} ${percent(count / present, language)}`);
  return bars(
    column.top.map(({ count }) => count),
    t("chart.top", named.join(", ")),
    "words",
  );
}

function note(text: string): TemplateResult {
  return html`<span class="spark-note" title=${oneLine(text)}>${oneLine(text, 24)}</span>`;
}

function bars(counts: readonly number[], label: string, kind: "numbers" | "words"): TemplateResult {
  const most = Math.max(1, ...counts);
  // Few values get bars of the same width as many, so that rows can be compared.
  const slots = Math.max(counts.length, kind === "words" ? 10 : 1);
  const slot = width / slots;
  const gap = kind === "words" ? 2 : 0.6;
  return html`<svg class="spark ${kind}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label=${label}>
    <title>${label}</title>
    <path class="spark-base" d="M0 ${height - 0.5}H${width}"></path>
    ${counts.map((count, i) => {
      const tall = count === 0 ? 0 : Math.max(1, ((height - 2) * count) / most);
      return svg`<rect x=${i * slot + gap / 2} y=${height - tall} width=${Math.max(0.5, slot - gap)} height=${tall}></rect>`;
    })}
  </svg>`;
}
