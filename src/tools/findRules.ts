import { z } from "zod";
import { shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { working } from "./inWorker.ts";
import type { Tool } from "./tool.ts";

const input = z.strictObject({
  data: z.string().min(1).describe("The data file, relative to the workspace."),
});

const output = z.object({
  data: z.string(),
  rules: z.array(
    z.object({
      entry: z.unknown().describe('What to write into "rules" of the config.'),
      text: z.string(),
      evidence: z.string(),
      rows: z.int().describe("Rows it was found in."),
      held: z.int().describe("Rows held out for detection that keep it too."),
    }),
  ),
});

export const findRulesTool: Tool<typeof input> = {
  name: "find_rules",
  title: "Find Rules",
  description:
    'Finds what holds between the columns of a data file: sums, orders, products, groups, missing values, keys. Returns each rule with its evidence and the entry to write into "rules" of a config; a rule that is written there is kept in every synthetic row. Names categories and constants only that at least 20 rows have. Use it after create_config, which already writes what it finds.',
  input,
  output,
  readOnly: true,
  confirmation: ({ data }) => `Read ${data} and look for rules between its columns?`,
  async perform({ data }, context) {
    const file = existing(context.roots, data);
    const name = shown(context.roots, file);
    context.progress(0, `reading ${data}`);
    const found = await working(context, (worker) =>
      worker.start("rules", { data: file }, ({ fraction }) =>
        context.progress(fraction, "looking for rules"),
      ),
    );
    const lines = found.map(({ json, evidence }) => `- ${json}\n  ${evidence}`);
    return {
      text:
        found.length === 0
          ? `${name}: no rule found`
          : [`${name}: ${found.length} rules`, ...lines].join("\n"),
      data: {
        data: name,
        rules: found.map(({ text, json, evidence, rows, held }) => ({
          entry: JSON.parse(json) as unknown,
          text,
          evidence,
          rows,
          held,
        })),
      },
    };
  },
};
