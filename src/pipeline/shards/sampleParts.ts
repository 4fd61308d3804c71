import { randomBytes } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { fileFingerprint } from "../../table/fingerprint.ts";
import { outputFormatFor } from "../outputFormat.ts";
import { rowParts } from "../savedModel/rowParts.ts";
import { userConditions, userFilter } from "../savedModel/userConditions.ts";
import { sampleInto } from "../stages/sample.ts";
import type { TrainedModel } from "../trainedModel.ts";
import { madeHere, type Part, type PartFormat, type PartsFolder, type PartsPlan } from "./partsFolder.ts";
import { makeShardPlan, rowsOfShard } from "./shardPlan.ts";

/** What a person asks for: a table from a model, as parts. */
export interface PartsRequest {
  /** Path of the model file. */
  readonly model: string;
  readonly rows: number;
  readonly seed: number;
  /** `--where` texts, all of which must hold. */
  readonly where: readonly string[];
  /** `--share` text. */
  readonly share?: string | undefined;
  readonly format: PartFormat;
  readonly shardRows?: number | undefined;
}

/** The plan of the parts, which follows from the request and the model file alone. */
export async function makePartsPlan(trained: TrainedModel, request: PartsRequest): Promise<PartsPlan> {
  const { rows, seed, shardRows, shards } = makeShardPlan(trained.restore, {
    ...request,
    mixed: request.share !== undefined,
  });
  const { where, share, format } = request;
  const model = { type: trained.model.type, sha256: await fileFingerprint(request.model) };
  return {
    ...madeHere,
    model,
    rows,
    seed,
    where,
    ...(share !== undefined && { share }),
    format,
    shardRows,
    shards,
  };
}

interface PartContext {
  readonly signal: AbortSignal;
  /** Takes the number of rows of this part that are written. */
  progress(rows: number): void;
}

/** Makes one part, whole or not at all. A part made twice has the same bytes. */
export async function makePart(
  trained: TrainedModel,
  { folder, plan }: { readonly folder: PartsFolder; readonly plan: PartsPlan },
  shard: number,
  { signal, progress }: PartContext,
): Promise<Part> {
  const { format, where, share } = plan;
  const path = folder.partPath(shard, format);
  // a name of its own: a machine that was thought dead may still write the same part
  const to = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  const whole = outputFormatFor(trained.format, format, path);
  try {
    const { rows } = await sampleInto(
      {
        model: trained.model,
        restore: trained.restore,
        plan,
        where: userConditions(trained, where),
        filter: userFilter(trained, where),
        asked: where.length > 0,
        parts: share === undefined ? undefined : rowParts(trained, where, share),
        to,
        // the parts of a CSV, one behind the other, are the table
        format: shard === 0 ? whole : { ...whole, header: "none", bom: false },
        formats: trained.columns,
        keep: 0,
        mayBeEmpty: true,
        signal,
        progress,
      },
      { firstRow: shard * plan.shardRows, rows: rowsOfShard(plan, shard) },
    );
    await rename(to, path);
    return await folder.finishPart(shard, format, rows);
  } finally {
    await rm(to, { force: true });
  }
}
