import { z } from "zod";
import { CancelledError } from "../pipeline/failure.ts";
import { explainConditions } from "../pipeline/savedModel/userConditions.ts";
import { PartsFolder, type PartsManifest, partFormats } from "../pipeline/shards/partsFolder.ts";
import { makePart, makePartsPlan } from "../pipeline/shards/sampleParts.ts";
import { loadTrained } from "../pipeline/trainedModel.ts";
import type { RunEvent } from "../protocol/run.ts";
import { path, rowCount, seed, shardRows } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  model: path,
  rows: rowCount,
  /** `--where` texts, all of which must hold. */
  where: z.array(z.string()).readonly().default([]),
  seed: seed.default(42),
  format: z.enum(partFormats),
  shardRows: shardRows.exactOptional(),
  /** Folder that takes the parts: new, empty, or with parts of the same request. */
  folder: path,
  /** Which of `of` equal shares of the shards to make; all when left out. */
  share: z.strictObject({ index: z.int().min(0), of: z.int().min(1).max(1024) }).exactOptional(),
  /** The one shard to make. */
  shard: z.int().min(0).exactOptional(),
});

export interface SampledParts {
  readonly shards: number;
  /** Absent while parts that others make are missing. */
  readonly manifest: PartsManifest | null;
}

/**
 * Samples rows from a trained model as parts of a table. Jobs of one request, in processes or on machines of their own, make other
 * parts of the same table; the one without `share` and `shard` makes what is missing and writes the manifest.
 */
export const samplePartsJob: Job<typeof input, RunEvent, SampledParts> = {
  input,
  async run({ folder: path, share, shard, ...request }, { signal, emit }) {
    const trained = await loadTrained(request.model);
    try {
      const plan = await makePartsPlan(trained, request);
      const folder = new PartsFolder(path);
      await folder.open(plan);
      const complete = await folder.manifest();
      if (complete !== undefined) return { shards: plan.shards, manifest: complete };
      emit({ type: "stage", stage: "sample", state: "start" });
      const mine =
        shard !== undefined
          ? [shard]
          : Array.from({ length: plan.shards }, (_, k) => k).filter(
              (k) => share === undefined || k % share.of === share.index,
            );
      for (const [done, k] of mine.entries()) {
        if (k >= plan.shards || (await folder.part(k)) !== undefined) continue;
        if (signal.aborted) throw new CancelledError();
        await makePart(trained, { folder, plan }, k, {
          signal,
          progress: (rows) =>
            emit({
              type: "progress",
              stage: "sample",
              fraction: (done + rows / plan.shardRows) / mine.length,
              label: `part ${done + 1}/${mine.length}`,
              etaMs: null,
            }),
        });
      }
      const all = share === undefined && shard === undefined;
      return { shards: plan.shards, manifest: all ? await folder.finish(plan) : null };
    } catch (error) {
      throw signal.aborted ? error : explainConditions(trained, request.where, error);
    } finally {
      await trained.model.dispose();
    }
  },
};
