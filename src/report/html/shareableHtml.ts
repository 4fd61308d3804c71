import { inEnglish, inLanguage, type Language } from "../../language/language.ts";
import type { ShareableReport } from "../../protocol/shareableReport.ts";
import { columnCells, pairCells, shareableTexts } from "../shareableTexts.ts";
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
  const pairs = pairCells(report);
  return html`<main class="sd-report">
<header class="sd-header"><p class="sd-eyebrow">${texts.title}</p>
<h1>${report.table}</h1>
<p><strong>${texts.guarantee}</strong></p></header>
<p>${texts.madeFrom}</p>
<p>${texts.domain}</p>
<h2>${texts.columns}</h2>
<p>${texts.columnsExplained}</p>
${dataTable("Columns", [{ title: "Column" }, { title: "Holds" }, ...distances], columnCells(report))}
${
  pairs.length === 0
    ? ""
    : html`<h2>${texts.pairs}</h2>
<p>${texts.pairsExplained}</p>
${dataTable("Pairs of columns", [{ title: "Pair" }, { title: "Cells", numeric: true }, ...distances], pairs)}`
}
</main>`;
}
