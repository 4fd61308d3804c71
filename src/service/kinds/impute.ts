import { basename, join } from "node:path";
import { z } from "zod";
import { outputName } from "../../config/paths.ts";
import { outputFile } from "../jobs/outputFiles.ts";
import { id, seed } from "./fields.ts";
import type { ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({ kind: z.literal("impute"), model: id, upload: id, seed: seed.optional() });

/** Fill in the missing cells of an upload with a trained model. */
export const imputeKind: ServiceKind<typeof input> = {
  lane: "light",
  input,
  uploadsOf: ({ upload }) => [upload],
  modelsOf: ({ model }) => [model],
  async prepare({ model, upload, seed }, context) {
    const data = await context.table(upload);
    const { path } = await context.model(model);
    const out = join(context.outputs, outputName(basename(data)));
    return { name: "impute", input: { model: path, data, out, ...(seed !== undefined && { seed }) } };
  },
  async conclude({ upload }, context) {
    const out = join(context.outputs, outputName(basename(await context.table(upload))));
    return { outputs: [await outputFile("table", out)] };
  },
};
