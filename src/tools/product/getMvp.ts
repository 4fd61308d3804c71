import { z } from "zod";
import { boardMarkdown } from "../../product/boardText.ts";
import { diagnosticLine } from "../inWorker.ts";
import { type Tool, ToolError } from "../tool.ts";
import { fileField, openProduct } from "./openProduct.ts";

const input = z.strictObject({
  file: fileField,
  feature: z.string().min(1).optional().describe("Id of a feature to return in full."),
});

const output = z.object({
  file: z.string(),
  board: z
    .record(z.string(), z.unknown())
    .describe("Features in the order of work, phases with criteria, findings."),
  feature: z.record(z.string(), z.unknown()).optional(),
});

export const getMvpTool: Tool<typeof input> = {
  name: "get_mvp",
  title: "Get Product Board",
  description:
    "Reads a product file (*.mvp.json): features in the order of work with RICE scores and MoSCoW groups, phases with their exit criteria (read from reports where they name a data set), personas, findings. With a feature's id also that feature in full. Personas without evidence are assumed, and synthetic rows are evidence for nothing.",
  input,
  output,
  readOnly: true,
  confirmation: ({ file }) => `Read ${file}?`,
  async perform({ file, feature: wanted }, context) {
    const { name, product, board: makeBoard } = await openProduct(context, file);
    const board = await makeBoard();
    const feature = wanted === undefined ? undefined : product.features.find(({ id }) => id === wanted);
    if (wanted !== undefined && feature === undefined)
      throw new ToolError(`there is no feature ${wanted} in ${name}`);
    const findings = board.findings.map(diagnosticLine);
    const parts = [
      boardMarkdown(board),
      ...(findings.length === 0 ? [] : [`## Findings\n\n${findings.map((line) => `- ${line}`).join("\n")}`]),
      ...(feature === undefined ? [] : [`## ${feature.id}\n\n${JSON.stringify(feature, null, 2)}`]),
    ];
    return {
      text: parts.join("\n"),
      data: { file: name, board, ...(feature === undefined ? {} : { feature }) },
    };
  },
};
