import { basename, join } from "node:path";
import { z } from "zod";
import { outputFile } from "../jobs/outputFiles.ts";
import { writeRecordText } from "../store/dataFolder.ts";
import { textOf, withTable } from "./configText.ts";
import { config, id, lang } from "./fields.ts";
import { existing, reportFiles } from "./reportFiles.ts";
import type { ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({
  kind: z.literal("report"),
  upload: id.meta({ description: "The real table." }),
  synthetic: id.meta({ description: "The synthetic table: an upload, or a job that made a table." }),
  holdout: id.optional().meta({ description: "Real rows that no model was fitted to: an upload." }),
  config: config.optional(),
  target: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .meta({ description: "Column that the utility section predicts." }),
  lang: lang.optional(),
});

/** Judge a synthetic table against a real one, whoever made it. */
export const reportKind: ServiceKind<typeof input> = {
  lane: "light",
  input,
  uploadsOf: ({ upload, holdout }) => [upload, ...(holdout === undefined ? [] : [holdout])],
  modelsOf: () => [],
  jobsOf: ({ synthetic }) => [synthetic],
  async prepare({ upload, synthetic, holdout, config, target, lang }, context) {
    const real = await context.table(upload);
    const path = join(context.folder, "config.synth.json");
    if (config !== undefined) await writeRecordText(path, withTable(textOf(config), basename(real)));
    return {
      name: "report",
      input: {
        real,
        synthetic: await context.tableOf(synthetic),
        ...(holdout !== undefined && { holdout: await context.table(holdout) }),
        ...(config !== undefined && { config: path }),
        ...(target !== undefined && { target }),
        ...(lang !== undefined && { lang }),
        json: join(context.reports, "report.json"),
        html: join(context.reports, "report.html"),
        md: join(context.reports, "report.md"),
        summary: join(context.reports, "summary.html"),
      },
    };
  },
  async conclude(_input, context, { result }) {
    const { report, unwritten } = result as {
      readonly report: { readonly gates: readonly { readonly passed: boolean; readonly message: string }[] };
      readonly unwritten: { readonly message: string } | null;
    };
    if (unwritten !== null) throw new Error(unwritten.message);
    const outputs = [];
    for (const { name, file } of reportFiles) {
      const path = await existing(join(context.reports, file));
      if (path !== undefined) outputs.push(await outputFile(name, path));
    }
    const failed = report.gates.filter(({ passed }) => !passed);
    return { outputs, judged: true, gatesFailed: failed.map(({ message }) => message) };
  },
};
