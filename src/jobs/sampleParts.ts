import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { grouped } from "../language/counts.ts";
import { CancelledError } from "../pipeline/failure.ts";
import { writeProvenance } from "../pipeline/provenance.ts";
import { explainConditions } from "../pipeline/savedModel/userConditions.ts";
import {
  PartsFolder,
  type PartsManifest,
  type PartsPlan,
  partFormats,
} from "../pipeline/shards/partsFolder.ts";
import { makePart, makePartsPlan } from "../pipeline/shards/sampleParts.ts";
import { loadTrained, type TrainedModel } from "../pipeline/trainedModel.ts";
import type { RunEvent } from "../protocol/run.ts";
import { path, rowCount, seed, shardRows } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({
  model: path,
  rows: rowCount,
  /** `--where` texts, all of which must hold. */
  where: z.array(z.string()).readonly().default([]),
  /** `plan=gold:0.5|basic:0.3`: shares of the values of one column. */
  share: z.string().exactOptional(),
  seed: seed.default(42),
  format: z.enum(partFormats),
  shardRows: shardRows.exactOptional(),
  /** Folder that takes the parts: new, empty, or with parts of the same request. */
  folder: path,
  /** Another process asked for the whole table: make what is free of it and end. */
  help: z.boolean().default(false),
  /** Reads all parts once more before the manifest is written. */
  check: z.boolean().default(true),
});

export interface SampledParts {
  readonly shards: number;
  /** Null for a helper. */
  readonly manifest: PartsManifest | null;
}

/** Milliseconds between looks at shards that other processes make. */
const waitMs = 300;

/**
 * Samples rows from a trained model as parts of a table. Jobs of one request, in processes or on machines of their own, share the shards
 * out among them; the one that is no helper waits for the others, makes what they did not, and writes the manifest.
 */
export const samplePartsJob: Job<typeof input, RunEvent, SampledParts> = {
  input,
  async run({ folder: path, help, check, ...request }, { signal, emit }) {
    const trained = await loadTrained(request.model);
    try {
      const plan = await makePartsPlan(trained, request);
      const folder = new PartsFolder(path);
      await folder.open(plan);
      const complete = await folder.manifest();
      if (complete !== undefined) return { shards: plan.shards, manifest: help ? null : complete };
      emit({ type: "stage", stage: "sample", state: "start" });
      const report = (finished: number, rows: number): void =>
        emit({
          type: "progress",
          stage: "sample",
          fraction: Math.min(1, (finished + rows / plan.shardRows) / plan.shards),
          label: `${grouped(finished)}/${grouped(plan.shards)} parts`,
          etaMs: null,
        });
      await makeFreeParts(trained, { folder, plan }, { help, signal, report });
      if (help) return { shards: plan.shards, manifest: null };
      const manifest = await folder.finish(plan, check);
      await writeProvenance(
        path,
        {
          model: trained.model.type,
          modelFile: request.model,
          modelSha256: plan.model.sha256,
          rows: manifest.rowsMade,
          seed: request.seed,
          share: request.share,
          privacy: trained.privacy?.statement,
          minSharedRows: null,
        },
        join(path, "provenance.json"),
      );
      return { shards: plan.shards, manifest };
    } catch (error) {
      throw signal.aborted ? error : explainConditions(trained, request.where, error);
    } finally {
      await trained.model.dispose();
    }
  },
};

/** Makes parts that nobody else makes until there are none; who is no helper waits until all are finished. */
async function makeFreeParts(
  trained: TrainedModel,
  parts: { readonly folder: PartsFolder; readonly plan: PartsPlan },
  {
    help,
    signal,
    report,
  }: { readonly help: boolean; readonly signal: AbortSignal; report(finished: number, rows: number): void },
): Promise<void> {
  const { folder, plan } = parts;
  for (;;) {
    let finished = 0;
    let made = 0;
    for (let shard = 0; shard < plan.shards; shard++) {
      if (signal.aborted) throw new CancelledError();
      if (await folder.hasPart(shard)) {
        finished++;
        continue;
      }
      const claim = await folder.claims.take(shard);
      if (claim === undefined) continue;
      try {
        const done = finished;
        if (!(await folder.hasPart(shard)))
          await makePart(trained, parts, shard, { signal, progress: (rows) => report(done, rows) });
      } finally {
        await claim.release();
      }
      finished++;
      made++;
    }
    report(finished, 0);
    if (finished === plan.shards || (help && made === 0)) return;
    if (made === 0) await sleep(waitMs, undefined, { signal }).catch(() => undefined);
  }
}
