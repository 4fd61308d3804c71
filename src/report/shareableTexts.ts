import { say, saySentence, wholeNumber } from "../language/language.ts";
import { score } from "../metrics/formatScore.ts";
import {
  maxShareablePairs,
  type ShareableColumn,
  type ShareableReport,
  type TableDistance,
} from "../protocol/shareableReport.ts";

/** The sentences of a shareable report that Markdown and HTML both say, in the language being spoken. */
export function shareableTexts({ guarantee, rows, domainFrom, columns, pairs }: ShareableReport) {
  const [many, about] = [wholeNumber(columns.length), wholeNumber(rows)];
  return {
    title: say("What this synthetic table is"),
    guarantee: saySentence(guarantee),
    madeFrom: say(
      "This report was made from the noisy tables of the model and the synthetic rows alone. It looks at no real row and is covered by the same guarantee: it may be shared with the table.",
    ),
    domain:
      domainFrom === "declared"
        ? say(
            "About {0} real rows were counted, as the noise tells. What the {1} columns may hold is declared as public.",
            about,
            many,
          )
        : say(
            "About {0} real rows were counted, as the noise tells. What the {1} columns may hold is declared as public or bought from the budget.",
            about,
            many,
          ),
    columns: say("Columns"),
    columnsExplained: say(
      "Distance: total variation distance of the synthetic rows from the noisy counts. By noise: what noise alone brings on average; a distance about as large is as close as can be known.",
    ),
    pairs: say("Pairs of columns"),
    pairsExplained: say(
      "Mean distance of {0} pairs: {1}, by noise {2}. Furthest beyond the noise:",
      wholeNumber(pairs.length),
      mean(pairs, "distance"),
      mean(pairs, "byNoise"),
    ),
  };
}

/** The cells of the table of columns: name, what it holds, distance, distance by noise. */
export function columnCells({ columns }: ShareableReport): string[][] {
  return columns.map((column) => [
    column.names[0]!,
    holdsText(column),
    score(column.distance),
    score(column.byNoise),
  ]);
}

/** The cells of the table of pairs, those furthest beyond the noise: names, cells counted, distance, distance by noise. */
export function pairCells({ pairs }: ShareableReport): string[][] {
  return pairs
    .slice(0, maxShareablePairs)
    .map(({ names, cells, distance, byNoise }) => [
      names.join(" × "),
      wholeNumber(cells),
      score(distance),
      score(byNoise),
    ]);
}

/** What a column may hold. */
function holdsText({ holds, count, missing }: ShareableColumn): string {
  const n = wholeNumber(count);
  if (holds === "values") return missing ? say("{0} values, may be missing", n) : say("{0} values", n);
  return missing ? say("{0} bins, may be missing", n) : say("{0} bins", n);
}

function mean(found: readonly TableDistance[], key: "distance" | "byNoise"): string {
  return score(found.reduce((sum, table) => sum + table[key], 0) / Math.max(1, found.length));
}
