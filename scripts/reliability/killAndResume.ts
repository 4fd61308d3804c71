import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { modelTypes } from "../../src/config/modelOptions/model.ts";
import { Random } from "../../src/numerics/random.ts";

/** Where a killed run is continued: beside it, in another process namespace, or after a restart of the machine. */
const places = ["here", "container", "restart"] as const;
type Place = (typeof places)[number];

export interface ResumeAudit {
  readonly kills: number;
  readonly seed: number;
  readonly models: readonly string[];
}

export interface Kill {
  readonly model: string;
  /** Stage at which the kill landed; `before` a run folder was there, `after` the run ended. */
  readonly stage: string;
  readonly place: Place;
  readonly fault: string | null;
}

const cli = resolve("dist/cli.cjs");
const epochs: Readonly<Record<string, number>> = { ctgan: 40, copulaGan: 20, tvae: 40, argn: 12 };

/**
 * Kills runs at random moments, continues each somewhere, and compares the table with that of an uninterrupted run, byte for byte.
 * Moments are drawn from the seed as shares of the duration measured here; which stage they meet depends on the machine.
 */
export async function auditResume(
  { kills, seed, models }: ResumeAudit,
  tell: (kill: Kill) => void = () => undefined,
): Promise<Kill[]> {
  const folder = mkdtempSync(join(tmpdir(), "syndata-audit-"));
  try {
    copyFileSync(resolve("examples/penguins.csv"), join(folder, "penguins.csv"));
    const whole = new Map<string, Reference>();
    const random = new Random(seed);
    const done: Kill[] = [];
    for (let i = 0; i < kills; i++) {
      const model = models[i % models.length]!;
      const reference = whole.get(model) ?? (await uninterrupted(folder, model));
      whole.set(model, reference);
      const place = placesHere()[random.below(placesHere().length)]!;
      const kill = await killAndResume({ folder, name: `${model}-${i}`, model, place }, reference, random);
      tell(kill);
      done.push(kill);
    }
    return done;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Reference {
  readonly hash: string;
  readonly ms: number;
}

async function uninterrupted(folder: string, model: string): Promise<Reference> {
  const name = `${model}-whole`;
  writeConfig(folder, name, model);
  const started = Date.now();
  const end = await run(folder, name, [], false).ended;
  if (end !== 0) throw new Error(`the uninterrupted run of ${model} ended with ${end}`);
  return { hash: hashOf(folder, name)!, ms: Date.now() - started };
}

interface Victim {
  readonly folder: string;
  readonly name: string;
  readonly model: string;
  readonly place: Place;
}

async function killAndResume(
  { folder, name, model, place }: Victim,
  reference: Reference,
  random: Random,
): Promise<Kill> {
  writeConfig(folder, name, model);
  const moment = random.uniform() * 0.95 * reference.ms;
  const wholeGroup = random.uniform() < 0.5;
  const { child, ended } = run(folder, name, [], place === "container");
  await Promise.race([sleep(moment), ended]);
  const stage = stageOf(folder, name);
  const worker = wholeGroup || place === "container" ? undefined : workerOf(folder, name);
  if (worker === undefined) signal(-child.pid!);
  else signal(worker);
  await ended;
  if (place === "restart") pretendRestart(folder, name);
  const fault = await continueRun(folder, name, reference, place);
  return { model, stage, place, fault };
}

/** What went wrong; null when the table is the same as that of the uninterrupted run. */
async function continueRun(
  folder: string,
  name: string,
  reference: Reference,
  place: Place,
): Promise<string | null> {
  const wasDone = stateOf(folder, name)?.["status"] === "succeeded";
  if (!wasDone) {
    const flags = stateOf(folder, name) === undefined ? [] : ["--resume"];
    const { ended, printed } = run(folder, name, flags, place === "container");
    const code = await ended;
    if (code !== 0) return `exit ${code}: ${printed().trim().split("\n").at(-1)}`;
  }
  if (hashOf(folder, name) !== reference.hash) return "another table";
  const left = readdirSync(folder).filter((file) => file.endsWith(".tmp") && file.includes(name));
  return left.length > 0 ? `left ${left.join(", ")}` : null;
}

function run(
  folder: string,
  name: string,
  flags: readonly string[],
  contained: boolean,
): { child: ChildProcess; ended: Promise<number | null>; printed: () => string } {
  const command = [process.execPath, cli, "run", `${name}.synth.json`, "--quiet", ...flags];
  const [program, ...args] = contained ? [...unshare, ...command] : command;
  const child = spawn(program!, args, {
    cwd: folder,
    detached: true,
    env: { ...process.env, NO_COLOR: "1", SYNDATA_CHECKPOINT_MS: "200" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr!.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return {
    child,
    ended: new Promise((done) => child.on("close", (code) => done(code))),
    printed: () => stderr,
  };
}

const unshare = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--"];

/** Namespaces are a matter of Linux and of permissions. */
function placesHere(): readonly Place[] {
  contained ??= spawnSync(unshare[0]!, [...unshare.slice(1), "true"]).status === 0;
  return contained ? places : places.filter((place) => place !== "container");
}
let contained: boolean | undefined;

function writeConfig(folder: string, name: string, model: string): void {
  const config = {
    source: { path: "penguins.csv" },
    model: { type: model, ...(epochs[model] !== undefined && { epochs: epochs[model] }) },
    output: { path: `${name}.csv`, rows: 20_000 },
    report: { sections: ["fidelity"] },
    seed: 5,
  };
  writeFileSync(join(folder, `${name}.synth.json`), JSON.stringify(config));
}

function runFolderOf(folder: string, name: string): string | undefined {
  const runs = join(folder, ".syndata/runs");
  const id = existsSync(runs) ? readdirSync(runs).find((one) => one.includes(`-${name}-`)) : undefined;
  return id === undefined ? undefined : join(runs, id);
}

function stateOf(folder: string, name: string): Record<string, unknown> | undefined {
  const path = join(runFolderOf(folder, name) ?? folder, "state.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : undefined;
}

function stageOf(folder: string, name: string): string {
  const state = stateOf(folder, name);
  if (state === undefined) return "before";
  if (state["status"] === "succeeded") return "after";
  const path = join(runFolderOf(folder, name)!, "events.jsonl");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  return (
    lines.map((line) => /"stage":"(\w+)","state":"start"/.exec(line)?.[1]).findLast(Boolean) ?? "validate"
  );
}

function leaseOf(folder: string, name: string): string | undefined {
  const path = runFolderOf(folder, name);
  const lease = path && readdirSync(path).find((file) => file.startsWith("lease-"));
  return lease === undefined ? undefined : join(path!, lease);
}

function workerOf(folder: string, name: string): number | undefined {
  const lease = leaseOf(folder, name);
  if (lease === undefined) return undefined;
  const text = readFileSync(lease, "utf8");
  return text === "" ? undefined : (JSON.parse(text) as { readonly pid: number }).pid;
}

/** After a restart the machine's boot id is another, and the number of the dead process belongs to a living one. */
function pretendRestart(folder: string, name: string): void {
  const lease = leaseOf(folder, name);
  if (lease === undefined) return;
  const text = readFileSync(lease, "utf8");
  if (text === "") return;
  writeFileSync(lease, JSON.stringify({ ...JSON.parse(text), boot: "before the restart", pid: process.pid }));
  const then = new Date(Date.now() - 60_000);
  utimesSync(lease, then, then);
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended first
  }
}

function hashOf(folder: string, name: string): string | undefined {
  const path = join(folder, `${name}.csv`);
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : undefined;
}

/** Every model that trains. */
export const auditedModels: readonly string[] = modelTypes.filter((type) => type !== "auto");
