import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A database on a free port of loopback, for one test file. */
export interface Database {
  readonly url: string;
  readonly port: number;
  readonly child: ChildProcess;
  /** Ends it as a loss of power would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis that keeps nothing on disk, or in `folder` every write. */
export async function startRedis({
  port,
  folder,
  policy = "noeviction",
  addresses = [],
}: {
  readonly port?: number;
  readonly folder?: string;
  readonly policy?: string;
  /** Addresses besides loopback that it answers on. */
  readonly addresses?: readonly string[];
} = {}): Promise<Database> {
  const at = port ?? (await freePort());
  const dir = folder ?? mkdtempSync(join(tmpdir(), "syndata-redis-"));
  const args = [
    "--port",
    String(at),
    "--bind",
    "127.0.0.1",
    ...addresses,
    ...(addresses.length > 0 ? ["--protected-mode", "no"] : []),
    "--dir",
    dir,
    "--save",
    "",
    "--maxmemory-policy",
    policy,
  ];
  if (folder !== undefined) args.push("--appendonly", "yes", "--appendfsync", "everysec");
  const child = spawn(program("redis-server", []), args, { stdio: ["ignore", "pipe", "inherit"] });
  await says(child, /Ready to accept connections/);
  return database(`redis://127.0.0.1:${at}`, at, child, folder === undefined ? dir : undefined);
}

/** A PostgreSQL with an empty database. */
export async function startPostgres(): Promise<Database> {
  const bin = newestPostgres();
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), "syndata-postgres-"));
  // it refuses to run as root
  const user: { uid?: number; gid?: number } = process.getuid?.() === 0 ? accountOf("postgres") : {};
  if (user.uid !== undefined) chownSync(dir, user.uid, user.gid!);
  execFileSync(join(bin, "initdb"), ["-D", dir, "-A", "trust", "-U", "syndata", "-E", "UTF8", "--no-sync"], {
    ...user,
    cwd: dir,
    stdio: "ignore",
  });
  const child = spawn(
    join(bin, "postgres"),
    [
      "-D",
      dir,
      "-p",
      String(port),
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "unix_socket_directories=",
      "-c",
      "fsync=off",
    ],
    { ...user, cwd: dir, stdio: ["ignore", "ignore", "pipe"] },
  );
  await says(child, /ready to accept connections/);
  return database(`postgres://syndata@127.0.0.1:${port}/postgres`, port, child, dir);
}

function database(url: string, port: number, child: ChildProcess, folder: string | undefined): Database {
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill(signal);
      await ended;
    }
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  // PostgreSQL ends at once, its sessions cut, by SIGQUIT
  return {
    url,
    port,
    child,
    kill: () => end("SIGKILL"),
    stop: () => end(url.startsWith("redis") ? "SIGTERM" : "SIGQUIT"),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function newestPostgres(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions
    .map((version) => join(root, version, "bin"))
    .find((bin) => existsSync(join(bin, "postgres")));
  if (found === undefined) throw new Error("PostgreSQL is missing; test/service/install.sh installs it");
  return found;
}

function program(name: string, more: readonly string[]): string {
  const folders = [...(process.env["PATH"] ?? "").split(":"), ...more];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is missing; test/service/install.sh installs it`);
  return found;
}

function accountOf(name: string): { readonly uid: number; readonly gid: number } {
  const id = (flag: string): number => Number(execFileSync("id", [flag, name], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function says(child: ChildProcess, wanted: RegExp): Promise<void> {
  let said = "";
  const stream = child.stdout ?? child.stderr!;
  await new Promise<void>((resolve, reject) => {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (wanted.test(said)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the database ended with ${code}: ${said}`)));
  });
}
