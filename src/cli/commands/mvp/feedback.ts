import { Command } from "commander";
import { keepFeedbackOutOfGit } from "../../../editor/feedbackFolder.ts";
import { own } from "../../../jsonc/own.ts";
import type { FeedbackAnalysis } from "../../../product/feedback/analyzeFeedback.ts";
import { feedbackFacts, voicesText } from "../../../product/feedback/feedbackText.ts";
import type { TableFeedback } from "../../../product/feedback/tableFeedback.ts";
import { UserError } from "../../../table/userError.ts";
import { readInChild } from "../../inChild.ts";
import { makePaint, type Paint } from "../../paint.ts";
import { openProduct } from "../../productFile.ts";
import { cell, escapeControl } from "../../textTable.ts";
import { fileArgument } from "./save.ts";

interface Flags {
  readonly table?: string;
  readonly quotes?: boolean;
  readonly json?: boolean;
}

export function feedbackCommand(): Command {
  return new Command("feedback")
    .description("themes, new words, likely duplicates and ratings of the feedback tables")
    .argument("[file]", fileArgument)
    .option("--table <id>", "only this table")
    .option("--quotes", "show the texts of likely duplicates")
    .option("--json", "as JSON")
    .action(async (file: string | undefined, flags: Flags) => {
      const { path, product } = await openProduct(file);
      if (product.feedback.tables.length === 0)
        throw new UserError(
          'the file names no feedback table; add one under feedback.tables: { "id": "pilot", "path": "feedback/pilot.csv", "text": "comment" }',
        );
      for (const folder of await keepFeedbackOutOfGit(product, path))
        process.stderr.write(
          `${escapeControl(folder)}/ ignores itself in git from now on: what people wrote is not committed\n`,
        );
      const tables = await readInChild("feedback", {
        file: path,
        ...(flags.table === undefined ? {} : { table: flags.table }),
        quotes: flags.quotes ?? false,
      });
      if (flags.json) process.stdout.write(`${JSON.stringify(tables, null, 2)}\n`);
      else
        for (const table of tables)
          if (table.state !== "failed")
            process.stdout.write(`${tableLines(table, makePaint(process.stdout)).join("\n")}\n\n`);
      const failures = tables.flatMap((table) => (table.state === "failed" ? [table.message] : []));
      if (failures.length > 0) throw new UserError(failures.join("\n"));
    });
}

function tableLines(table: Exclude<TableFeedback, { state: "failed" }>, paint: Paint): string[] {
  const title = paint("bold", escapeControl(table.id));
  if (table.state === "missing") return [title, "the table is not here"];
  if (table.state === "synthetic")
    return [
      title,
      paint("yellow", `synthetic (output of ${escapeControl(table.config)}): it counts nowhere`),
    ];
  const { analysis, quotes } = table;
  return [
    title,
    ...feedbackFacts(analysis),
    ...voicesLines("Themes", analysis.themes, paint),
    ...voicesLines("Features", analysis.features, paint),
    ...wordLines(analysis, paint),
    ...duplicateLines(analysis, quotes, paint),
  ];
}

function voicesLines(title: string, voices: FeedbackAnalysis["themes"], paint: Paint): string[] {
  if (voices.length === 0) return [];
  return [
    "",
    paint("bold", title),
    ...voices.map((entry) => `  ${cell(entry.title, 32)}  ${voicesText(entry)}`),
  ];
}

function wordLines({ newWords, counted }: FeedbackAnalysis, paint: Paint): string[] {
  if (newWords.length === 0) return [];
  const words = newWords.map(({ word, people }) => `${escapeControl(word)} (${people})`);
  return ["", paint("bold", `Words outside all themes, by ${counted}`), `  ${words.join(", ")}`];
}

function duplicateLines(
  { duplicates }: FeedbackAnalysis,
  quotes: Readonly<Record<string, string>> | undefined,
  paint: Paint,
): string[] {
  if (duplicates.length === 0) return [];
  const hint = quotes === undefined ? "; --quotes shows their texts" : "";
  const pairs = duplicates.map(({ a, b, similarity }) => {
    const head = `  ${a} ${b}  ${similarity.toFixed(2)}`;
    return quotes === undefined
      ? head
      : `${head}\n    ${escapeControl(own(quotes, a) ?? "")}\n    ${escapeControl(own(quotes, b) ?? "")}`;
  });
  return ["", paint("bold", `Likely duplicates: ${duplicates.length}${hint}`), ...pairs];
}
