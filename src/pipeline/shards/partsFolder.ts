import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { arch } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type OutputFormat, outputFormats } from "../../config/schema.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { fileFingerprint } from "../../table/fingerprint.ts";
import { UserError } from "../../table/userError.ts";
import { ModelError } from "../../transform/modelTable.ts";
import { generator } from "../generator.ts";
import { Claims } from "./claims.ts";

/** Formats whose parts are tables by themselves or can be put one behind the other; a JSON array can be neither. */
export const partFormats = outputFormats.filter((format) => format !== "json");
export type PartFormat = Exclude<OutputFormat, "json">;

/** `plan.json`, written first: what the folder is a table of. It holds what was asked for and nothing of who makes it. */
export interface PartsPlan {
  readonly version: 1;
  readonly generator: string;
  readonly model: { readonly type: string; readonly sha256: string };
  /** Kind of processor: networks run by ONNX Runtime give other last digits on another one. */
  readonly processor: string;
  readonly rows: number;
  readonly seed: number;
  readonly where: readonly string[];
  readonly share?: string;
  readonly format: PartFormat;
  readonly shardRows: number;
  readonly shards: number;
}

const partSchema = z.strictObject({
  file: z.string(),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Part = z.output<typeof partSchema>;

/** `manifest.json`, written last: without it the table is not complete. */
export interface PartsManifest extends PartsPlan {
  /** Rows there are: fewer than asked for where conditions are met too rarely. */
  readonly rowsMade: number;
  readonly bytes: number;
  readonly parts: readonly Part[];
}

/** Models whose rows are computed in this language alone: the same bytes on every kind of processor. */
const portableModels: readonly string[] = ["circuit", "gaussianCopula", "independent"];

/** A folder that takes a table as parts: `plan.json`, `parts/00000.csv` …, a record of each finished part, `manifest.json`. */
export class PartsFolder {
  readonly path: string;

  /** Who makes which part just now. */
  readonly claims: Claims;

  constructor(path: string) {
    this.path = path;
    this.claims = new Claims(join(path, "claims"));
  }

  partPath(shard: number, format: PartFormat): string {
    return join(this.path, "parts", `${numbered(shard)}.${format}`);
  }

  /**
   * Claims the folder for the plan. Parts that an earlier attempt at the same plan finished are kept.
   * @throws UserError when the folder holds something else
   */
  async open(plan: PartsPlan): Promise<void> {
    let found = await this.#read("plan.json");
    if (found === undefined) {
      const others = (await namesIn(this.path)).filter((name) => !name.endsWith(".tmp"));
      // another process may have begun the same table just now
      found = await this.#read("plan.json");
      if (found === undefined && others.length > 0)
        throw new UserError(`${this.path} is not empty; name an empty or a new folder for the parts`);
      await mkdir(this.path, { recursive: true });
      if (found === undefined) await writeAtomically(join(this.path, "plan.json"), textOf(plan));
    }
    if (found !== undefined && found !== textOf(plan)) {
      const { processor } = JSON.parse(found) as Partial<PartsPlan>;
      const elsewhere = processor !== plan.processor && !portableModels.includes(plan.model.type);
      if (textOf({ ...plan, processor: processor ?? "" }) !== found)
        throw new UserError(
          `${this.path} holds parts of another request (model, rows, seed, conditions, format or version differ); name another folder`,
        );
      if (elsewhere)
        throw new UserError(
          `${this.path} was begun on ${processor}, and this is ${plan.processor}: a model of the type ${plan.model.type} gives other bytes here; continue on ${processor}`,
        );
    }
    if ((await this.manifest()) !== undefined) return;
    await mkdir(join(this.path, "parts"), { recursive: true });
    await mkdir(join(this.path, "records"), { recursive: true });
  }

  /** The manifest of a table that is complete. */
  async manifest(): Promise<PartsManifest | undefined> {
    const text = await this.#read("manifest.json");
    return text === undefined ? undefined : (JSON.parse(text) as PartsManifest);
  }

  /** The record of a finished part; undefined when it has to be made. */
  async part(shard: number): Promise<Part | undefined> {
    const text = await this.#read("records", `${numbered(shard)}.json`);
    if (text === undefined) return undefined;
    return partSchema.parse(JSON.parse(text));
  }

  async hasPart(shard: number): Promise<boolean> {
    const has = async (...names: string[]): Promise<boolean> =>
      await stat(join(this.path, ...names)).then(
        () => true,
        () => false,
      );
    // the records go when the manifest is there
    return (await has("records", `${numbered(shard)}.json`)) || (await has("manifest.json"));
  }

  /** Records a part whose file is complete. */
  async finishPart(shard: number, format: PartFormat, rows: number): Promise<Part> {
    const path = this.partPath(shard, format);
    const { size: bytes } = await stat(path);
    const sha256 = await fileFingerprint(path);
    const part: Part = { file: `parts/${numbered(shard)}.${format}`, rows, bytes, sha256 };
    await writeAtomically(join(this.path, "records", `${numbered(shard)}.json`), textOf(part));
    return part;
  }

  /**
   * Checks that every part is there and writes the manifest. `check`: reads them too; who joins them does that anyway.
   * @throws UserError when a part is missing, ModelError when no part has a row
   */
  async finish(plan: PartsPlan, check = true): Promise<PartsManifest> {
    const parts: Part[] = [];
    for (let shard = 0; shard < plan.shards; shard++) {
      const part = await this.part(shard);
      if (part === undefined) throw new UserError(`${this.path}: part ${shard} of ${plan.shards} is missing`);
      if (check && (await fileFingerprint(join(this.path, part.file))) !== part.sha256)
        throw new UserError(`${this.path}: ${notAsWritten(part.file)}`);
      parts.push(part);
    }
    const rowsMade = parts.reduce((sum, { rows }) => sum + rows, 0);
    if (rowsMade === 0 && plan.rows > 0)
      throw new ModelError("none of the rows drawn meets these conditions and rules; loosen one of them");
    const manifest = { ...plan, rowsMade, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0), parts };
    await writeAtomically(join(this.path, "manifest.json"), textOf(manifest));
    await rm(join(this.path, "records"), { recursive: true, force: true });
    await this.claims.remove();
    // what killed processes left half-written
    const names = new Set(parts.map(({ file }) => file));
    for (const name of await namesIn(join(this.path, "parts")))
      if (!names.has(`parts/${name}`)) await rm(join(this.path, "parts", name), { force: true });
    return manifest;
  }

  async #read(...names: string[]): Promise<string | undefined> {
    return await readFile(join(this.path, ...names), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw error;
    });
  }
}

/** What a plan says of this program and this machine. */
export const madeHere = { version: 1, generator, processor: arch() } as const;

export function notAsWritten(part: string): string {
  return `${part} is not what was written; delete it and its record`;
}

function numbered(shard: number): string {
  return String(shard).padStart(5, "0");
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function namesIn(path: string): Promise<string[]> {
  return await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}
