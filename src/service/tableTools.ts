import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { initConfig } from "../config/initConfig.ts";
import type { CheckedRules } from "../jobs/checkRules.ts";
import type { Profiles } from "../jobs/profiles.ts";
import { editConfigAll } from "../jsonc/editConfig.ts";
import { applyEdits } from "../jsonc/textEdit.ts";
import { describeFailure, FailureError } from "../pipeline/failure.ts";
import type { FoundRuleText } from "../protocol/rules.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { problemEntry } from "../protocol/service.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { UserError } from "../table/userError.ts";
import { newId } from "./ids.ts";
import { configFindings, textOf } from "./kinds/configText.ts";
import type { LightOptions, LightWork } from "./lightWork.ts";
import type { ModelStore } from "./models/modelStore.ts";
import { ServiceProblem, withoutFlag } from "./problem.ts";
import type { BlobStore } from "./store/blobStore.ts";
import type { DataFolder } from "./store/dataFolder.ts";
import { writeRecord } from "./store/dataFolder.ts";
import { readRecord } from "./store/readRecord.ts";
import type { UploadStore } from "./uploads/uploadStore.ts";

export interface Probe {
  readonly rows: number;
  readonly seed?: number | undefined;
  readonly where?: readonly string[] | undefined;
}

/** Whole profiles kept in memory at once. */
const maxProfiles = 16;
/** Rules of a large table take their time, and a person may stop the search. */
const rulesMs = 600_000;

/** What can be asked of an upload or a model and is answered at once. */
export class TableTools {
  readonly #folder: DataFolder;
  readonly #blobs: BlobStore;
  readonly #uploads: UploadStore;
  readonly #models: ModelStore;
  readonly #light: LightWork;
  /** By upload, the one asked for last behind. */
  readonly #profiles = new Map<string, Promise<Profiles>>();

  constructor(parts: {
    readonly folder: DataFolder;
    readonly blobs: BlobStore;
    readonly uploads: UploadStore;
    readonly models: ModelStore;
    readonly light: LightWork;
  }) {
    this.#folder = parts.folder;
    this.#blobs = parts.blobs;
    this.#uploads = parts.uploads;
    this.#models = parts.models;
    this.#light = parts.light;
  }

