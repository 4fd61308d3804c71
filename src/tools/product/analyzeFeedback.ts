import { z } from "zod";
import { feedbackFacts, voicesText } from "../../product/feedback/feedbackText.ts";
import type { TableFeedback } from "../../product/feedback/tableFeedback.ts";
import { working } from "../inWorker.ts";
import type { Tool } from "../tool.ts";
import { fileField, openProduct } from "./openProduct.ts";

/** People who must use a word before an assistant is told it. */
const minPeople = 5;

const input = z.strictObject({
  file: fileField,
  table: z.string().min(1).optional().describe("Id of one feedback table; all of them when left out."),
});

const output = z.object({
  file: z.string(),
  tables: z.array(z.record(z.string(), z.unknown())),
});

export const analyzeFeedbackTool: Tool<typeof input> = {
  name: "analyze_feedback",
  title: "Analyze Feedback",
  description:
    "Counts what the feedback tables of a product file say: themes and features by people with 95 % intervals, ratings (NPS, CSAT, CES), words outside all themes that at least five people use, the number of likely duplicates. Returns no text, person, id or rare word. A table that is the output of a SynData config is synthetic and counts nowhere.",
  input,
  output,
  readOnly: true,
  confirmation: ({ file }) => `Read the feedback tables of ${file}?`,
  async perform({ file, table }, context) {
    const { path, name } = await openProduct(context, file);
    const found = await working(context, (worker) =>
      worker.start("feedback", { file: path, minPeople, ...(table === undefined ? {} : { table }) }),
    );
    const tables = found.map(withoutRows);
    const text = found.flatMap(tableLines).join("\n");
    return {
      text: found.length === 0 ? `${name} names no feedback table` : text,
      data: { file: name, tables },
    };
  },
};

/** Without names of rows, made from their texts: an assistant is told how many duplicates there are, not which. */
function withoutRows(found: TableFeedback): Record<string, unknown> {
  if (found.state !== "read") return { ...found };
  const { duplicates, same, inbox: _, ...rest } = found.analysis;
  return {
    id: found.id,
    state: found.state,
    ...rest,
    likelyDuplicates: duplicates.length,
    markedSame: same.length,
  };
}

function tableLines(found: TableFeedback): string[] {
  if (found.state === "missing") return [`## ${found.id}`, "the table is not here"];
  if (found.state === "failed") return [`## ${found.id}`, `cannot be read: ${found.message}`];
  if (found.state === "synthetic")
    return [`## ${found.id}`, `synthetic (output of ${found.config}): counts nowhere`];
  const { analysis } = found;
  const words = analysis.newWords.map(({ word, people }) => `${word} (${people})`).join(", ");
  return [
    `## ${found.id}`,
    ...feedbackFacts(analysis).map((fact) => `- ${fact}`),
    ...analysis.themes.map((theme) => `- theme ${theme.id}: ${voicesText(theme)}`),
    ...analysis.features.map((feature) => `- feature ${feature.id}: ${voicesText(feature)}`),
    ...(words === "" ? [] : [`- words outside all themes: ${words}`]),
    `- ${analysis.duplicates.length} likely duplicates`,
  ];
}
