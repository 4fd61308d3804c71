import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** One thing that goes wrong around a run, and what must be true then. */
export interface Probe {
  readonly what: string;
  /** Tries it in an empty folder. */
  attempt(folder: string): Promise<Attempt>;
}

export interface Attempt {
  /** Cases tried. */
  readonly n: number;
  /** What was wrong. */
  readonly faults: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Command that starts the command line, as `strace`. */
  readonly before?: readonly string[];
  /** Called once with all that was printed so far when it matches. */
  readonly once?: { readonly seen: RegExp; act(child: ChildProcess): void };
}

const cli = resolve("dist/cli.cjs");

/** Runs the built command line in a folder. */
export function syndata(folder: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const [program, ...rest] = [...(options.before ?? []), process.execPath, cli, ...args];
  const child = spawn(program!, rest, {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", SYNDATA_CHECKPOINT_MS: "100", ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  let { once } = options;
  const hear = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
    said[stream] += chunk.toString();
    if (once?.seen.test(said.stdout + said.stderr) !== true) return;
    const { act } = once;
    once = undefined;
    act(child);
  };
  child.stdout.on("data", hear("stdout"));
  child.stderr.on("data", hear("stderr"));
  return new Promise((done) => child.on("close", (code) => done({ code, ...said })));
}

/** Training that takes a second or two. */
export const partWay = /"stage":"train","fraction":0\.[2-6]/;

/** Writes the penguins and a config whose run trains for a moment; `output` relative to the folder. */
export function writeWork(folder: string, output = "out.csv"): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(resolve("examples/penguins.csv"), join(folder, "penguins.csv"));
  const config = {
    source: { path: "penguins.csv" },
    model: { type: "ctgan", epochs: 200, embeddingDim: 16, generatorDim: [32], discriminatorDim: [32] },
    output: { path: output },
    report: { enabled: false },
    seed: 5,
  };
  writeFileSync(join(folder, "w.synth.json"), JSON.stringify(config));
}

export const runArgs = ["run", "w.synth.json", "--json"];

/** Runs the work undisturbed in a folder of its own and returns the hash of its table. */
export async function undisturbed(folder: string): Promise<string> {
  const own = join(folder, "undisturbed");
  writeWork(own);
  const { code, stderr } = await syndata(own, runArgs);
  if (code !== 0) throw new Error(`the undisturbed run ended with ${code}: ${stderr}`);
  return hashOf(join(own, "out.csv"))!;
}

export function hashOf(path: string): string | undefined {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : undefined;
}

/** The faults among claims: the texts whose claim is false. */
export function wrong(...claims: readonly (readonly [holds: boolean, text: string])[]): string[] {
  return claims.flatMap(([holds, text]) => (holds ? [] : [text]));
}
