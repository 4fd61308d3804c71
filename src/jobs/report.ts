import { existsSync } from "node:fs";
import { z } from "zod";
import { reportSections } from "../metrics/reportSections.ts";
import { reportLanguage } from "../pipeline/builtFiles.ts";
import { compareFiles } from "../pipeline/compareFiles.ts";
import { describeFailure } from "../pipeline/failure.ts";
import { keepForeign } from "../pipeline/keepForeign.ts";
import { keepInputs } from "../pipeline/keepInputs.ts";
import { prepareOutputFolder } from "../pipeline/outputFolder.ts";
import { writeReport } from "../pipeline/writeReport.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { Failure, RunEvent } from "../protocol/run.ts";
import { lang, path } from "./fields.ts";
import type { Job } from "./job.ts";

const sections = Object.keys(reportSections) as (keyof typeof reportSections)[];

const input = z.strictObject({
  real: path,
  synthetic: path,
  holdout: path.exactOptional(),
  /** The *.synthmodel that made the rows: it is attacked, too. */
  model: path.exactOptional(),
  /** A *.synth.json whose columns, target and gates apply. */
  config: path.exactOptional(),
  /** A *.synth.json whose rules the tables are judged by; those of `config` if omitted. */
  rules: path.exactOptional(),
  target: z.string().exactOptional(),
  sections: z.array(z.enum(sections)).readonly().exactOptional(),
  /** Files to write. */
  json: path.exactOptional(),
  html: path.exactOptional(),
  summary: path.exactOptional(),
  md: path.exactOptional(),
  lang: lang.exactOptional(),
  /** Replace files that are there already, whoever wrote them; only earlier reports if omitted. */
  overwrite: z.boolean().exactOptional(),
});

export interface Reported {
  readonly report: ReportJson;
  /** Why one of the files could not be written; the report is there all the same. */
  readonly unwritten: Failure | null;
}

/** Judges a synthetic table against a real one, whoever made it. */
export const reportJob: Job<typeof input, RunEvent, Reported> = {
  input,
  async run({ json, html, summary, md, lang = "en", overwrite = false, ...job }, { emit, signal }) {
    const files = {
      ...(json !== undefined && { json }),
      ...(html !== undefined && { html }),
      ...(summary !== undefined && { summary }),
      ...(md !== undefined && { md }),
    };
    keepInputs(Object.values(files), [
      job.real,
      job.synthetic,
      job.holdout,
      job.config,
      job.rules,
      job.model,
    ]);
    if (!overwrite) await keepForeign(files);
    for (const [field, file] of Object.entries(files)) {
      await prepareOutputFolder(file, field);
      if (existsSync(file)) emit({ type: "warning", message: `replacing ${file}` });
    }
    const report = await compareFiles(job, emit, signal);
    const unwritten = await reportLanguage(lang)
      .then((language) => writeReport(report, files, language))
      .then(() => null, describeFailure);
    return { report, unwritten };
  },
};
