import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { grouped } from "../../language/counts.ts";
import { newId } from "../ids.ts";
import { ServiceProblem } from "../problem.ts";
import type { BlobStore } from "../store/blobStore.ts";
import { type DataFolder, syncFolder, tenantPattern, writeRecord } from "../store/dataFolder.ts";
import { namesIn, readRecord } from "../store/readRecord.ts";
import { readBlocks } from "./readBlocks.ts";
import { type ReceiveOptions, receive } from "./receive.ts";
import { type GuardLimits, gzipGuard, TextGuard } from "./tableGuard.ts";
import { checkZip } from "./zipGuard.ts";

/** `meta.json`: an upload that is complete. */
export interface StoredUpload {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly created: string;
}

/** `part.json`: one that still arrives. */
export interface PartUpload {
  readonly id: string;
  readonly tenant: string;
  readonly name: string;
  /** Bytes it will have; null when the client did not say. */
  readonly length: number | null;
  /** Of all bytes, as the client says. */
  readonly sha256: string | null;
  readonly created: string;
}

export interface UploadLimits extends GuardLimits {
  readonly maxUpload: number;
  readonly minFreeBytes: number;
  readonly window?: Pick<ReceiveOptions, "minBytes" | "windowMs">;
}

const maxExcelEntries = 10_000;
/** An Excel file is unpacked in memory. */
const maxExcelUnpacked = 2_000_000_000;

/** Uploaded tables: `data` and `meta.json`, `data.part` and `part.json` while they arrive. */
export class UploadStore {
  readonly #folder: DataFolder;
  readonly #blobs: BlobStore;
  readonly #limits: UploadLimits;
  readonly #uploads = new Map<string, StoredUpload>();
  readonly #writing = new Set<string>();

  constructor(folder: DataFolder, blobs: BlobStore, limits: UploadLimits) {
    this.#folder = folder;
    this.#blobs = blobs;
    this.#limits = limits;
  }

