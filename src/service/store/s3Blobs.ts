import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, relative, sep } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { UserError } from "../../table/userError.ts";
import type { BlobStore, ByteRange } from "./blobStore.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

export interface S3Options {
  /** `s3://BUCKET/PREFIX`. */
  readonly url: string;
  /** The data folder, in which paths are named. */
  readonly root: string;
  /** Of a store that is not Amazon's. */
  readonly endpoint?: string | undefined;
  readonly region: string;
  /** Left out: what the SDK finds (environment, role of the machine). */
  readonly key?: string | undefined;
  readonly secret?: string | undefined;
}

/** Bytes of a part of an upload; S3 wants 5 MB at least and takes 10,000 parts. */
const partBytes = 16 * 2 ** 20;
const maxParts = 9000;

/**
 * Bytes are objects of an S3 bucket, under their path in the data folder. Uses put, get with ranges, list, delete and multipart uploads
 * only, which every such store has, and checksums only where they are required: others store what streams add for them as data.
 */
export class S3Blobs implements BlobStore {
  readonly #sdk: Sdk;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #root: string;

  private constructor(sdk: Sdk, { url, root, endpoint, region, key, secret }: S3Options) {
    const { hostname, pathname } = new URL(url);
    this.#sdk = sdk;
    this.#bucket = hostname;
    this.#prefix = pathname.replace(/^\/+|\/+$/g, "");
    this.#root = root;
    this.#client = new sdk.S3Client({
      region,
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(key !== undefined &&
        secret !== undefined && { credentials: { accessKeyId: key, secretAccessKey: secret } }),
    });
  }

  /** Writes, reads and deletes a first object. @throws UserError when the store cannot be used */
  static async open(options: S3Options): Promise<S3Blobs> {
    const store = new S3Blobs(await import("@aws-sdk/client-s3"), options);
    try {
      await store.#tryOut();
    } catch (error) {
      store.close();
      const { name, message } = error as Error;
      const at = options.endpoint === undefined ? "" : ` at ${options.endpoint}`;
      throw new UserError(
        `SYNDATA_STORE: ${options.url}${at} cannot be used (${name}: ${message}); check the bucket, its address and the key, which needs to get, put, list and delete objects`,
      );
    }
    return store;
  }

  async keep(path: string): Promise<void> {
    const { size } = await stat(path);
    const file = await open(path, "r");
    try {
      if (size <= partBytes) await this.#put(this.#keyOf(path), await readPart(file, 0, size));
      else await this.#putParts(this.#keyOf(path), file, size);
    } finally {
      await file.close();
    }
    await rm(path);
  }

  async copyTo(path: string, to: string): Promise<void> {
    if (await exists(to)) return;
    await mkdir(dirname(to), { recursive: true });
    const temporary = `${to}.${randomUUID()}.tmp`;
    try {
      await pipeline(await this.read(path), createWriteStream(temporary));
      await rename(temporary, to);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async read(path: string, range?: ByteRange): Promise<Readable> {
    const { Body } = await this.#client.send(
      new this.#sdk.GetObjectCommand({
        Bucket: this.#bucket,
        Key: this.#keyOf(path),
        ...(range !== undefined && { Range: `bytes=${range.start}-${range.end}` }),
      }),
    );
    return Body as Readable;
  }

  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
    const { ListObjectsV2Command, DeleteObjectCommand } = this.#sdk;
    for (;;) {
      const { Contents = [], IsTruncated } = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: `${this.#keyOf(folder)}/` }),
      );
      for (const { Key } of Contents)
        await this.#client.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key }));
      if (IsTruncated !== true) return;
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async #tryOut(): Promise<void> {
    const Key = this.#withPrefix(`check-${randomUUID()}`);
    await this.#put(Key, Buffer.from("SynData"));
    await this.#client
      .send(new this.#sdk.GetObjectCommand({ Bucket: this.#bucket, Key }))
      .then(async ({ Body }) => await Body?.transformToString());
    await this.#client.send(new this.#sdk.DeleteObjectCommand({ Bucket: this.#bucket, Key }));
  }

  async #put(Key: string, Body: Buffer): Promise<void> {
    await this.#client.send(new this.#sdk.PutObjectCommand({ Bucket: this.#bucket, Key, Body }));
  }

  /** The object appears when its last part is there. */
  async #putParts(Key: string, file: FileHandle, size: number): Promise<void> {
    const { CreateMultipartUploadCommand, UploadPartCommand, CompleteMultipartUploadCommand } = this.#sdk;
    const target = { Bucket: this.#bucket, Key };
    const bytes = Math.max(partBytes, Math.ceil(size / maxParts));
    const { UploadId } = await this.#client.send(new CreateMultipartUploadCommand(target));
    try {
      const Parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
      for (let start = 0; start < size; start += bytes) {
        const PartNumber = Parts.length + 1;
        const Body = await readPart(file, start, Math.min(bytes, size - start));
        const { ETag } = await this.#client.send(
          new UploadPartCommand({ ...target, UploadId, PartNumber, Body }),
        );
        Parts.push({ PartNumber, ETag });
      }
      await this.#client.send(
        new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      const abort = new this.#sdk.AbortMultipartUploadCommand({ ...target, UploadId });
      await this.#client.send(abort).catch(() => undefined);
      throw error;
    }
  }

  #keyOf(path: string): string {
    return this.#withPrefix(relative(this.#root, path).split(sep).join("/"));
  }

  #withPrefix(name: string): string {
    return this.#prefix === "" ? name : `${this.#prefix}/${name}`;
  }
}

async function readPart(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(buffer, at, length - at, start + at);
    if (bytesRead === 0) throw new Error("the file was cut while it was stored");
    at += bytesRead;
  }
  return buffer;
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
