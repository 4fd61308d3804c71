import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { modelTypes } from "../../src/config/modelOptions/modelLabels.ts";
import { Random } from "../../src/numerics/random.ts";
import { hashOf as hashOfFile } from "./probes/probe.ts";

/** Where a killed run is continued: beside it, in another process namespace, or after a restart of the machine. */
const places = ["here", "container", "restart"] as const;
type Place = (typeof places)[number];

export interface Kill {
  readonly model: string;
  /** Stage at which the kill landed; `before` a run folder was there, `after` the run ended. */
  readonly stage: string;
  readonly place: Place;
  readonly fault: string | null;
}

const cli = resolve("dist/cli.cjs");
const epochs = new Map([
  ["ctgan", 20],
  ["copulaGan", 12],
  ["tvae", 20],
  ["argn", 8],
]);
/** A kill lands at a random moment of one of these; `before`: the first second, in which there may be no run folder yet. */
const stages = ["before", "preprocess", "train", "train", "sample", "assess"] as const;

/**
 * Kills runs at random moments, continues each somewhere, and compares the table with that of an uninterrupted run, byte for byte.
 * Stage and moment are drawn from the number of the case; the moment is a share of the time the stage took without a kill.
 */
export function openKills(folder: string): Promise<(index: number) => Promise<Kill>> {
  const rows = readFileSync(resolve("examples/penguins.csv"), "utf8").split("\n").slice(0, 121);
  writeFileSync(join(folder, "penguins.csv"), `${rows.join("\n")}\n`);
  const whole = new Map<string, Promise<Reference>>();
  return Promise.resolve(async (index) => {
    const model = auditedModels[index % auditedModels.length]!;
    const made = whole.get(model) ?? uninterrupted(folder, model);
    whole.set(model, made);
    const reference = await made;
    const random = new Random(20261129).fork(`kill ${index}`);
    const place = placesHere()[random.below(placesHere().length)]!;
    return await killAndResume({ folder, name: `${model}-${index}`, model, reference, place, random });
  });
}

interface Reference {
  readonly hash: string;
  /** Milliseconds that each stage took. */
  readonly took: ReadonlyMap<string, number>;
}

interface KillPlan {
  readonly folder: string;
  readonly name: string;
  readonly model: string;
  readonly reference: Reference;
  readonly place: Place;
  readonly random: Random;
}

async function uninterrupted(folder: string, model: string): Promise<Reference> {
  const name = `${model}-whole`;
  writeConfig(folder, name, model);
  const end = await run(folder, name, [], false).ended;
  if (end !== 0) throw new Error(`the uninterrupted run of ${model} ended with ${end}`);
  const timings = readFileSync(join(runFolderOf(folder, name)!, "timings.json"), "utf8");
  const took = new Map(Object.entries(JSON.parse(timings) as Record<string, number>));
  return { hash: hashOf(folder, name)!, took };
}

async function killAndResume(plan: KillPlan): Promise<Kill> {
  const { folder, name, model, reference, place, random } = plan;
  writeConfig(folder, name, model);
  const wanted = stages[random.below(stages.length)]!;
  const moment = random.uniform() * (reference.took.get(wanted) ?? 1000);
  const wholeGroup = random.uniform() < 0.5;
  const { child, ended } = run(folder, name, [], place === "container");
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  while (wanted !== "before" && !isOver && !hasBegun(folder, name, wanted)) await sleep(5);
  await Promise.race([sleep(moment), ended]);
  const stage = stageOf(folder, name);
  const worker = wholeGroup || place === "container" ? undefined : workerOf(folder, name);
  if (worker === undefined) signal(-child.pid!);
  else signal(worker);
  await ended;
  if (place === "restart") pretendRestart(folder, name);
  const fault = await continueRun(folder, name, reference, place);
  if (fault === null) tidy(folder, name);
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
    model: { type: model, ...(epochs.has(model) && { epochs: epochs.get(model) }) },
    output: { path: `${name}.csv`, rows: 4000 },
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
  return begun(folder, name).at(-1) ?? "preprocess";
}

function hasBegun(folder: string, name: string, stage: string): boolean {
  return begun(folder, name).includes(stage);
}

/** Stages that have begun, in order. */
function begun(folder: string, name: string): string[] {
  const path = join(runFolderOf(folder, name) ?? folder, "events.jsonl");
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  return Array.from(text.matchAll(/"stage":"(\w+)","state":"start"/g), (match) => match[1]!);
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

/** Two hundred models need not be kept. */
function tidy(folder: string, name: string): void {
  for (const file of readdirSync(folder)) if (file.startsWith(`${name}.`)) rmSync(join(folder, file));
  const run = runFolderOf(folder, name);
  if (run !== undefined) rmSync(run, { recursive: true });
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended first
  }
}

function hashOf(folder: string, name: string): string | undefined {
  return hashOfFile(join(folder, `${name}.csv`));
}

/** Every model that trains. */
export const auditedModels: readonly string[] = modelTypes.filter((type) => type !== "auto");
