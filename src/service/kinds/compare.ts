import { readdir } from "node:fs/promises";
import { basename, join, parse } from "node:path";
import { z } from "zod";
import { outputFile } from "../jobs/outputFiles.ts";
import { writeRecordText } from "../store/dataFolder.ts";
import { textOf, withTable } from "./configText.ts";
import { config, id, lang, modelType } from "./fields.ts";
import type { ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({
  kind: z.literal("compare"),
  upload: id,
  models: z.array(modelType).min(1).max(8).meta({ description: "Types of models to train." }),
  seeds: z.int().min(1).max(10).optional().meta({ description: "Runs of each model, with seeds 1 to n." }),
  config: config.optional(),
  lang: lang.optional(),
});

/** Train several models on one upload and set their reports side by side. */
export const compareKind: ServiceKind<typeof input> = {
  lane: "train",
  input,
  uploadsOf: ({ upload }) => [upload],
  modelsOf: () => [],
  async prepare({ upload, models, seeds = 1, config, lang }, context) {
    const table = await context.table(upload);
    // the comparison is called after it
    const path = join(context.folder, `${parse(table).name}.synth.json`);
    await writeRecordText(path, withTable(textOf(config ?? "{}"), basename(table)));
    return {
      name: "compare",
      input: {
        config: path,
        models: [...new Set(models)],
        seeds,
        jobs: 1,
        out: context.outputs,
        ...(lang !== undefined && { lang }),
      },
    };
  },
  async conclude(_input, context) {
    const names = (await readdir(context.outputs)).filter((name) => !name.endsWith(".tmp")).sort();
    const outputs = [];
    for (const name of names) outputs.push(await outputFile(name, join(context.outputs, name)));
    return { outputs };
  },
};
