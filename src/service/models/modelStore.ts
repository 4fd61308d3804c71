import { createHash } from "node:crypto";
import { copyFile, link, mkdir, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { ModelView, OutputFile } from "../../protocol/service.ts";
import { outputFile } from "../jobs/outputFiles.ts";
import { ServiceProblem } from "../problem.ts";
import type { BlobStore } from "../store/blobStore.ts";
import { type DataFolder, tenantPattern, writeRecord } from "../store/dataFolder.ts";
import { namesIn, readRecord } from "../store/readRecord.ts";

const fileName = "model.synthmodel";

interface StoredModel {
  readonly tenant: string;
  readonly view: ModelView;
}

export interface NewModel {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly rows: number | null;
  readonly job: string | null;
  readonly upload: string | null;
}

/** Trained models, apart from the jobs that made them: train once, sample often. */
export class ModelStore {
  readonly #folder: DataFolder;
  readonly #blobs: BlobStore;
  readonly #models = new Map<string, StoredModel>();

  constructor(folder: DataFolder, blobs: BlobStore) {
    this.#folder = folder;
    this.#blobs = blobs;
  }

  async load(): Promise<void> {
    for (const tenant of (await namesIn(this.#folder.place("models"))).filter((name) =>
      tenantPattern.test(name),
    ))
      for (const id of await namesIn(this.#folder.place("models", tenant))) {
        const view = await readRecord<ModelView>(this.#folder.path("models", tenant, id, "meta.json"));
        if (view !== undefined) this.#models.set(id, { tenant, view });
        else await this.#blobs.remove(this.#folder.path("models", tenant, id));
      }
  }

  /** Keeps a model file under its own id and describes it as an output named `model`. The file keeps its other name. */
  async keep(tenant: string, { id, path, name, type, rows, job, upload }: NewModel): Promise<OutputFile> {
    const to = this.#folder.path("models", tenant, id, fileName);
    await mkdir(this.#folder.path("models", tenant, id), { recursive: true });
    await rm(to, { force: true });
    await link(path, to).catch(() => copyFile(path, to));
    const described = await outputFile("model", path);
    await this.#blobs.keep(to);
    const created = new Date().toISOString();
    const view = { id, name, type, rows, job, upload, created, bytes: described.bytes };
    await writeRecord(this.#folder.path("models", tenant, id, "meta.json"), view);
    this.#models.set(id, { tenant, view });
    return described;
  }

  /** Reads the record of a model that another process kept. */
  async reload(tenant: string, id: string): Promise<void> {
    const view = await readRecord<ModelView>(this.#folder.path("models", tenant, id, "meta.json"));
    if (view === undefined) this.#models.delete(id);
    else this.#models.set(id, { tenant, view });
  }

  get(tenant: string, id: string): ModelView | undefined {
    const model = this.#models.get(id);
    return model?.tenant === tenant ? model.view : undefined;
  }

  /** Newest first. */
  of(tenant: string): ModelView[] {
    return [...this.#models.values()]
      .filter((model) => model.tenant === tenant)
      .map(({ view }) => view)
      .sort((a, b) => (`${a.created}${a.id}` < `${b.created}${b.id}` ? 1 : -1));
  }

  /** Where its bytes are kept, for the store of bytes. @throws ServiceProblem not-found */
  file(tenant: string, id: string): { readonly path: string; readonly name: string } {
    const view = this.get(tenant, id);
    if (view === undefined)
      throw new ServiceProblem("not-found", `there is no model ${id}; GET /v1/models lists yours`);
    return { path: this.#folder.path("models", tenant, id, fileName), name: view.name };
  }

  /** The file as it is sent. @throws ServiceProblem not-found */
  async describe(tenant: string, id: string): Promise<OutputFile> {
    const { path, name } = this.file(tenant, id);
    const hash = createHash("sha256");
    await pipeline(await this.#blobs.read(path), hash);
    const { bytes } = this.get(tenant, id)!;
    const file = `${name}.synthmodel`;
    return { name: "model", file, type: "application/octet-stream", bytes, sha256: hash.digest("hex") };
  }

  async remove(tenant: string, id: string): Promise<void> {
    if (this.get(tenant, id) === undefined) return;
    this.#models.delete(id);
    await this.#blobs.remove(this.#folder.path("models", tenant, id));
  }

  bytesOf(tenant: string): number {
    return this.of(tenant).reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
