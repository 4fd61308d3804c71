import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../src/service/settings.ts";
import { type BlobStore, FolderBlobs } from "../../src/service/store/blobStore.ts";
import { DataFolder } from "../../src/service/store/dataFolder.ts";
import { openBlobs } from "../../src/service/store/openBlobs.ts";
import { quickConfig, smallTable, startTestServer } from "../server/serverForTests.ts";
import { startS3, type TestS3 } from "./s3ForTests.ts";

let s3: TestS3;
const root = mkdtempSync(join(tmpdir(), "syndata-blobs-"));
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3.stop();
  rmSync(root, { recursive: true, force: true });
});

async function open(kind: string): Promise<BlobStore> {
  if (kind === "folder") return new FolderBlobs();
  return await openBlobs(new DataFolder(root), readSettings(s3.settings));
}

function write(bytes: Buffer, ...names: string[]): string {
  const path = join(root, ...names);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe.each(["folder", "S3"])("the store of bytes in a %s", (kind) => {
  it.each([
    ["nothing", 0],
    ["a few bytes", 1000],
    // more than one part of an S3 upload
    ["many bytes", 17 * 2 ** 20 + 3],
  ])("gives back %s as they were, whole, in part and as a file", async (_, size) => {
    const store = await open(kind);
    const bytes = randomBytes(size);
    const path = write(bytes, kind, `ids ${size}`, "ü & table.csv");
    await store.keep(path);
    const hash = (content: Buffer) => createHash("sha256").update(content).digest("hex");
    expect(hash(await bytesOf(await store.read(path)))).toBe(hash(bytes));
    const copy = join(root, kind, "work", String(size), "table.csv");
    await store.copyTo(path, copy);
    expect(hash(readFileSync(copy))).toBe(hash(bytes));
    await store.copyTo(path, copy);
    if (size < 100) return;
    const range = { start: size - 90, end: size - 11 };
    expect(await bytesOf(await store.read(path, range))).toEqual(bytes.subarray(size - 90, size - 10));
  });

  it("keeps the last of two files of a name, and deletes a folder without its neighbors", async () => {
    const store = await open(kind);
    for (const text of ["first", "second"])
      await store.keep(write(Buffer.from(text), kind, "one", "table.csv"));
    const beside = write(Buffer.from("beside"), kind, "one-more", "table.csv");
    await store.keep(beside);
    const path = join(root, kind, "one", "table.csv");
    expect((await bytesOf(await store.read(path))).toString()).toBe("second");
    await store.remove(join(root, kind, "one"));
    await expect(store.read(path)).rejects.toThrow();
    await expect(store.copyTo(path, join(root, kind, "lost.csv"))).rejects.toThrow();
    expect(readdirSync(join(root, kind)).filter((name) => name.startsWith("lost"))).toEqual([]);
    await store.remove(join(root, kind, "one"));
    expect((await bytesOf(await store.read(beside))).toString()).toBe("beside");
  });
});

it("a bucket that is not there, or a wrong address, is named before anything is accepted", async () => {
  const folder = new DataFolder(root);
  const other = { ...s3.settings, SYNDATA_STORE: "s3://elsewhere" };
  await expect(openBlobs(folder, readSettings(other))).rejects.toThrow(
    /^SYNDATA_STORE: s3:\/\/elsewhere at http:\/\/127\.0\.0\.1:\d+ cannot be used \(NoSuchBucket/,
  );
  for (const bad of ["s3://", "s3:/tables", "gs://tables", "s3://Tables"])
    expect(() => readSettings({ SYNDATA_STORE: bad })).toThrow(/SYNDATA_STORE: must be folder, or s3:/);
  expect(() => readSettings({ SYNDATA_S3_KEY: "a" })).toThrow(/set both, or neither/);
});

it("a service on S3 takes, makes, sends and deletes: no byte of a table stays in its folder", async () => {
  const server = await startTestServer(s3.settings);
  try {
    const table = smallTable(80);
    const sent = await server.call("/v1/uploads", {
      method: "POST",
      body: table,
      headers: { "x-filename": "people.csv", "content-type": "text/csv" },
    });
    expect(sent.status).toBe(201);
    const { id: upload } = (await sent.json()) as { readonly id: string };
    const profile = await server.call(`/v1/uploads/${upload}/profile`);
    expect(((await profile.json()) as { readonly rows: number }).rows).toBe(80);
    const { body: job } = await server.json<{ id: string; state: string }>("/v1/jobs", {
      kind: "run",
      upload,
      config: quickConfig,
      rows: 50,
    });
    let state = job.state;
    while (state !== "succeeded" && state !== "failed") {
      await new Promise((resolve) => setTimeout(resolve, 100));
      state = ((await (await server.call(`/v1/jobs/${job.id}`)).json()) as { state: string }).state;
    }
    expect(state).toBe("succeeded");
    const whole = await (await server.call(`/v1/jobs/${job.id}/outputs/table`)).text();
    expect(whole.split("\n")).toHaveLength(52);
    const part = await server.call(`/v1/jobs/${job.id}/outputs/table`, { headers: { range: "bytes=4-9" } });
    expect([part.status, await part.text()]).toEqual([206, whole.slice(4, 10)]);
    const probed = await server.json(`/v1/models/${job.id}/probe`, { rows: 5 });
    expect(probed.status).toBe(200);
    const model = await server.call(`/v1/models/${job.id}/file`);
    expect((await model.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(existsSync(join(server.data, "uploads", "own", upload, "data.csv"))).toBe(false);
    expect(readdirSync(join(server.data, "generated", "own", job.id))).toEqual([
      "people.csv.provenance.json",
    ]);
    const kept = () => readdirSync(s3.folder, { recursive: true }).map(String);
    expect(kept().filter((name) => name.includes(job.id)).length).toBeGreaterThan(3);
    const gone = await server.call(`/v1/uploads/${upload}?everything=true`, { method: "DELETE" });
    expect(gone.status).toBeLessThan(300);
    expect(kept().filter((name) => name.includes(job.id) || name.includes(upload))).toEqual([]);
  } finally {
    await server.close();
  }
}, 60_000);
