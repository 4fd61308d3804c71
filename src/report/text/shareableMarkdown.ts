import { inEnglish, inLanguage, type Language, sayText, wholeNumber } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import { maxShareablePairs, type ShareableReport } from "../../protocol/shareableReport.ts";
import { holdsText, shareableTexts } from "../shareableTexts.ts";
import { escapeMarkdown, markdownTable } from "./markdownParts.ts";

/** A report that may leave the house with its table, as Markdown. */
export function shareableMarkdown(report: ShareableReport, language: Language = inEnglish): string {
  const names = report.columns.flatMap((column) => column.names);
  return inLanguage(language, names, () => page(report));
}

function page(report: ShareableReport): string {
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
  return [
    `# ${texts.title}: ${escapeMarkdown(report.table)}`,
    escapeMarkdown(texts.guarantee),
    texts.madeFrom,
    texts.domain,
    `## ${texts.columns}`,
    texts.columnsExplained,
    markdownTable(["Column", "Holds", "Distance", "By noise"].map(sayText), columns),
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
