import { inEnglish, inLanguage, type Language, sayText } from "../../language/language.ts";
import { type ComparedRun, groupByModel, modelMetrics, showSpread, spread } from "../modelTable.ts";

/** A comparison for a terminal of `width` columns: metrics down, models across, in several blocks where they do not fit beside each other. */
export function modelTerminalTable(
  runs: readonly ComparedRun[],
  width: number,
  language: Language = inEnglish,
): string {
  return inLanguage(language, [], () => table(runs, width));
}

function table(runs: readonly ComparedRun[], width: number): string {
  const models = [...groupByModel(runs)].map(([model, group]) => {
    const cells = modelMetrics.map((metric) => showSpread(spread(group, metric), metric.digits));
    return { model, cells, width: Math.max(model.length, ...cells.map((cell) => cell.length)) };
  });
  const titles = modelMetrics.map(({ title }) => sayText(title));
  const titleWidth = Math.max(...titles.map((title) => title.length));
  const blocks: (typeof models)[] = [];
  let room = 0;
  for (const model of models) {
    const block = blocks.at(-1);
    if (block !== undefined && room >= model.width + 2) block.push(model);
    else blocks.push([model]);
    room = (block === blocks.at(-1) ? room : width - titleWidth) - model.width - 2;
  }
  const line = (title: string, cells: readonly string[]): string =>
    [title.padEnd(titleWidth), ...cells].join("  ").trimEnd();
  return blocks
    .map((block) =>
      [
        line(
          "",
          block.map(({ model, width: w }) => model.padStart(w)),
        ),
        ...titles.map((title, i) =>
          line(
            title,
            block.map(({ cells, width: w }) => cells[i]!.padStart(w)),
          ),
        ),
      ].join("\n"),
    )
    .join("\n\n");
}
