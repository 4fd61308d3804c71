import { z } from "zod";
import { modelTypes } from "../config/modelOptions/modelLabels.ts";
import { configBeside } from "../config/paths.ts";
import { confine, shown } from "./confine.ts";
import { existing } from "./existing.ts";
import { working } from "./inWorker.ts";
import { fieldOf, type Tool } from "./tool.ts";

const input = z.strictObject({
  data: z.string().min(1).optional().describe("The data file, relative to the workspace."),
  path: z.string().min(1).optional().describe("Former name of data."),
  config: z
    .string()
    .regex(/\.synth\.json$/, "must end in .synth.json")
    .optional()
    .describe("Where to write the config; NAME.synth.json beside the data when left out."),
  target: z.string().min(1).optional().describe("The column a model would predict; guessed when left out."),
  model: z.enum(modelTypes).optional().describe("The model to train; the recommended one when left out."),
  rows: z
    .int()
    .min(1)
    .max(1e10)
    .optional()
    .describe("Number of rows to generate; as many as the source has when left out."),
  overwrite: z.boolean().default(false).describe("Replace an existing config."),
});

const output = z.object({ config: z.string(), text: z.string(), warnings: z.array(z.string()) });

export const createConfigTool: Tool<typeof input> = {
  name: "create_config",
  title: "Create Config",
  description:
    "Writes a commented SynData config (*.synth.json) inferred from a data file and returns its path and text. The text names columns and types, never values. Edit it with the usual file tools before run_synthesis.",
  input,
  output,
  readOnly: false,
  confirmation: ({ data, path, config }) => `Write ${config ?? `a config beside ${data ?? path}`}?`,
  async perform({ data: named, path, config, target, model, rows, overwrite }, context) {
    const name = fieldOf("data", named, path);
    const data = existing(context.roots, name);
    const written = confine(context.roots, config ?? configBeside(data));
    const place = shown(context.roots, written);
    context.progress(0, `reading ${name}`);
    const { text, warnings } = await working(context, (worker) =>
      worker.start("init", {
        data,
        config: written,
        overwrite,
        ...(target !== undefined && { target }),
        ...(model !== undefined && { model }),
        ...(rows !== undefined && { rows }),
      }),
    );
    return { text: `wrote ${place}\n\n${text}`, data: { config: place, text, warnings } };
  },
};
