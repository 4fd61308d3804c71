import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  ended,
  quickConfig,
  smallTable,
  startTestServer,
  type TestServer,
  upload,
} from "./serverForTests.ts";

// jobs yield to whatever else runs: beside twelve busy processes one takes a minute instead of two seconds
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const disk = mkdtempSync(join(tmpdir(), "syndata-small-disk-"));
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]);
const cannot = mounted.status === 0 ? "" : String(mounted.stderr ?? mounted.error?.message).trim();
if (cannot !== "") console.log(`tests of a full disk are left out: ${cannot}`);

const filler = join(disk, "filler");
let server: TestServer;
let table: string;

beforeAll(async () => {
  if (cannot !== "") return;
  mkdirSync(join(disk, "data"));
  server = await startTestServer({ SYNDATA_MIN_FREE_BYTES: "0" }, join(disk, "data"));
  table = await upload(server, smallTable(2000));
});
afterAll(async () => {
  if (cannot === "") await server.close();
  if (mounted.status === 0) spawnSync("umount", [disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves so many bytes of the disk. */
function leave(bytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  const length = bavail * bsize - bytes;
  if (length > 0) writeFileSync(filler, Buffer.alloc(length));
}

const free = (): void => rmSync(filler, { force: true });
const ask = async (config: object, rows: number): Promise<{ status: number; id: string; code?: string }> => {
  const body = { kind: "run", upload: table, config, rows, seed: 5 };
  const answer = await server.json<{ id: string; code?: string }>("/v1/jobs", body);
  return { status: answer.status, ...answer.body };
};
const hashOf = ({ outputs }: Awaited<ReturnType<typeof ended>>): string | undefined =>
  outputs.find(({ name }) => name === "table")?.sha256;
const written = (id: string): { state: string; reason: { code: string } | null } =>
  JSON.parse(readFileSync(join(server.data, "jobs/own", id, "state.json"), "utf8"));

test.skipIf(cannot !== "")(
  "a job that fills the disk at any moment fails by name, leaves nothing half-written, and continues to the same bytes",
  async () => {
    const rows = 8_000;
    const whole = await ended(server, (await ask(quickConfig, rows)).id);
    expect(whole.state).toBe("succeeded");
    const { bytes } = whole.outputs.find(({ name }) => name === "table")!;
    await server.call(`/v1/jobs/${whole.id}`, { method: "DELETE" });
    for (const left of [60_000, 0.7 * bytes]) {
      leave(left);
      const { id, status } = await ask(quickConfig, rows);
      expect(status).toBe(202);
      const job = await ended(server, id);
      expect([left, job.state, job.reason?.code]).toEqual([left, "failed", "disk-full"]);
      expect(job.reason!.message).not.toContain(disk);
      for (const place of ["generated/own", "generated/reports/own"])
        expect(existsSync(join(server.data, place, id))).toBe(false);
      expect(written(id)).toMatchObject({ state: "failed", reason: { code: "disk-full" } });
      free();
      expect((await server.call(`/v1/jobs/${id}/resume`, { method: "POST" })).status).toBe(202);
      const resumed = await ended(server, id);
      expect([left, resumed.state, hashOf(resumed)]).toEqual([left, "succeeded", hashOf(whole)]);
      await server.call(`/v1/jobs/${id}`, { method: "DELETE" });
    }
  },
);

test.skipIf(cannot !== "")(
  "on a disk without any room nothing is accepted, what runs ends for all who ask, and deleting works",
  async () => {
    const slow = { model: { type: "ctgan", epochs: 3000 }, report: { enabled: false } };
    const { id } = await ask(slow, 10);
    await vi.waitFor(
      async () =>
        expect(await (await server.call(`/v1/jobs/${id}`)).json()).toMatchObject({ stage: "train" }),
      { timeout: 120_000, interval: 50 },
    );
    leave(0);
    const before = readdirSync(join(server.data, "jobs/own"));
    const refused = await ask(quickConfig, 10);
    expect([refused.status, refused.code]).toEqual([507, "disk-full"]);
    const sent = await server.call("/v1/uploads", {
      method: "POST",
      body: "a,b\n1,2\n",
      headers: { "x-filename": "a.csv" },
    });
    expect(sent.status).toBe(507);
    expect(readdirSync(join(server.data, "jobs/own"))).toEqual(before);
    expect(readdirSync(join(server.data, "uploads/own"))).toEqual([table]);
    await server.call(`/v1/jobs/${id}/cancel`, { method: "POST" });
    const job = await ended(server, id);
    expect(["failed", "cancelled"]).toContain(job.state);
    expect((await server.call(`/v1/uploads/${table}?everything=true`, { method: "DELETE" })).status).toBe(
      200,
    );
    expect(readdirSync(join(server.data, "uploads/own"))).toEqual([]);
    free();
    // the lines of the audit log that there was no room for follow with the next one
    table = await upload(server, smallTable());
    const audit = readFileSync(join(server.data, "audit.jsonl"), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const done = audit.flatMap((line) => {
      try {
        return [(JSON.parse(line) as { what: string; action: string }).action];
      } catch {
        return [];
      }
    });
    expect(done.slice(-2)).toEqual(["delete", "upload"]);
    expect(audit.join("\n")).toContain(`"action":"cancel","what":"job/${id}"`);
  },
);
