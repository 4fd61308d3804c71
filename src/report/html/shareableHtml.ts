import { inEnglish, inLanguage, type Language, wholeNumber } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import { maxShareablePairs, type ShareableReport } from "../../protocol/shareableReport.ts";
import { holdsText, shareableTexts } from "../shareableTexts.ts";
import { html, type Markup } from "./escapeHtml.ts";
import { dataTable } from "./parts.ts";

/** A report that may leave the house with its table, as a page without a script. */
export function shareableHtml(report: ShareableReport, language: Language = inEnglish): Markup {
  const names = report.columns.flatMap((column) => column.names);
  return inLanguage(language, names, () => page(report));
}

const distances = [
  { title: "Distance", numeric: true },
  { title: "By noise", numeric: true },
] as const;

function page(report: ShareableReport): Markup {
  const texts = shareableTexts(report);
  const columns = report.columns.map((column) => [
    column.names[0]!,
    holdsText(column),
    score(column.distance),
    score(column.byNoise),
  ]);
  const pairs = report.pairs
    .slice(0, maxShareablePairs)
    .map(({ names, cells, distance, byNoise }) => [
      names.join(" × "),
      wholeNumber(cells),
      score(distance),
      score(byNoise),
    ]);
  return html`<main class="sd-report">
<header class="sd-header"><p class="sd-eyebrow">${texts.title}</p>
<h1>${report.table}</h1>
<p><strong>${texts.guarantee}</strong></p></header>
<p>${texts.madeFrom}</p>
<p>${texts.domain}</p>
<h2>${texts.columns}</h2>
<p>${texts.columnsExplained}</p>
${dataTable("Columns", [{ title: "Column" }, { title: "Holds" }, ...distances], columns)}
${
  pairs.length === 0
    ? ""
    : html`<h2>${texts.pairs}</h2>
<p>${texts.pairsExplained}</p>
${dataTable("Pairs of columns", [{ title: "Pair" }, { title: "Cells", numeric: true }, ...distances], pairs)}`
}
</main>`;
}
