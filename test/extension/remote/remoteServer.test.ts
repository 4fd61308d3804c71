import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ProblemError } from "../../../src/client/client.ts";
import type { Job } from "../../../src/client/operations.ts";
import { serverOrigin } from "../../../src/client/serverOrigin.ts";
import { isActive, jobLook } from "../../../src/extension/remote/jobLook.ts";
import { RemoteServer } from "../../../src/extension/remote/remoteServer.ts";
import { parseReport } from "../../../src/extension/report/readReport.ts";
import { english } from "../../../src/runs/translate.ts";
import { smallTable, startTestServer, type TestServer } from "../../server/serverForTests.ts";

let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), "syndata-remote-view-"));
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it("lists the runs of a server, opens the report of one and saves its table", async () => {
  const remote = new RemoteServer(server.base, server.keys.own);
  expect(await remote.jobs()).toEqual([]);
  const sent = await server.call("/v1/uploads", {
    method: "POST",
    body: smallTable(80),
    headers: { "x-filename": "people.csv", "content-type": "text/csv" },
  });
  const { id: upload } = (await sent.json()) as { readonly id: string };
  const config = { model: { type: "independent" }, report: { sections: ["fidelity"] } };
  const asked = await server.json("/v1/jobs", { kind: "run", upload, config, rows: 40 });
  expect(asked).toMatchObject({ status: 202 });
  let job: Job;
  do {
    await new Promise((resolve) => setTimeout(resolve, 100));
    job = (await remote.jobs())[0]!;
  } while (isActive(job));
  const look = jobLook(job, english, Date.parse(job.ended!) + 180_000);
  expect(look).toMatchObject({ label: "people.csv", description: "done · 3 min ago", icon: "pass" });
  expect(look.context).toBe("remote report table");
  const report = parseReport(await remote.report(job.id), "people.csv", english);
  expect(report.tables.synthetic.rows).toBe(40);
  await remote.saveTable(job.id, join(folder, "synthetic.csv"));
  expect(readFileSync(join(folder, "synthetic.csv"), "utf8").trimEnd().split("\n")).toHaveLength(41);
  // another's key sees nothing of it, and leaves nothing half-written
  const other = new RemoteServer(server.base, server.keys.other);
  expect(await other.jobs()).toEqual([]);
  await expect(other.saveTable(job.id, join(folder, "other.csv"))).rejects.toThrow(ProblemError);
  await expect(new RemoteServer(server.base, "sd_a_b").jobs()).rejects.toMatchObject({ status: 401 });
  expect(readdirSync(folder)).toEqual(["synthetic.csv"]);
}, 60_000);

it("says of every state what it is, and offers to stop what runs", () => {
  const job = {
    ...{ id: "a", kind: "sample", name: "people", stage: "sample", fraction: 0.25, label: null, etaMs: null },
    ...{ attempt: 1, position: null, created: "2026-11-30T00:00:00Z", started: null, ended: null },
    ...{ upload: null, model: "m", rows: 10, gates: null, gatesFailed: [], reason: null, outputs: [] },
    ...{ resumable: false, state: "running" },
  } as const satisfies Job;
  const now = Date.parse(job.created);
  expect(jobLook(job, english, now)).toMatchObject({
    label: "people · sample",
    description: "sample 25 % · just now",
    context: "remote active",
  });
  expect(jobLook({ ...job, state: "queued" }, english, now).icon).toBe("clock");
  const reason = { code: "oom", message: "too large", errors: [] } as const;
  expect(jobLook({ ...job, state: "failed", reason }, english, now).tooltip).toBe("failed\ntoo large");
  const gated = { ...job, state: "succeeded", gates: "failed", gatesFailed: ["privacy"] } as const;
  expect(jobLook(gated, english, now)).toMatchObject({ icon: "warning", tooltip: "gates failed\nprivacy" });
});

it("sends a key over https, or to this machine, and nowhere else", () => {
  expect(serverOrigin("https://example.org/x?y")).toEqual({ origin: "https://example.org" });
  for (const local of ["http://127.0.0.1:8787", "http://localhost:1", "http://[::1]:80"])
    expect(serverOrigin(local)).toHaveProperty("origin");
  for (const open of ["http://example.org", "http://127.0.0.1.example.org", "ftp://localhost", "file:///etc"])
    expect(serverOrigin(open)).toEqual({ problem: "in-the-clear" });
  for (const none of ["", "example", "//example.org"])
    expect(serverOrigin(none)).toEqual({ problem: "no-address" });
});
