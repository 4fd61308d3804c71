import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { unzipSync, zipSync } from "fflate";
import { z } from "zod";
import type { ColumnSpec } from "../config/columnSpec.ts";
import type { ColumnFormat, FileFormat } from "../table/format.ts";
import { pathError } from "../table/pathError.ts";
import { kindOf } from "../transform/columns/columnKinds.ts";
import { type JsonValue, ModelError } from "../transform/modelTable.ts";
import type { RestorePlan } from "../transform/restorePlan.ts";
import { ruledRange } from "../transform/rules/ruledRange.ts";
import type { ModelState } from "./synthesizer.ts";

/** Everything in a `NAME.synthmodel`: samples anywhere, without the source data, of which it holds no row. */
export interface ModelFile {
  /** `type` of the synthesizer that wrote `state`. */
  readonly model: string;
  /** Name and version of the program. */
  readonly generator: string;
  /** ISO 8601, given by the caller. */
  readonly created: string;
  readonly restore: RestorePlan;
  readonly format: FileFormat;
  /** Output columns, in order. */
  readonly columns: readonly { readonly name: string; readonly format: ColumnFormat }[];
  /** What the columns of the source were taken for. Ranges are saved as the plan's protected ones, not as observed. */
  readonly specs: readonly ColumnSpec[];
  /** Anything else worth keeping: options, rows learnt from, timings. */
  readonly info: JsonValue;
  readonly state: ModelState;
}

/** Raised when a reader of an older version could no longer understand the file. */
export const modelFileVersion = 1;

const maxBytes = 4 * 2 ** 30;
const manifestSchema = z.object({
  format: z.literal("synthmodel"),
  version: z.number(),
  model: z.string(),
  generator: z.string(),
  created: z.string(),
  parts: z.record(z.string(), z.object({ bytes: z.number(), sha256: z.string() })),
});
const tableSchema = z.object({
  restore: z.object({
    version: z.literal(1),
    columns: z.array(z.looseObject({ kind: z.string(), name: z.string() })),
    dropped: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
  format: z.looseObject({ type: z.string() }),
  columns: z.array(z.object({ name: z.string(), format: z.looseObject({}) })),
  specs: z.array(z.looseObject({ name: z.string() })),
  info: z.json(),
});

/**
 * A zip of `manifest.json` (versions, a SHA-256 per part), `table.json` (how to restore and write), `model.json` and
 * `parts/…`. Written to a temporary name, then renamed. The same content gives the same bytes.
 */
export async function writeModelFile(path: string, content: ModelFile): Promise<void> {
  const { restore, format, columns, info } = content;
  const specs = publicSpecs(content.specs, restore);
  const files = new Map<string, Uint8Array>([
    ["table.json", encodeJson({ restore, format, columns, specs, info })],
    ["model.json", encodeJson(content.state.json)],
  ]);
  for (const [name, bytes] of content.state.parts) files.set(`parts/${name}`, bytes);
  const parts = Object.fromEntries(
    [...files].map(([name, bytes]) => [name, { bytes: bytes.length, sha256: sha256(bytes) }]),
  );
  const { model, generator, created } = content;
  const manifest = { format: "synthmodel", version: modelFileVersion, model, generator, created, parts };
  const epoch = new Date(1980, 0, 1);
  const zipped = zipSync(
    Object.fromEntries(
      [["manifest.json", encodeJson(manifest)] as const, ...files].map(([name, bytes]) => [
        name,
        [bytes, { mtime: epoch, level: name.startsWith("parts/") ? 1 : 6 }],
      ]),
    ),
  );
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, zipped);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw pathError(error, path, "write");
  }
}

/** @throws ModelError naming the file when it is missing, no model, damaged, or from a newer version */
export async function readModelFile(path: string): Promise<ModelFile> {
  const files = unzip(path, await readBytes(path));
  const manifestBytes = files["manifest.json"];
  if (manifestBytes === undefined) throw notAModel(path);
  const rawManifest = parseJson(path, manifestBytes);
  const version = (rawManifest as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > modelFileVersion)
    throw new ModelError(
      `${path} was written by a newer version (model format ${version}, this one reads ${modelFileVersion}): update SynData`,
    );
  const manifest = manifestSchema.safeParse(rawManifest);
  if (!manifest.success) throw notAModel(path);
  for (const [name, part] of Object.entries(manifest.data.parts)) {
    const bytes = files[name];
    if (bytes === undefined || bytes.length !== part.bytes || sha256(bytes) !== part.sha256)
      throw damaged(path, `its part ${name} is ${bytes === undefined ? "missing" : "not what was written"}`);
  }
  const known = (name: string) => {
    if (!Object.hasOwn(manifest.data.parts, name)) throw damaged(path, `its part ${name} is missing`);
    return files[name]!;
  };
  const table = tableSchema.safeParse(parseJson(path, known("table.json")));
  if (!table.success) throw damaged(path, "its table description cannot be read");
  const parts = Object.keys(manifest.data.parts).filter((name) => name.startsWith("parts/"));
  const { model, generator, created } = manifest.data;
  return {
    model,
    generator,
    created,
    ...(table.data as unknown as Pick<ModelFile, "restore" | "format" | "columns" | "specs" | "info">),
    state: {
      json: parseJson(path, known("model.json")),
      parts: new Map(parts.map((name) => [name.slice("parts/".length), files[name]!])),
    },
  };
}

function publicSpecs(specs: readonly ColumnSpec[], restore: RestorePlan): ColumnSpec[] {
  return specs.map((spec) => {
    const ruled = restore.rules && ruledRange(restore.rules, spec.name);
    if (ruled !== undefined) return { ...spec, ...ruled };
    const plan = restore.columns.find((c) => c.name === spec.name);
    const range = plan && kindOf(plan).range?.(plan);
    return { ...spec, min: range?.min ?? null, max: range?.max ?? null };
  });
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new ModelError(`no model at ${path}`);
    if (code === "EISDIR") throw new ModelError(`${path} is a folder, not a model file (NAME.synthmodel)`);
    throw error;
  }
}

function unzip(path: string, bytes: Uint8Array): Record<string, Uint8Array> {
  if (bytes.length === 0) throw damaged(path, "it is empty");
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notAModel(path);
  let total = 0;
  try {
    return unzipSync(bytes, {
      filter(file) {
        total += file.originalSize;
        if (total > maxBytes) throw new RangeError("it unpacks to more than 4 GiB");
        return true;
      },
    });
  } catch (error) {
    throw damaged(path, error instanceof RangeError ? error.message : "it is cut short or changed");
  }
}

function parseJson(path: string, bytes: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
  } catch {
    throw damaged(path, "it holds JSON that cannot be read");
  }
}

function notAModel(path: string): ModelError {
  return new ModelError(`${path} is not a model file: give the NAME.synthmodel that a run wrote`);
}

function damaged(path: string, why: string): ModelError {
  return new ModelError(`the model file ${path} is damaged: ${why}; copy it again or train again`);
}

function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
