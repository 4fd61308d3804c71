import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import type { SampledParts } from "../../jobs/sampleParts.ts";
import {
  notAsWritten,
  type PartFormat,
  type PartsManifest,
  partFormats,
} from "../../pipeline/shards/partsFolder.ts";
import { outputFile } from "../jobs/outputFiles.ts";
import { ServiceProblem } from "../problem.ts";
import { format, id, rows, seed, where } from "./fields.ts";
import type { ChildJob, Conclusion, KindContext, ServiceKind } from "./serviceKind.ts";

/** Rows of a part unless the request says otherwise. */
const defaultShardRows = 1_048_576;
const maxHelpers = 63;

const input = z.strictObject({
  kind: z.literal("sample"),
  model: id,
  rows,
  seed: seed.optional(),
  where: where.optional(),
  format: format.optional(),
  parts: z.boolean().optional().meta({
    description:
      "Parts and a manifest instead of one file; not for JSON. Several workers make the parts of a table, to the same bytes.",
  }),
  shardRows: z
    .int()
    .min(1000)
    .max(100_000_000)
    .optional()
    .meta({ description: "Rows of a part; belongs to what a seed means. 1,048,576 when left out." }),
});
type Input = z.output<typeof input>;

/** Draw rows from a trained model. */
export const sampleKind: ServiceKind<typeof input> = {
  lane: "light",
  input,
  uploadsOf: () => [],
  modelsOf: ({ model }) => [model],
  check({ parts, format }) {
    if (parts === true && format === "json")
      throw new ServiceProblem("bad-request", `a JSON array has no parts; choose ${partFormats.join(", ")}`);
  },
  helpers: (asked) => (inParts(asked) ? Math.min(maxHelpers, shardsOf(asked) - 1) : 0),
  help: async (asked, context) => await partsJob(asked, context, true),
  async prepare(asked, context) {
    if (inParts(asked)) return await partsJob(asked, context, false);
    const { model, rows, seed, where, format, shardRows } = asked;
    const { path } = await context.model(model);
    return {
      name: "sample",
      input: {
        model: path,
        rows,
        out: await outOf({ model, format }, context),
        ...(seed !== undefined && { seed }),
        ...(where !== undefined && { where }),
        ...(shardRows !== undefined && { shardRows }),
      },
    };
  },
  async conclude(asked, context, { result }) {
    if (!inParts(asked)) return { outputs: [await outputFile("table", await outOf(asked, context))] };
    const { manifest } = result as SampledParts;
    if (manifest === null) throw new Error("the parts were not finished");
    const folder = folderOf(context);
    return asked.parts === true
      ? await keepParts(folder, manifest, context)
      : await joinParts(folder, manifest, await outOf(asked, context));
  },
};

function shardsOf({ rows, shardRows = defaultShardRows }: Input): number {
  return Math.ceil(rows / shardRows);
}

/** Parts that are asked for, or those of a large table whose parts, one behind the other, are the file. */
function inParts(asked: Input): boolean {
  const { parts, format = "csv" } = asked;
  if (parts === true) return true;
  return shardsOf(asked) > 1 && (format === "csv" || format === "tsv" || format === "ndjson");
}

function folderOf(context: KindContext): string {
  return join(context.outputs, "parts");
}

async function partsJob(
  { model, rows, seed, where, parts, format = "csv", shardRows }: Input,
  context: KindContext,
  help: boolean,
): Promise<ChildJob> {
  const { path } = await context.model(model);
  return {
    name: "sampleParts",
    input: {
      model: path,
      rows,
      format: format as PartFormat,
      folder: folderOf(context),
      help,
      // read while they are joined
      check: parts === true,
      ...(seed !== undefined && { seed }),
      ...(where !== undefined && { where }),
      ...(shardRows !== undefined && { shardRows }),
    },
  };
}

/** Each part is an output of its own; the manifest comes last. */
async function keepParts(
  folder: string,
  { parts }: PartsManifest,
  context: KindContext,
): Promise<Conclusion> {
  const outputs = [];
  for (const { file, sha256 } of parts) {
    const name = `part-${file.replace(/^.*\//, "")}`;
    await rename(join(folder, file), join(context.outputs, name)).catch(ignoreMoved);
    outputs.push(await outputFile(name, join(context.outputs, name), sha256));
  }
  const manifest = join(context.outputs, "manifest.json");
  await rename(join(folder, "manifest.json"), manifest);
  await rm(folder, { recursive: true, force: true });
  return { outputs: [...outputs, await outputFile("manifest.json", manifest)] };
}

/** An attempt before this one was ended while it moved parts. */
function ignoreMoved(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** One file of all parts, which are checked while they are copied. @throws Error when a part is not what was written */
async function joinParts(folder: string, { parts }: PartsManifest, out: string): Promise<Conclusion> {
  const whole = `${out}.tmp`;
  await rm(whole, { force: true });
  const all = createHash("sha256");
  for (const { file, sha256 } of parts) {
    const part = createHash("sha256");
    const hashed = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        part.update(chunk);
        all.update(chunk);
        yield chunk;
      }
    };
    const from = createReadStream(join(folder, file), { highWaterMark: 2 ** 20 });
    await pipeline(from, hashed, createWriteStream(whole, { flags: "a" }));
    if (part.digest("hex") !== sha256) throw new Error(notAsWritten(file));
  }
  await rename(whole, out);
  await rm(folder, { recursive: true, force: true });
  return { outputs: [await outputFile("table", out, all.digest("hex"))] };
}

async function outOf(
  { model, format = "csv" }: { readonly model: string; readonly format?: string | undefined },
  context: KindContext,
): Promise<string> {
  const { name } = await context.model(model);
  return join(context.outputs, `${name}.${format}`);
}