  async load(): Promise<void> {
    for (const tenant of (await namesIn(this.#folder.place("uploads"))).filter((name) =>
      tenantPattern.test(name),
    ))
      for (const id of await namesIn(this.#folder.place("uploads", tenant))) {
        const upload = await readRecord<StoredUpload>(this.#path(tenant, id, "meta.json"));
        if (upload !== undefined) this.#uploads.set(id, upload);
      }
  }

  /** Reads the record of an upload that another process took. */
  async reload(tenant: string, id: string): Promise<void> {
    const upload = await readRecord<StoredUpload>(this.#path(tenant, id, "meta.json"));
    if (upload === undefined) this.#uploads.delete(id);
    else this.#uploads.set(id, upload);
  }

  /** Announces an upload. `quotaLeft`: bytes the tenant may still store. */
  async begin(
    tenant: string,
    {
      name,
      length,
      sha256,
      quotaLeft,
    }: Pick<PartUpload, "name" | "length" | "sha256"> & { readonly quotaLeft: number },
  ): Promise<PartUpload> {
    const { maxUpload } = this.#limits;
    if (length !== null && length > maxUpload)
      throw new ServiceProblem("upload-too-large", `an upload has ${grouped(maxUpload)} bytes at most`, {
        limit: maxUpload,
      });
    if ((length ?? 0) > quotaLeft)
      throw new ServiceProblem("quota-exceeded", "delete uploads, jobs or models that are no longer needed", {
        limit: quotaLeft,
      });
    if (sha256 !== null && !/^[0-9a-f]{64}$/i.test(sha256))
      throw new ServiceProblem("bad-request", "a SHA-256 has 64 hexadecimal digits");
    const id = newId();
    const part = {
      id,
      tenant,
      name,
      length,
      sha256: sha256?.toLowerCase() ?? null,
      created: new Date().toISOString(),
    };
    try {
      await writeRecord(this.#path(tenant, id, "part.json"), part);
    } catch (error) {
      await this.drop(tenant, id);
      throw error;
    }
    return part;
  }

  /** The part of this id, with the bytes that have arrived. Undefined for those of others and complete ones. */
  async part(
    tenant: string,
    id: string,
  ): Promise<{ readonly part: PartUpload; readonly offset: number } | undefined> {
    const part = await readRecord<PartUpload>(this.#path(tenant, id, "part.json"));
    if (part === undefined) return undefined;
    const offset = await stat(this.#path(tenant, id, "data.part")).then(
      ({ size }) => size,
      () => 0,
    );
    return { part, offset };
  }

  /** Writes what arrives at the end of the part. One request at a time. @throws ServiceProblem; the bytes that arrived stay */
  async append(
    part: PartUpload,
    body: Readable,
    offset: number,
    quotaLeft: number,
  ): Promise<{ readonly bytes: number; readonly sha256: string | null }> {
    const { id, tenant } = part;
    if (this.#writing.has(id)) throw new ServiceProblem("locked", "wait until the other request has ended");
    this.#writing.add(id);
    const max = Math.min(this.#limits.maxUpload, part.length ?? Number.POSITIVE_INFINITY, quotaLeft + offset);
    try {
      const { bytes, hash } = await receive(body, this.#path(tenant, id, "data.part"), {
        offset,
        max,
        minFreeBytes: this.#limits.minFreeBytes,
        ...this.#limits.window,
      });
      return { bytes, sha256: offset === 0 ? hash.digest("hex") : null };
    } finally {
      this.#writing.delete(id);
    }
  }

  /** Checks what arrived and makes it an upload. `sha256`: of all bytes where it is known already. A part that is wrong is removed. */
  async finish(part: PartUpload, known: string | null): Promise<StoredUpload> {
    const { id, tenant, name, length, sha256, created } = part;
    const arrived = this.#path(tenant, id, "data.part");
    try {
      const { size: bytes } = await stat(arrived).catch(() => ({ size: 0 }));
      if (bytes === 0) throw new ServiceProblem("bad-table", "it is empty; send the bytes of a table");
      if (length !== null && bytes !== length)
        throw new ServiceProblem(
          "bad-length",
          `${bytes} bytes arrived, ${length} were announced; send it again`,
        );
      const { hash, refusal } = await this.#look(arrived, name, known);
      if (sha256 !== null && sha256 !== hash)
        throw new ServiceProblem("bad-hash", "bytes were changed or lost on the way; send it again");
      if (refusal !== undefined) throw refusal;
      await this.#guardPacked(arrived, name);
      const kept = this.#path(tenant, id, dataName(name));
      await rename(arrived, kept);
      await this.#blobs.keep(kept);
      const upload = { id, tenant, name, bytes, sha256: hash, created };
      await writeRecord(this.#path(tenant, id, "meta.json"), upload);
      await rm(this.#path(tenant, id, "part.json"), { force: true });
      await syncFolder(this.#folder.place("uploads", tenant));
      this.#uploads.set(id, upload);
      return upload;
    } catch (error) {
      await this.drop(tenant, id);
      throw error;
    }
  }

  /** Removes a part or an upload. */
  async drop(tenant: string, id: string): Promise<void> {
    this.#uploads.delete(id);
    await this.#blobs.remove(this.#path(tenant, id));
  }

  get(tenant: string, id: string): StoredUpload | undefined {
    const upload = this.#uploads.get(id);
    return upload?.tenant === tenant ? upload : undefined;
  }

  /** Where its bytes are kept, for the store of bytes. @throws ServiceProblem not-found, for the uploads of others too */
  file(tenant: string, id: string): { readonly path: string; readonly name: string } {
    const upload = this.get(tenant, id);
    if (upload === undefined)
      throw new ServiceProblem("not-found", `there is no upload ${id}; GET /v1/uploads lists yours`);
    return { path: this.#path(tenant, id, dataName(upload.name)), name: upload.name };
  }

  nameOf(tenant: string, id: string): string | undefined {
    return this.get(tenant, id)?.name;
  }

  /** A file that is kept beside the upload and deleted with it. */
  beside(tenant: string, id: string, file: string): string {
    return this.#path(tenant, id, file);
  }

  /** Newest first. */
  of(tenant: string): StoredUpload[] {
    return [...this.#uploads.values()]
      .filter((upload) => upload.tenant === tenant)
      .sort((a, b) => (`${a.created}${a.id}` < `${b.created}${b.id}` ? 1 : -1));
  }

  all(): IterableIterator<StoredUpload> {
    return this.#uploads.values();
  }

  /** Parts that began before `before` (ISO 8601) and nobody writes to; a folder that holds no record counts too. */
  async stale(before: string): Promise<{ readonly tenant: string; readonly id: string }[]> {
    const found = [];
    for (const tenant of (await namesIn(this.#folder.place("uploads"))).filter((name) =>
      tenantPattern.test(name),
    ))
      for (const id of await namesIn(this.#folder.place("uploads", tenant))) {
        if (this.#uploads.has(id) || this.#writing.has(id)) continue;
        const part = await readRecord<PartUpload>(this.#path(tenant, id, "part.json"));
        if (part === undefined || part.created < before) found.push({ tenant, id });
      }
    return found;
  }

  bytesOf(tenant: string): number {
    return this.of(tenant).reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Reads the file once: its SHA-256 where that is not known yet, and what speaks against lines of text. */
  async #look(
    path: string,
    name: string,
    known: string | null,
  ): Promise<{ readonly hash: string; readonly refusal: unknown }> {
    const hash = known === null ? createHash("sha256") : undefined;
    const guard = linesPattern.test(name) && !packed(name) ? new TextGuard(this.#limits, true) : undefined;
    let refusal: unknown;
    if (hash !== undefined || guard !== undefined)
      await readBlocks(path, (block) => {
        hash?.update(block);
        try {
          if (refusal === undefined) guard?.see(block);
        } catch (error) {
          refusal = error;
        }
      });
    return { hash: hash?.digest("hex") ?? known!, refusal };
  }

  async #guardPacked(path: string, name: string): Promise<void> {
    if (/\.xls[xm]$/.test(name))
      await checkZip(path, "bad-table", { maxEntries: maxExcelEntries, maxUnpacked: maxExcelUnpacked });
    if (!packed(name)) return;
    const { unpack, sink } = gzipGuard(this.#limits, linesPattern.test(name));
    await pipeline(createReadStream(path), unpack, sink).catch((error: unknown) => {
      throw error instanceof ServiceProblem
        ? error
        : new ServiceProblem("bad-table", "its gzip is damaged or cut; pack it again");
    });
  }

  #path(tenant: string, id: string, ...file: string[]): string {
    return this.#folder.path("uploads", tenant, id, ...file);
  }
}

/** Only the ending of the name reaches the disk. */
function dataName(name: string): string {
  return `data${/\.\w+(\.gz)?$/.exec(name)![0]}`;
}

const linesPattern = /\.(csv|tsv|tab|txt|ndjson|jsonl)(\.gz)?$/;

function packed(name: string): boolean {
  return name.endsWith(".gz");
}
