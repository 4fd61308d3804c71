import { existsSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { z } from "zod";
import { initConfig } from "../config/initConfig.ts";
import { modelTypes } from "../config/modelOptions/model.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { confine, shown } from "./confine.ts";
import { working } from "./inWorker.ts";
import { type Tool, ToolError } from "./tool.ts";

const input = z.strictObject({
  path: z.string().min(1).describe("The data file, relative to the workspace."),
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
    .describe("Rows to make; as many as the source has when left out."),
  overwrite: z.boolean().default(false).describe("Replace a config that is there already."),
});

export const createConfigTool: Tool<typeof input> = {
  name: "create_config",
  title: "Create Config",
  description:
    "Writes a commented SynData config (*.synth.json) inferred from a data file and returns its path and text. The text names columns and types, never values. Edit it with the usual file tools before run_synthesis.",
  input,
  readOnly: false,
  confirmation: ({ path, config }) => `Write ${config ?? `a config beside ${path}`}?`,
  async perform({ path, config, target, model, rows, overwrite }, context) {
    const file = confine(context.roots, path);
    const name = basename(file).replace(/(\.(csv|tsv|tab|txt|parquet|json|ndjson|jsonl))?(\.gz)?$/i, "");
    const written = confine(context.roots, config ?? join(dirname(file), `${name}.synth.json`));
    const place = shown(context.roots, written);
    if (existsSync(written) && !overwrite)
      throw new ToolError(`${place} exists already: pass overwrite: true to replace it, or another config`);
    context.progress(0, `reading ${path}`);
    const profile = await working(context, (worker) => worker.profile(file));
    if (target !== undefined && !profile.columns.some((column) => column.name === target))
      throw new ToolError(
        `${path} has no column ${JSON.stringify(target)}; it has ${profile.columns.map((c) => c.name).join(", ")}`,
      );
    const text = initConfig(relative(dirname(written), file), profile, {
      ...(target !== undefined && { target }),
      ...(model !== undefined && { model }),
      ...(rows !== undefined && { rows }),
    });
    await writeAtomically(written, text);
    return `wrote ${place}\n\n${text}`;
  },
};
