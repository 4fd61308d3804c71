import { join } from "node:path";
import { z } from "zod";
import { outputFile } from "../jobs/outputFiles.ts";
import { writeRecordText } from "../store/dataFolder.ts";
import { id } from "./fields.ts";
import type { ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({
  kind: z.literal("score"),
  model: id,
  upload: id,
  top: z.int().min(0).max(1000).optional().meta({ description: "Number of least likely rows to list." }),
});

/** Measure how likely each row of an upload is under a trained model. */
export const scoreKind: ServiceKind<typeof input> = {
  lane: "light",
  input,
  uploadsOf: ({ upload }) => [upload],
  modelsOf: ({ model }) => [model],
  async prepare({ model, upload, top }, context) {
    const data = await context.table(upload);
    const { path } = await context.model(model);
    const out = join(context.outputs, "scores.csv");
    return { name: "score", input: { model: path, data, out, ...(top !== undefined && { top }) } };
  },
  async conclude(_input, context, { result }) {
    const summary = join(context.outputs, "summary.json");
    await writeRecordText(summary, `${JSON.stringify(result, null, 2)}\n`);
    return {
      outputs: [
        await outputFile("table", join(context.outputs, "scores.csv")),
        await outputFile("summary.json", summary),
      ],
    };
  },
};
