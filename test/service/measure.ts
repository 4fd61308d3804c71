import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { walkDashboard } from "./dashboard.ts";
import { recover } from "./recovery.ts";
import { ServerProcess } from "./serverProcess.ts";

export interface Measured {
  readonly what: string;
  readonly figure: string;
  readonly passed: boolean;
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly reason: { readonly code: string } | null;
}

const checks = {
  recovery: recoveryOfTwentyTwo,
  load,
  beside,
  largeUpload,
  resumedUpload,
  slowSockets,
  eventClients,
} as const;

/** Every long check, one after another; or the one that is named (`dashboard` is one too). */
export async function measureService(
  table: { readonly name: string; readonly content: Buffer },
  only?: string,
): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const [name, check] of Object.entries(checks))
    if (only === undefined || only === name) results.push(...(await check()));
  if (only !== undefined && only !== "dashboard") return results;
  const walked = await walkDashboard(table);
  results.push(
    {
      what: "first synthetic table in the browser",
      figure: `${walked.secondsToTable.toFixed(0)} s`,
      passed: walked.secondsToTable <= 60,
    },
    {
      what: "findings of axe on seven pages in two themes",
      figure: String(walked.findings.length),
      passed: walked.findings.length === 0,
    },
    {
      what: "pages wider than 360 px",
      figure: String(walked.tooWide.length),
      passed: walked.tooWide.length === 0,
    },
    {
      what: "script in the name of a column",
      figure: walked.xss ? "ran" : "did not run",
      passed: !walked.xss,
    },
  );
  return results;
}

async function recoveryOfTwentyTwo(): Promise<Measured[]> {
  const { jobs, succeeded, twice, seconds } = await recover(20);
  return [
    {
      what: "kill -9 with 20 queued and 2 running",
      figure: `${succeeded} of ${jobs} ended well, ${twice} twice, ${seconds.toFixed(0)} s after the restart`,
      passed: succeeded === jobs && twice === 0,
    },
  ];
}

/** GET /v1/jobs/{id} over 50 kept connections, by wrk, after a warm-up. Other programs share the processor: its time decides. */
async function load(): Promise<Measured[]> {
  const server = new ServerProcess();
  await server.start();
  const upload = await server.upload("people.csv", smallTable());
  const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config: quickConfig });
  await (await server.call(`/v1/jobs/${id}/events`)).text();
  await wrk(server, `/v1/jobs/${id}`, 10);
  const before = server.processorSeconds();
  const { requests, rate, p99 } = await wrk(server, `/v1/jobs/${id}`, 10);
  const perSecond = requests / (server.processorSeconds() - before);
  await server.kill("SIGTERM");
  return [
    {
      what: "GET /v1/jobs/{id}, 50 connections",
      figure: `${rate.toFixed(0)} requests/s by the clock, ${perSecond.toFixed(0)} a second of processor time, p99 ${p99}`,
      passed: perSecond >= 1500,
    },
  ];
}

/** Asks for an address as fast as 50 connections can. */
async function wrk(
  server: ServerProcess,
  path: string,
  seconds: number,
): Promise<{ readonly requests: number; readonly rate: number; readonly p99: string }> {
  const { stdout } = await promisify(execFile)("wrk", [
    ...["-t1", "-c50", `-d${seconds}`, "--latency", "-H", `Authorization: Bearer ${server.key}`],
    server.base + path,
  ]);
  if (/Non-2xx/.test(stdout)) throw new Error(stdout);
  const number = (pattern: RegExp) => Number(pattern.exec(stdout)![1]);
  return {
    requests: number(/(\d+) requests in/),
    rate: number(/Requests\/sec:\s+([\d.]+)/),
    p99: /99%\s+(\S+)/.exec(stdout)![1]!,
  };
}

