import { existsSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { formatEndings, formatOf } from "../config/paths.ts";
import { listText } from "../jsonc/quote.ts";
import { grouped } from "../language/counts.ts";
import { InputError } from "../pipeline/inputError.ts";
import { keepInputs } from "../pipeline/keepInputs.ts";
import { prepareOutputFolder } from "../pipeline/outputFolder.ts";
import { outputFormatFor } from "../pipeline/outputFormat.ts";
import { writeProvenance } from "../pipeline/provenance.ts";
import { rowParts } from "../pipeline/savedModel/rowParts.ts";
import { explainConditions, userConditions, userFilter } from "../pipeline/savedModel/userConditions.ts";
import { sample } from "../pipeline/stages/sample.ts";
import { loadTrained } from "../pipeline/trainedModel.ts";
import type { RunEvent } from "../protocol/run.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { path, rowCount, seed, shardRows } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  model: path,
  rows: rowCount,
  /** `--where` texts, all of which must hold. */
  where: z.array(z.string()).readonly().default([]),
  /** `plan=gold:0.5|basic:0.3`, or `churn=balanced`: shares of the values of one column; the others as the model has them. */
  share: z.string().exactOptional(),
  seed: seed.default(42),
  shardRows: shardRows.exactOptional(),
  /** File to write; null for CSV on the context's stream. */
  out: path.nullable(),
});

export interface SampledFile {
  readonly rows: number;
  readonly bytes: number;
  readonly out: string | null;
}

/** Samples rows from a trained model. */
export const sampleJob: Job<typeof input, RunEvent, SampledFile> = {
  input,
  async run({ model, rows, where, share, seed, shardRows, out }, { signal, emit, stream }) {
    const trained = await loadTrained(model);
    try {
      const to = out ?? stream;
      if (to === undefined) throw new InputError("out", ": there is no standard output here; name a file");
      if (out !== null && (await prepareOutput(out, model)))
        emit({ type: "warning", message: `replacing ${out}` });
      const conditions = userConditions(trained, where);
      const filter = userFilter(trained, where);
      const parts = share === undefined ? undefined : rowParts(trained, where, share);
      emit({ type: "stage", stage: "sample", state: "start" });
      const sampled = await sample({
        model: trained.model,
        restore: trained.restore,
        rows,
        seed,
        shardRows,
        where: conditions,
        filter,
        asked: where.length > 0,
        parts,
        to,
        format: outputFormatFor(trained.format, formatOf(out ?? "") ?? "csv", out ?? "-"),
        formats: trained.columns,
        keep: 0,
        signal,
        progress: (done) =>
          emit({
            type: "progress",
            stage: "sample",
            fraction: done / rows,
            label: `${grouped(done)}/${grouped(rows)} rows`,
            etaMs: null,
          }),
      });
      if (sampled.rows < rows)
        emit({
          type: "warning",
          message: `only ${grouped(sampled.rows)} of ${grouped(rows)} rows: too few of those drawn meet the conditions`,
        });
      if (out !== null)
        await writeProvenance(out, {
          model: trained.model.type,
          modelFile: model,
          modelSha256: await fileFingerprint(model),
          rows: sampled.rows,
          seed,
          share,
          privacy: trained.privacy?.statement,
          minSharedRows: null,
        });
      return { rows: sampled.rows, bytes: sampled.bytes, out };
    } catch (error) {
      throw signal.aborted ? error : explainConditions(trained, where, error);
    } finally {
      await trained.model.dispose();
    }
  },
};

/** Makes the folder of the file to write. Resolves to whether there is such a file already. @throws InputError, PipelineError */
async function prepareOutput(out: string, model: string): Promise<boolean> {
  keepInputs([out], [model]);
  await prepareOutputFolder(out, "out");
  if (formatOf(out) === undefined)
    throw new InputError(
      "out",
      ` ${basename(out)}: the ending tells no format; it can be ${listText(formatEndings, "or")}, and .gz after .csv, .tsv, .ndjson or .json`,
    );
  return existsSync(out);
}
