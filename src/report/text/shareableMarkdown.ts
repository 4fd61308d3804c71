import { inEnglish, inLanguage, type Language, sayText } from "../../language/language.ts";
import type { ShareableReport } from "../../protocol/shareableReport.ts";
import { columnCells, pairCells, shareableTexts } from "../shareableTexts.ts";
import { escapeMarkdown, markdownTable } from "./markdownParts.ts";

/** A report that may leave the house with its table, as Markdown. */
export function shareableMarkdown(report: ShareableReport, language: Language = inEnglish): string {
  const names = report.columns.flatMap((column) => column.names);
  return inLanguage(language, names, () => page(report));
}

function page(report: ShareableReport): string {
  const texts = shareableTexts(report);
  const pairs = pairCells(report);
  return [
    `# ${texts.title}: ${escapeMarkdown(report.table)}`,
    escapeMarkdown(texts.guarantee),
    texts.madeFrom,
    texts.domain,
    `## ${texts.columns}`,
    texts.columnsExplained,
    markdownTable(["Column", "Holds", "Distance", "By noise"].map(sayText), columnCells(report)),
    ...(pairs.length === 0
      ? []
      : [
          `## ${texts.pairs}`,
          texts.pairsExplained,
          markdownTable(["Pair", "Cells", "Distance", "By noise"].map(sayText), pairs),
        ]),
  ]
    .join("\n\n")
    .concat("\n");
}