/** One gigabyte as a raw body. */
async function largeUpload(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_MIN_FREE_BYTES: "1" });
  await server.start();
  const line = `${randomBytes(40).toString("hex")},1\n`;
  const block = Buffer.from(line.repeat(Math.ceil(1_000_000 / line.length)));
  const blocks = 1000;
  const hash = createHash("sha256");
  for (let i = 0; i < blocks; i++) hash.update(block);
  const started = performance.now();
  const body = Readable.from(
    (function* () {
      for (let i = 0; i < blocks; i++) yield block;
    })(),
  );
  const answer = await server.call("/v1/uploads", {
    method: "POST",
    body: Readable.toWeb(body) as unknown as ReadableStream,
    headers: { "content-type": "text/csv", "x-filename": "large.csv" },
    ...({ duplex: "half" } as object),
  });
  const { sha256 } = (await answer.json()) as { sha256?: string };
  const seconds = (performance.now() - started) / 1000;
  const { peak } = server.memory();
  await server.kill("SIGTERM");
  const right = sha256 === hash.digest("hex");
  return [
    {
      what: "upload of 1 GB as a raw body",
      figure: `${((block.length * blocks) / 1e6 / seconds).toFixed(0)} MB/s, SHA-256 ${right ? "right" : "WRONG"}, peak memory of the server ${peak} MB`,
      passed: right && peak <= 200,
    },
  ];
}

/** Five gigabytes by tus, the connection cut three times in the middle of a part. */
async function resumedUpload(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_MIN_FREE_BYTES: "1" });
  await server.start();
  const block = Buffer.alloc(1_000_000, "0123456789,abcdefghij,0.125\n");
  const blocks = 5000;
  const size = block.length * blocks;
  const tus = { "tus-resumable": "1.0.0" };
  const name = Buffer.from("large.csv").toString("base64");
  const made = await server.call("/v1/uploads/tus", {
    method: "POST",
    headers: { ...tus, "upload-length": String(size), "upload-metadata": `filename ${name}` },
  });
  const place = new URL(made.headers.get("location")!, server.base).pathname;
  const started = performance.now();
  const cuts = [0.2, 0.5, 0.8].map((share) => Math.floor(share * blocks) * block.length + 300_000);
  let offset = 0;
  let resumed = 0;
  while (offset < size) {
    const cut = cuts.find((at) => at > offset);
    await sendFrom(server, place, { block, offset, until: cut ?? size, size });
    const head = await server.call(place, { method: "HEAD", headers: tus });
    offset = Number(head.headers.get("upload-offset"));
    if (offset < size) resumed++;
  }
  const seconds = (performance.now() - started) / 1000;
  const hash = createHash("sha256");
  for (let i = 0; i < blocks; i++) hash.update(block);
  const wanted = hash.digest("hex");
  const { items } = await server.get<{ items: { sha256: string }[] }>("/v1/uploads");
  const right = items[0]?.sha256 === wanted;
  const { peak } = server.memory();
  await server.kill("SIGTERM");
  return [
    {
      what: "upload of 5 GB by tus, three cuts",
      figure: `${(size / 1e6 / seconds).toFixed(0)} MB/s, continued ${resumed} times, SHA-256 ${right ? "right" : "WRONG"}, peak memory of the server ${peak} MB`,
      passed: right && resumed === 3 && peak <= 200,
    },
  ];
}

interface Part {
  readonly block: Buffer;
  readonly offset: number;
  /** Where the connection is cut; at `size` it is not. */
  readonly until: number;
  readonly size: number;
}

/** Sends the rest of an upload, whose blocks are all alike, and cuts the connection at `until`. */
async function sendFrom(
  server: ServerProcess,
  place: string,
  { block, offset, until, size }: Part,
): Promise<void> {
  const request = httpRequest(server.base + place, {
    method: "PATCH",
    headers: {
      authorization: `Bearer ${server.key}`,
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "upload-offset": String(offset),
      "content-length": String(size - offset),
    },
  });
  const answered = new Promise<void>((resolve) => {
    request.on("response", (response) => response.resume().on("end", resolve)).on("error", () => resolve());
    request.on("close", () => resolve());
  });
  let at = offset;
  while (at < until && !request.destroyed) {
    const from = at % block.length;
    const piece = block.subarray(from, Math.min(block.length, from + until - at));
    at += piece.length;
    if (!request.write(piece)) await Promise.race([once(request, "drain").catch(() => undefined), answered]);
  }
  if (until < size) {
    await sleep(200);
    request.destroy();
  } else request.end();
  await answered;
  if (until < size) await sleep(500);
}

