import { createHash } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { zipSync } from "fflate";
import type { ColumnSpec } from "../config/columnSpec.ts";
import { tooDeepAt } from "../jsonc/jsonDepth.ts";
import type { ColumnFormat, FileFormat } from "../table/format.ts";
import { pathError } from "../table/pathError.ts";
import { temporaryBeside } from "../table/write/temporaryName.ts";
import { kindOf } from "../transform/columns/columnKinds.ts";
import { type JsonValue, ModelError } from "../transform/modelTable.ts";
import type { RestorePlan } from "../transform/restorePlan.ts";
import { ruledRange } from "../transform/rules/ruledRange.ts";
import { DamagedPart } from "./saved/damagedPart.ts";
import {
  noisyPart,
  readPrivacy,
  type SavedPrivacy,
  statementPart,
  writeCounts,
} from "./saved/savedPrivacy.ts";
import { readSavedTable } from "./saved/savedTable.ts";
import { manifestName, readManifest, unzipManifest, unzipParts } from "./saved/unzipModel.ts";
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
  /** Anything else worth keeping: options, rows learned from, timings. */
  readonly info: JsonValue;
  readonly state: ModelState;
  /** The guarantee of a model made with differential privacy, and the noisy tables it was made from. */
  readonly privacy?: SavedPrivacy;
}

/** Raised when a reader of an older version could no longer understand the file. */
const modelFileVersion = 1;

const maxBytes = 2 ** 30;
const maxJsonDepth = 64;

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
  if (content.privacy !== undefined) {
    files.set(statementPart, encodeJson(content.privacy.statement));
    files.set(noisyPart, writeCounts(content.privacy.noisy));
  }
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
  const temporary = temporaryBeside(path);
  try {
    await writeFile(temporary, zipped);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw pathError(error, path, "write");
  }
}

/**
 * Reads a file from anywhere: only the parts its manifest lists, each of the size it states, checked against schemas.
 * @throws ModelError naming the file, and the part, when it is missing, no model, damaged, or from a newer version
 */
export async function readModelFile(path: string): Promise<ModelFile> {
  const bytes = await readBytes(path);
  return await namingFile(path, () => readModel(path, bytes));
}

/** Says of which file a part is damaged. @throws ModelError */
export async function namingFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DamagedPart) throw damaged(path, error.message);
    throw error;
  }
}

function readModel(path: string, bytes: Uint8Array): ModelFile {
  if (bytes.length === 0) throw damaged(path, "it is empty");
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw notAModel(path);
  const manifestBytes = unpacking(path, () => unzipManifest(bytes));
  if (manifestBytes === undefined) throw notAModel(path);
  const rawManifest = parseJson(manifestName, manifestBytes);
  const version = (rawManifest as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > modelFileVersion)
    throw new ModelError(
      `${path} was written by a newer version (model format ${version}, this one reads ${modelFileVersion}): update SynData`,
    );
  const manifest = readManifest(rawManifest);
  if (manifest === undefined) throw notAModel(path);
  const files = unpacking(path, () => unzipParts(bytes, manifest));
  const json = (name: string): JsonValue => {
    const part = files.get(name);
    if (part === undefined) throw new DamagedPart(name, "it is missing");
    return parseJson(name, part);
  };
  const { model, generator, created } = manifest;
  const prefix = "parts/";
  const parts = [...files].filter(([name]) => name.startsWith(prefix));
  return {
    model,
    generator,
    created,
    ...readSavedTable(json("table.json")),
    ...(files.has(statementPart) && {
      privacy: readPrivacy(json(statementPart), files.get(noisyPart) ?? new Uint8Array()),
    }),
    state: {
      json: json("model.json"),
      parts: new Map(parts.map(([name, part]) => [name.slice(prefix.length), part])),
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

/** @throws ModelError when there is no such file, or it is something else than a file */
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new ModelError(`${path} is a folder, not a model file (NAME.synthmodel)`);
    if (!found.isFile())
      throw new ModelError(`${path} is not a regular file: give the NAME.synthmodel that a run wrote`);
    if (found.size > maxBytes) throw new ModelError(`${path} is not a model file: it is larger than 1 GiB`);
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new ModelError(`no model at ${path}`);
    throw error instanceof ModelError ? error : pathError(error, path, "read");
  }
}

function unpacking<T>(path: string, unzip: () => T): T {
  try {
    return unzip();
  } catch (error) {
    throw error instanceof DamagedPart ? error : damaged(path, "it is cut short or changed");
  }
}

/** @throws DamagedPart when it is no JSON, or nests deeper than any model's */
function parseJson(part: string, bytes: Uint8Array): JsonValue {
  const text = new TextDecoder().decode(bytes);
  if (tooDeepAt(text, maxJsonDepth) !== undefined) throw new DamagedPart(part, "it nests too deeply");
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw new DamagedPart(part, "it contains JSON that cannot be read");
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
