import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { reportLanguage, reportStyle } from "../pipeline/builtFiles.ts";
import { compareModels } from "../pipeline/compareModels.ts";
import { prepareOutputFolder } from "../pipeline/outputFolder.ts";
import type { RunEvent } from "../protocol/run.ts";
import { modelsHtml } from "../report/html/modelsHtml.ts";
import { type ComparedRun, modelMarkdown } from "../report/modelTable.ts";
import { staticPage } from "../report/reportFile.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { lang, modelType, path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  config: path,
  models: z.array(modelType).min(1).readonly(),
  /** Runs of each model, with seeds 1 … n. */
  seeds: z.int().min(1).default(1),
  /** Runs at once, each in a process of its own. */
  jobs: z.int().min(1).default(1),
  /** Folder for comparison.{html,md,json}, the tables and the models. */
  out: path,
  /** Language of the pages and the Markdown; English if omitted. */
  lang: lang.exactOptional(),
});

export interface ComparedModels {
  readonly runs: readonly ComparedRun[];
  readonly html: string;
}

/** Event of one of the runs, with its model and seed. */
export interface ComparisonEvent {
  readonly label: string;
  readonly event: RunEvent;
}

/** Trains several models on a config's table and sets their reports side by side. */
export const compareJob: Job<typeof input, ComparisonEvent, ComparedModels> = {
  input,
  async run({ config, models, seeds, jobs, out, ...reader }, { signal, emit, runConfig }) {
    const html = join(out, "comparison.html");
    await prepareOutputFolder(html, "out");
    // a run that failed makes the others needless
    const needless = new AbortController();
    const stop = AbortSignal.any([signal, needless.signal]);
    const threads = Math.max(1, Math.floor(availableParallelism() / jobs));
    const runs = await compareModels(
      { config, models, seeds: Array.from({ length: seeds }, (_, i) => i + 1), out, jobs, ...reader },
      async (job, emit) => {
        if (stop.aborted) return 130;
        try {
          const code = await runConfig(job, { signal: stop, emit, ...(jobs > 1 && { threads }) });
          if (code !== 0) needless.abort();
          return code;
        } catch (error) {
          needless.abort();
          throw error;
        }
      },
      (event, label) => emit({ label, event }),
    );
    const language = await reportLanguage(reader.lang);
    const title = `${basename(config).replace(/\.synth\.json$/, "")}: ${models.join(", ")}`;
    const page = staticPage(
      title,
      modelsHtml(title, runs, { created: new Date().toISOString(), language }),
      await reportStyle(),
      language,
    );
    await writeAtomically(html, page);
    await writeAtomically(join(out, "comparison.md"), modelMarkdown(runs, language));
    await writeAtomically(join(out, "comparison.json"), `${JSON.stringify(runs)}\n`);
    return { runs, html };
  },
};