/** The same address at 100 requests a second while a job trains, and the training by itself. */
async function beside(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_CONCURRENCY: "1" });
  await server.start();
  const upload = await server.upload("people.csv", smallTable(4000));
  const config = { model: { type: "argn", epochs: 12, patience: 1000 }, report: { enabled: false } };
  const train = async (): Promise<{ id: string; seconds: number }> => {
    const from = performance.now();
    const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config });
    await (await server.call(`/v1/jobs/${id}/events`)).text();
    return { id, seconds: (performance.now() - from) / 1000 };
  };
  const alone = await train();
  const times: number[] = [];
  let failures = 0;
  let training = true;
  const busy = train().finally(() => {
    training = false;
  });
  const asked: Promise<void>[] = [];
  while (training) {
    asked.push(
      (async () => {
        const from = performance.now();
        const answer = await server.call(`/v1/jobs/${alone.id}`);
        await answer.arrayBuffer();
        if (answer.status >= 500) failures++;
        times.push(performance.now() - from);
      })(),
    );
    await sleep(10);
  }
  await Promise.all(asked);
  const { seconds } = await busy;
  await server.kill("SIGTERM");
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
  const slower = seconds / alone.seconds - 1;
  return [
    {
      what: "answers at 100 requests a second while a job trains",
      figure: `p99 ${p99.toFixed(0)} ms of ${times.length}, ${failures} failed; training took ${seconds.toFixed(1)} s beside ${alone.seconds.toFixed(1)} s alone (${(100 * slower).toFixed(0)} %)`,
      passed: p99 <= 150 && failures === 0 && slower <= 0.1,
    },
  ];
}

/** A thousand connections that send nothing of their bodies. */
async function slowSockets(): Promise<Measured[]> {
  const server = new ServerProcess();
  await server.start();
  const { hostname, port, host } = new URL(server.base);
  const head = `POST /v1/jobs HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${server.key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`;
  const sockets = Array.from({ length: 1000 }, () =>
    connect(Number(port), hostname).on("error", () => undefined),
  );
  for (const socket of sockets) socket.write(head);
  await sleep(1000);
  const times: number[] = [];
  for (let i = 0; i < 100; i++) {
    const from = performance.now();
    await (await server.call("/v1/me")).arrayBuffer();
    times.push(performance.now() - from);
  }
  const p99 = times.sort((a, b) => a - b)[98]!;
  for (const socket of sockets) socket.destroy();
  await server.kill("SIGTERM");
  return [
    { what: "answers beside 1,000 slow sockets", figure: `p99 ${p99.toFixed(0)} ms`, passed: p99 < 200 },
  ];
}

/** 200 clients of events that come and go, five times. */
async function eventClients(): Promise<Measured[]> {
  const server = new ServerProcess();
  await server.start();
  const upload = await server.upload("people.csv", smallTable());
  const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config: quickConfig });
  await (await server.call(`/v1/jobs/${id}/events`)).text();
  const round = () =>
    Promise.all(Array.from({ length: 200 }, async () => (await server.call(`/v1/jobs/${id}/events`)).text()));
  await round();
  await sleep(1000);
  const before = server.memory().now;
  for (let i = 0; i < 4; i++) await round();
  await sleep(2000);
  const grown = server.memory().now - before;
  await server.kill("SIGTERM");
  return [{ what: "memory after 800 more event clients", figure: `${grown} MB more`, passed: grown <= 30 }];
}
