import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server as people start it: a process of its own, from the built command line. */
export class ServerProcess {
  readonly data: string;
  readonly key: string;
  base = "";
  url = "";
  #child: ChildProcess | undefined;
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.data = mkdtempSync(join(tmpdir(), "syndata-serve-"));
    this.#env = {
      ...process.env,
      SYNDATA_DATA: this.data,
      SYNDATA_PORT: "0",
      SYNDATA_LOG_LEVEL: "warn",
      ...env,
    };
    const scopes = ["jobs", "models:import", "admin"].flatMap((scope) => ["--scope", scope]);
    const made = spawnSync(process.execPath, ["dist/cli.cjs", "keys", "add", "test", ...scopes], {
      env: this.#env,
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(made.stderr);
    this.key = made.stdout.trim();
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ["dist/cli.cjs", "serve"], {
      env: this.#env,
      stdio: ["ignore", "inherit", "pipe"],
    });
    this.#child = child;
    let said = "";
    this.url = await new Promise<string>((resolve, reject) => {
      child.stderr!.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const found = /Open (\S+)/.exec(said);
        if (found !== null) resolve(found[1]!);
      });
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
    this.base = new URL(this.url).origin;
  }

  /** Ends it as a loss of power would, its children not asked. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  call(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.base + path, {
      ...init,
      headers: { authorization: `Bearer ${this.key}`, ...(init.headers as Record<string, string>) },
    });
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.call(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.call(path)).json()) as T;
  }

  async upload(name: string, content: string | Buffer): Promise<string> {
    const answer = await this.call("/v1/uploads", {
      method: "POST",
      body: typeof content === "string" ? content : new Uint8Array(content),
      headers: { "content-type": "text/csv", "x-filename": name },
    });
    if (answer.status !== 201) throw new Error(await answer.text());
    return ((await answer.json()) as { id: string }).id;
  }

  /** Processor time of the server alone, in seconds; Linux only. */
  processorSeconds(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  /** Resident memory in MB (10^6 bytes), now and at its peak; Linux only. */
  memory(): { readonly now: number; readonly peak: number } {
    const status = readFileSync(`/proc/${this.pid}/status`, "utf8");
    const mb = (name: string) =>
      Math.round((Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024) / 1e6);
    return { now: mb("VmRSS"), peak: mb("VmHWM") };
  }
}
