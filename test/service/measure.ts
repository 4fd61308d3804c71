import { execFile } from "node:child_process";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { quickConfig, smallTable } from "../server/serverForTests.ts";
import { walkDashboard } from "./dashboard.ts";
import { eventsAndCancels, largeDownload } from "./measureDownloads.ts";
import type { Measured } from "./measured.ts";
import { largeUpload, resumedUpload } from "./measureUploads.ts";
import { recover } from "./recovery.ts";
import { ServerProcess } from "./serverProcess.ts";

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
  largeDownload,
  eventsAndCancels,
  slowSockets,
  eventClients,
  manyRecords,
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
      what: "from an upload to the downloaded table by keyboard alone",
      figure:
        walked.keyboard.length === 0 ? "every step, the focus always to be seen" : walked.keyboard.join("; "),
      passed: walked.keyboard.length === 0,
    },
    {
      what: "addresses and last names masked by the controls of personal columns",
      figure: walked.personal.length === 0 ? "no real one in the table" : walked.personal.join("; "),
      passed: walked.personal.length === 0,
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

/**
 * The same address at 100 requests a second while a job trains, beside the same training by itself, in turn: one
 * training alone differs from the next by up to a third on a machine that others use, too.
 */
async function beside(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_CONCURRENCY: "1" });
  await server.start();
  const upload = await server.upload("people.csv", smallTable(4000));
  const config = { model: { type: "argn", epochs: 60, patience: 1000 }, report: { enabled: false } };
  const train = async (): Promise<{ id: string; seconds: number }> => {
    const from = performance.now();
    const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config });
    await (await server.call(`/v1/jobs/${id}/events`)).text();
    return { id, seconds: (performance.now() - from) / 1000 };
  };
  const path = `/v1/jobs/${(await train()).id}`;
  await wrk(server, path, 10);
  const [alone, asked, times]: [number[], number[], number[]] = [[], [], []];
  let [failures, serverSeconds, clientSeconds] = [0, 0, 0];
  for (let pair = 0; pair < 5; pair++) {
    alone.push((await train()).seconds);
    const used = server.processorSeconds();
    const own = process.cpuUsage();
    const asking = askSteadily(server, path, 10);
    asked.push((await train()).seconds);
    const answers = await asking.stop();
    const { user, system } = process.cpuUsage(own);
    serverSeconds += server.processorSeconds() - used;
    clientSeconds += (user + system) / 1e6;
    failures += answers.failures;
    times.push(...answers.times);
  }
  await server.kill("SIGTERM");
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  const all = (values: number[]): string => values.map((value) => value.toFixed(1)).join(", ");
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)]!;
  const slower = sum(asked) / sum(alone) - 1;
  const rate = times.length / sum(asked);
  const share = (seconds: number): string =>
    ((100 * seconds) / sum(asked) / availableParallelism()).toFixed(1);
  return [
    {
      what: "answers at 100 requests a second while a job trains",
      figure: `p99 ${p99.toFixed(0)} ms of ${times.length} at ${rate.toFixed(0)} a second, ${failures} failed; training took ${all(asked)} s, by itself in turn ${all(alone)} s (${(100 * slower).toFixed(0)} % slower); the server took ${share(serverSeconds)} % of the processors, this client ${share(clientSeconds)} %`,
      passed: p99 <= 150 && failures === 0 && slower <= 0.1 && rate > 90,
    },
  ];
}

interface Asking {
  stop(): Promise<{ readonly times: number[]; readonly failures: number }>;
}

/** Asks for an address every `everyMs` milliseconds, whether it was answered before or not. Times are in milliseconds. */
function askSteadily(server: ServerProcess, path: string, everyMs: number): Asking {
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${server.key}` };
  const times: number[] = [];
  let failures = 0;
  const once = () =>
    new Promise<void>((resolve) => {
      const from = performance.now();
      get(server.base + path, { agent, headers }, (answer) => {
        if (answer.statusCode !== 200) failures++;
        answer.resume().on("end", () => {
          times.push(performance.now() - from);
          resolve();
        });
      }).on("error", () => {
        failures++;
        resolve();
      });
    });
  let asked: Promise<void>[] = [];
  let stopped = false;
  const asking = (async () => {
    const begun = performance.now();
    for (let n = 1; !stopped; n++) {
      asked.push(once());
      if (asked.length > 1000) asked = [Promise.all(asked).then(() => undefined)];
      await sleep(Math.max(0, begun + n * everyMs - performance.now()));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await asking;
      await Promise.all(asked);
      agent.destroy();
      return { times, failures };
    },
  };
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

/** 10,000 jobs with configs of 10 kB, and 200 clients of their events at a time that come and go; after 1,000 jobs of warming up. */
async function manyRecords(): Promise<Measured[]> {
  const server = new ServerProcess({ SYNDATA_MAX_QUEUED: "20000", SYNDATA_CONCURRENCY: "1" });
  await server.start();
  const upload = await server.upload("people.csv", smallTable());
  const config = `// ${"what a person wrote about it. ".repeat(330)}\n${JSON.stringify(quickConfig)}`;
  const acceptAndCancel = async (jobs: number): Promise<void> => {
    const ids: string[] = [];
    await inTurns(jobs, 20, async (n) => {
      const { id } = await server.post<Job>("/v1/jobs", { kind: "run", upload, config });
      ids.push(id);
      if (n % 1000 === 999) await listenAndLeave(server, ids.slice(-200));
    });
    await inTurns(jobs, 20, async (n) => {
      await (await server.call(`/v1/jobs/${ids[n]}/cancel`, { method: "POST" })).arrayBuffer();
    });
    await sleep(15_000);
  };
  await acceptAndCancel(1000);
  const before = server.memory().now;
  await acceptAndCancel(10_000);
  const grown = server.memory().now - before;
  const states = new Map<string, number>();
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: { items: Job[]; next: string | null } = await server.get(
      `/v1/jobs?limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`,
    );
    for (const { state, reason } of page.items) {
      const end = reason === null ? state : `${state} (${reason.code})`;
      states.set(end, (states.get(end) ?? 0) + 1);
    }
    cursor = page.next;
  }
  await server.kill("SIGTERM");
  return [
    {
      what: "memory after 10,000 more jobs and 2,000 clients of events",
      figure: `${grown} MB more, ${before} MB before; ${[...states].map(([state, count]) => `${count} ${state}`).join(", ")}`,
      passed: grown <= 30 && ![...states.keys()].some((end) => end.startsWith("failed")),
    },
  ];
}

/** Clients that hear the first events of a job each, and close the connection. */
async function listenAndLeave(server: ServerProcess, ids: readonly string[]): Promise<void> {
  await Promise.all(
    ids.map(async (id) => {
      const leave = new AbortController();
      const answer = await server.call(`/v1/jobs/${id}/events`, { signal: leave.signal });
      await answer.body!.getReader().read();
      leave.abort();
    }),
  );
}

/** Does `work(0)` … `work(count - 1)`, so many at a time. */
async function inTurns(count: number, atOnce: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++);
    }),
  );
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
