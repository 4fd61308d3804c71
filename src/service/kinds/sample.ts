import { join } from "node:path";
import { z } from "zod";
import { outputFile } from "../jobs/outputFiles.ts";
import { format, id, rows, seed, where } from "./fields.ts";
import type { KindContext, ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({
  kind: z.literal("sample"),
  model: id,
  rows,
  seed: seed.optional(),
  where: where.optional(),
  format: format.optional(),
});

/** Draw rows from a trained model. */
export const sampleKind: ServiceKind<typeof input> = {
  lane: "light",
  input,
  uploadsOf: () => [],
  modelsOf: ({ model }) => [model],
  async prepare({ model, rows, seed, where, format }, context) {
    const { path } = await context.model(model);
    return {
      name: "sample",
      input: {
        model: path,
        rows,
        out: await outOf({ model, format }, context),
        ...(seed !== undefined && { seed }),
        ...(where !== undefined && { where }),
      },
    };
  },
  async conclude({ model, format }, context) {
    return { outputs: [await outputFile("table", await outOf({ model, format }, context))] };
  },
};

async function outOf(
  { model, format = "csv" }: { readonly model: string; readonly format?: string | undefined },
  context: KindContext,
): Promise<string> {
  const { name } = await context.model(model);
  return join(context.outputs, `${name}.${format}`);
}
