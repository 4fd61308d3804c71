import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, expectTypeOf, test, vi } from "vitest";
import { clientTypes, type OpenApi } from "../../scripts/writeClient.ts";
import {
  type Finding,
  type Job,
  type Model,
  type Output,
  ProblemError,
  SynDataClient,
  type Upload,
} from "../../src/client/client.ts";
import { readEvents } from "../../src/client/serverEvents.ts";
import type { JobView, ModelView, OutputFile, ProblemEntry, UploadView } from "../../src/protocol/service.ts";
import { quickConfig, smallTable, startTestServer, type TestServer } from "./serverForTests.ts";

vi.setConfig({ testTimeout: 180_000 });
const folder = mkdtempSync(join(tmpdir(), "syndata-remote-"));
const at = (name: string) => join(folder, name);
let server: TestServer;
let client: SynDataClient;
beforeAll(async () => {
  server = await startTestServer();
  client = new SynDataClient({ base: server.base, key: server.keys.own });
  writeFileSync(at("people.csv"), smallTable());
  writeFileSync(at("people.synth.json"), JSON.stringify({ source: { path: "people.csv" }, ...quickConfig }));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the client's types are those of the server's document", async () => {
  const document = (await (await server.call("/openapi.json")).json()) as OpenApi;
  const path = "src/client/operations.ts";
  const format = ["format", `--stdin-file-path=${path}`];
  const made = execFileSync("node_modules/.bin/biome", format, {
    input: clientTypes(document),
    encoding: "utf8",
  });
  expect(made).toBe(readFileSync(path, "utf8"));
  // and those that the server and the dashboard are written with
  expectTypeOf<Job>().toExtend<JobView>();
  expectTypeOf<Upload>().toEqualTypeOf<UploadView>();
  expectTypeOf<Model>().toEqualTypeOf<ModelView>();
  expectTypeOf<Finding>().toEqualTypeOf<ProblemEntry>();
  expectTypeOf<Output>().toEqualTypeOf<OutputFile>();
});

test("a program uploads, runs, follows and downloads with the typed client", async () => {
  const upload = await client.upload("people.csv", smallTable());
  const config = JSON.stringify(quickConfig);
  const { id } = await client.call("POST /v1/jobs", {
    body: { kind: "run", upload: upload.id, config, rows: 30 },
  });
  const types = [];
  for await (const event of client.events(id)) types.push(event.type);
  expect(types).toContain("stage");
  const job = await client.call("GET /v1/jobs/{id}", { path: { id } });
  expect(job.state).toBe("succeeded");
  const table = await (await client.download(id, "table")).text();
  expect(createHash("sha256").update(table).digest("hex")).toBe(
    job.outputs.find(({ name }) => name === "table")!.sha256,
  );
  const { items } = await client.call("GET /v1/jobs", { query: { limit: 1 } });
  expect(items.map((one) => one.id)).toEqual([id]);
  const refused = client.call("POST /v1/jobs", { body: { kind: "run", upload: id } });
  await expect(refused).rejects.toMatchObject({ status: 404, code: "not-found" });
  await expect(refused).rejects.toBeInstanceOf(ProblemError);
});

test("events are read however the bytes are cut", async () => {
  const stream =
    'retry: 5\n\nid: 1\nevent: a\ndata: {"x":"é"}\n\n: \n\nid: 2\r\nevent: b\r\ndata: {}\r\n\r\nid: x\ndata: {}\n\nid: 3\ndata: {';
  const bytes = new TextEncoder().encode(stream);
  for (let size = 1; size < 30; size++) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let from = 0; from < bytes.length; from += size)
          controller.enqueue(bytes.slice(from, from + size));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(body)) events.push(event);
    expect(events).toEqual([
      { id: 1, type: "a", data: { x: "é" } },
      { id: 2, type: "b", data: {} },
    ]);
  }
});

test("syndata remote: login, run with progress, download; refusals say where", async () => {
  const remote = async (args: readonly string[], input = "") => {
    const child = spawn(process.execPath, [resolve("dist/cli.cjs"), "remote", ...args], {
      cwd: folder,
      env: { ...process.env, NO_COLOR: "1", XDG_CONFIG_HOME: folder },
    });
    child.stdin.end(input);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((done) => child.once("exit", done)),
    ]);
    return { stdout, stderr, code };
  };
  const before = await remote(["upload", "people.csv"]);
  expect([before.code, before.stderr]).toEqual([2, expect.stringContaining("sign in first")]);
  expect((await remote(["login", "http://example.org"], server.keys.own)).stderr).toContain("https only");
  const wrong = await remote(["login", server.base], `sd_${"x".repeat(60)}\n`);
  expect(wrong.code).toBe(2);
  const login = await remote(["login", server.base], `${server.keys.own}\n`);
  expect([login.code, login.stderr]).toEqual([0, ""]);
  expect(statSync(login.stdout.trim()).mode & 0o077).toBe(0);

  const run = await remote([
    "run",
    "people.csv",
    "--config",
    "people.synth.json",
    "--rows",
    "25",
    "--out",
    "made.csv",
  ]);
  expect(run.code).toBe(0);
  expect(run.stderr).toContain("Train");
  expect(readFileSync(at("made.csv"), "utf8").trim().split("\n")).toHaveLength(26);
  const model = await remote(["download", run.stdout.trim(), "--output", "model", "--out", "m.synthmodel"]);
  expect(model.code).toBe(0);
  expect(readFileSync(at("m.synthmodel")).subarray(0, 2).toString()).toBe("PK");
  expect((await remote(["watch", run.stdout.trim()])).code).toBe(0);

  writeFileSync(at("bad.synth.json"), '{\n  "model": { "type": "circuits" }\n}');
  const bad = await remote(["run", "people.csv", "--config", "bad.synth.json"]);
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringMatching(/ {2}2:\d+: .*circuit/)]);
});
