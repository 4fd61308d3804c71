import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { childrenOf, isAlive } from "./childOf.ts";
import type { Measured } from "./measured.ts";
import { ServerProcess } from "./serverProcess.ts";

interface Job {
  readonly id: string;
  readonly state: string;
  readonly stage: string | null;
}

const rows = 10_000_000;
const seed = 11;

/** Ten million rows drawn by the server: downloaded whole, and from the middle; the same bytes as those of the command line. */
export async function largeDownload(): Promise<Measured[]> {
  const server = new ServerProcess();
  const folder = mkdtempSync(join(tmpdir(), "syndata-download-"));
  try {
    await server.start();
    const upload = await server.upload("people.csv", smallTable());
    const { id: model } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config: quickConfig });
    await (await server.call(`/v1/jobs/${model}/events`)).text();
    const { id } = await server.post<Job>("/v1/jobs", { kind: "sample", model, rows, seed });
    await (await server.call(`/v1/jobs/${id}/events`)).text();
    const started = performance.now();
    const served = await hashOf((await server.call(`/v1/jobs/${id}/outputs/table`)).body!);
    const seconds = (performance.now() - started) / 1000;
    const middle = Math.floor(served.bytes / 2);
    const range = await server.call(`/v1/jobs/${id}/outputs/table`, {
      headers: { range: `bytes=${middle}-${middle + 999_999}` },
    });
    const part = Buffer.from(await range.arrayBuffer());
    const { peak } = server.memory();
    const modelFile = join(folder, "people.synthmodel");
    const kept = await server.call(`/v1/jobs/${model}/outputs/model`);
    await pipeline(Readable.fromWeb(kept.body as never), createWriteStream(modelFile));
    const local = join(folder, "local.csv");
    const args = ["sample", modelFile, "--rows", String(rows), "--seed", String(seed), "--out", local];
    await promisify(execFile)(process.execPath, ["dist/cli.cjs", ...args]);
    const own = await hashOf(Readable.toWeb(createReadStream(local)) as never);
    const inside = createReadStream(local, { start: middle, end: middle + 999_999 });
    const same = own.hash === served.hash && Buffer.concat(await inside.toArray()).equals(part);
    return [
      {
        what: "download of ten million rows, whole and a million bytes from the middle",
        figure: `${(served.bytes / 1e6 / seconds).toFixed(0)} MB/s, ${same ? "the bytes of the command line" : "OTHER BYTES than the command line's"}, peak memory of the server ${peak} MB`,
        passed: same && peak <= 200,
      },
    ];
  } finally {
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hashOf(
  body: ReadableStream<Uint8Array>,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of Readable.fromWeb(body as never)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { hash: hash.digest("hex"), bytes };
}

/** From an accepted job to the first event at the client, and from a cancel to the end of the child; five times. */
export async function eventsAndCancels(): Promise<Measured[]> {
  const server = new ServerProcess();
  await server.start();
  const upload = await server.upload("people.csv", smallTable(4000));
  const config = { model: { type: "ctgan", epochs: 1000 }, report: { enabled: false } };
  let [event, end] = [0, 0];
  for (let turn = 0; turn < 5; turn++) {
    const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config });
    const accepted = performance.now();
    const reader = (await server.call(`/v1/jobs/${id}/events`)).body!.getReader();
    await reader.read();
    event = Math.max(event, performance.now() - accepted);
    while ((await server.get<Job>(`/v1/jobs/${id}`)).stage !== "train") await sleep(50);
    const [child] = childrenOf(server.data, "local", id);
    await server.call(`/v1/jobs/${id}/cancel`, { method: "POST" });
    const cancelled = performance.now();
    while (child !== undefined && isAlive(child)) await sleep(20);
    end = Math.max(end, child === undefined ? Number.POSITIVE_INFINITY : performance.now() - cancelled);
    await reader.cancel();
  }
  await server.kill("SIGTERM");
  return [
    {
      what: "from an accepted job to its first event, and from a cancel to the end of the child, slowest of five",
      figure: `${event.toFixed(0)} ms, ${end.toFixed(0)} ms`,
      passed: event <= 1000 && end <= 4000,
    },
  ];
}
