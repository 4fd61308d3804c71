import { rename } from "node:fs/promises";
import { join, parse } from "node:path";
import { z } from "zod";
import { parseConfig } from "../../config/parseConfig.ts";
import { outputName } from "../../config/paths.ts";
import { listRuns, runsFolder } from "../../runFolder/runFolder.ts";
import { isResumable } from "../../runFolder/runState.ts";
import { outputFile } from "../jobs/outputFiles.ts";
import { writeRecordText } from "../store/dataFolder.ts";
import { textOf, withTable } from "./configText.ts";
import { config, format, id, lang, rows, seed } from "./fields.ts";
import { existing, reportFiles } from "./reportFiles.ts";
import type { ServiceKind } from "./serviceKind.ts";

const input = z.strictObject({
  kind: z.literal("run"),
  upload: id,
  config: config.optional(),
  rows: rows.optional(),
  seed: seed.optional(),
  epochs: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .meta({ description: "Epochs to train; as in the config when left out." }),
  format: format.optional(),
  lang: lang.optional(),
});

/** Train a model on an upload, write a synthetic table, judge it. */
export const runKind: ServiceKind<typeof input> = {
  lane: "train",
  input,
  uploadsOf: ({ upload }) => [upload],
  modelsOf: () => [],
  async prepare({ upload, config, rows, seed, epochs, format, lang }, context) {
    const table = await context.table(upload);
    const { base, name } = parse(table);
    const path = join(context.folder, "config.synth.json");
    const text = withTable(textOf(config ?? "{}"), base);
    await writeRecordText(path, text);
    const wanted = format ?? parseConfig(text, path).config?.output.format;
    const out = wanted === undefined ? outputName(base) : `${name.replace(/\.\w+$/, "")}.${wanted}`;
    return {
      name: "run",
      input: {
        config: path,
        overrides: {
          ...(rows !== undefined && { rows }),
          ...(seed !== undefined && { seed }),
          ...(epochs !== undefined && { epochs }),
          out: join(context.outputs, out),
          modelOut: join(context.outputs, "model.synthmodel"),
        },
        resume: context.resume ? await resumableRun(path) : false,
        ...(lang !== undefined && { lang }),
      },
    };
  },
  async conclude({ upload }, context, { last }) {
    const done = last.get("done") as
      | { output: string; rows: number; reportPath: string | null; gatesFailed: string[] }
      | undefined;
    if (done === undefined) throw new Error("the run ended without a result");
    const table = await context.table(upload);
    const run = last.get("run") as { model?: string; runDir?: string } | undefined;
    const outputs = [await outputFile("table", done.output)];
    if (done.reportPath !== null && run?.runDir !== undefined)
      for (const { name, file } of reportFiles) {
        const from = await existing(join(run.runDir, file));
        if (from === undefined) continue;
        await rename(from, join(context.reports, file));
        outputs.push(await outputFile(name, join(context.reports, file)));
      }
    return {
      outputs,
      gatesFailed: done.gatesFailed,
      judged: done.reportPath !== null,
      model: {
        path: join(context.outputs, "model.synthmodel"),
        name: parse(table).name,
        type: run?.model ?? "unknown",
        rows: done.rows,
      },
    };
  },
};

/** The name of a run that can be continued, false where none got that far. */
async function resumableRun(path: string): Promise<string | false> {
  const runs = await listRuns(runsFolder(path), path);
  return runs.find(({ state }) => isResumable(state))?.folder.id ?? false;
}
