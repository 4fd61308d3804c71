import { basename } from "node:path";
import { z } from "zod";
import { findingsMarkdown } from "../transform/personal/findingsText.ts";
import { shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { working } from "./inWorker.ts";
import type { Tool } from "./tool.ts";

const input = z.strictObject({
  data: z.string().min(1).describe("The data file, relative to the workspace."),
});

const output = z.object({
  data: z.string(),
  rows: z.int(),
  columns: z.int().describe("How many columns the table has."),
  findings: z.array(
    z.object({
      column: z.string(),
      type: z.string(),
      title: z.string(),
      exposure: z
        .enum(["direct", "quasi", "other"])
        .describe("direct: names a person; quasi: helps to single one out; other: neither."),
      confidence: z.number().describe("0 to 1."),
      reason: z.string(),
    }),
  ),
});

export const findPersonalDataTool: Tool<typeof input> = {
  name: "find_personal_data",
  title: "Find Personal Data",
  description:
    "Says which columns of a data file hold personal data (names, e-mail, phone, addresses, account and identity numbers, birth dates, positions, secrets …), how sure that is, and why. Returns no value of the table. Columns that name a person are replaced by invented people when a config is made from the file.",
  input,
  output,
  readOnly: true,
  confirmation: ({ data }) => `Read ${data} and look for personal data?`,
  async perform({ data }, context) {
    const file = existing(context.roots, data);
    const name = shown(context.roots, file);
    context.progress(0, `reading ${data}`);
    const { rows, columns, findings } = await working(context, (worker) =>
      worker.start("pii", { data: file }),
    );
    return {
      text: findingsMarkdown(basename(file), findings, columns).trimEnd(),
      data: {
        data: name,
        rows,
        columns,
        findings: findings.map(({ column, type, title, exposure, confidence, reason }) => ({
          column,
          type,
          title,
          exposure,
          confidence,
          reason,
        })),
      },
    };
  },
};