  /**
   * What each column is, and why, without examples and values that few rows hold: what the service answers, kept beside the upload.
   * @throws ServiceProblem bad-table
   */
  async sharedProfile(tenant: string, upload: string): Promise<TableProfile> {
    const { path } = this.#uploads.file(tenant, upload);
    const kept = this.#uploads.beside(tenant, upload, "profile.json");
    const found = await readRecord<TableProfile>(kept);
    if (found !== undefined) return found;
    return (await this.#profilesOf(upload, path, kept)).shared;
  }

  /** The whole profile, for making and checking configs; it stays in memory. @throws ServiceProblem bad-table */
  async profile(tenant: string, upload: string): Promise<TableProfile> {
    const { path } = this.#uploads.file(tenant, upload);
    return (await this.#profilesOf(upload, path, this.#uploads.beside(tenant, upload, "profile.json"))).whole;
  }

  /** Both profiles, made together: reading a large table takes longest. */
  async #profilesOf(upload: string, path: string, kept: string): Promise<Profiles> {
    const known = this.#profiles.get(upload) ?? this.#makeProfiles(path, kept);
    this.#profiles.delete(upload);
    this.#profiles.set(upload, known);
    for (const oldest of this.#profiles.keys()) {
      if (this.#profiles.size <= maxProfiles) break;
      this.#profiles.delete(oldest);
    }
    try {
      return await known;
    } catch (error) {
      this.#profiles.delete(upload);
      throw error;
    }
  }

  /** A commented config inferred from the table. It names no output: over HTTP there are no paths. */
  async config(tenant: string, upload: string): Promise<string> {
    const { name } = this.#uploads.file(tenant, upload);
    const text = initConfig(name, await this.profile(tenant, upload));
    return applyEdits(text, editConfigAll(text, [{ path: ["output", "path"], value: undefined }]));
  }

  /** Findings about a config with their lines and columns; about its table too where an upload is named. */
  async validate(
    tenant: string,
    config: string | Readonly<Record<string, unknown>>,
    upload: string | undefined,
  ): Promise<readonly Diagnostic[]> {
    const text = textOf(config);
    if (upload === undefined)
      return configFindings(text, "table.csv").filter(({ code }) => code !== "path-not-allowed");
    const { name, path } = this.#uploads.file(tenant, upload);
    const early = configFindings(text, name);
    if (early.some(({ severity }) => severity === "error")) return early;
    return await this.#scratch(async (folder) => {
      await this.#blobs.copyTo(path, join(folder, name));
      await writeFile(join(folder, "config.synth.json"), text);
      const set = [["source.path", name]];
      try {
        const result = await this.#light.run({
          name: "validate",
          input: { config: join(folder, "config.synth.json"), overrides: { set } },
        });
        return (result as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
      } catch (error) {
        if (error instanceof FailureError && error.failure.diagnostics.length > 0)
          return error.failure.diagnostics;
        throw this.#refusal(error, "bad-table");
      }
    });
  }

  /** Rules that the rows of the table obey, with what speaks for each. `config` says what the columns are. @throws ServiceProblem */
  async rules(
    tenant: string,
    upload: string,
    config: string | undefined,
    until: AbortSignal,
  ): Promise<readonly FoundRuleText[]> {
    const found = await this.#ofTable(tenant, upload, { name: "rules", config, until, timeoutMs: rulesMs });
    return found as readonly FoundRuleText[];
  }

  /** How many rows break each rule of a config; null for an entry that cannot be judged. @throws ServiceProblem */
  async checkRules(
    tenant: string,
    upload: string,
    config: string,
    until: AbortSignal,
  ): Promise<CheckedRules> {
    return (await this.#ofTable(tenant, upload, { name: "checkRules", config, until })) as CheckedRules;
  }

  async #ofTable(
    tenant: string,
    upload: string,
    {
      name,
      config,
      ...options
    }: LightOptions & { readonly name: "rules" | "checkRules"; readonly config: string | undefined },
  ): Promise<unknown> {
    const { path } = this.#uploads.file(tenant, upload);
    return await this.#scratch(async (folder) => {
      const data = join(folder, basename(path));
      await this.#blobs.copyTo(path, data);
      const input = { data, ...(config !== undefined && { config }) };
      try {
        return await this.#light.run({ name, input }, options);
      } catch (error) {
        throw this.#refusal(error, "bad-table");
      }
    });
  }

  /** A few rows of a model as NDJSON, at once. @throws ServiceProblem */
  async probe(tenant: string, model: string, { rows, seed, where }: Probe): Promise<string> {
    const { path } = this.#models.file(tenant, model);
    return await this.#scratch(async (folder) => {
      const out = join(folder, "rows.ndjson");
      const local = join(folder, "model.synthmodel");
      await this.#blobs.copyTo(path, local);
      const input = {
        model: local,
        rows,
        out,
        ...(seed !== undefined && { seed }),
        ...(where !== undefined && { where }),
      };
      try {
        await this.#light.run({ name: "sample", input });
      } catch (error) {
        throw this.#refusal(error, "bad-input");
      }
      return await readFile(out, "utf8");
    });
  }

  /** Whether a file is a model that can be sampled; resolves when it is. @throws ServiceProblem bad-model */
  async tryModel(path: string): Promise<void> {
    await this.#scratch(async (folder) => {
      try {
        await this.#light.run({
          name: "sample",
          input: { model: path, rows: 1, out: join(folder, "row.ndjson") },
        });
      } catch (error) {
        throw this.#refusal(error, "bad-model");
      }
    });
  }

  async #makeProfiles(path: string, kept: string): Promise<Profiles> {
    return await this.#scratch(async (folder) => {
      const data = join(folder, basename(path));
      await this.#blobs.copyTo(path, data);
      try {
        const made = (await this.#light.run({ name: "profiles", input: { data } })) as Profiles;
        await writeRecord(kept, made.shared);
        return made;
      } catch (error) {
        throw this.#refusal(error, "bad-table");
      }
    });
  }

  /** A folder that is gone when the work is done. */
  async #scratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = join(this.#folder.root, "tmp", newId());
    await mkdir(folder, { recursive: true });
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** What a person can fix is a problem with the reason; what they cannot stays an error. */
  #refusal(error: unknown, code: "bad-table" | "bad-input" | "bad-model"): unknown {
    if (error instanceof ServiceProblem) return error;
    const user =
      error instanceof UserError || (error instanceof FailureError && error.failure.exitCode === 2);
    if (!user && !(error instanceof FailureError && code === "bad-model")) return error;
    const { message, diagnostics } = describeFailure(error);
    const errors = diagnostics.map(problemEntry);
    return new ServiceProblem(code, this.#folder.withoutPaths(withoutFlag(message)), { errors });
  }
}
