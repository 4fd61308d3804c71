import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { KeyStore, scopes } from "../service/access/keyStore.ts";
import { ClusterWorker } from "../service/cluster/clusterWorker.ts";
import { Service } from "../service/service.ts";
import { readSettings, type Settings, settingLines } from "../service/settings.ts";
import { DataFolder, tenantPattern } from "../service/store/dataFolder.ts";
import { UserError } from "../table/userError.ts";
import { workerScript } from "../worker/client.ts";
import { isLoopback } from "./access.ts";
import { buildApp } from "./app.ts";
import { Sessions } from "./sessions.ts";

export interface Serving {
  /** Where a browser finds the dashboard; with a token on a loopback address. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServePlaces {
  readonly worker: string;
  readonly web: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const here = dirname(fileURLToPath(import.meta.url));

/** Starts the service and its HTTP server. @throws UserError for settings, a folder in use, an address that cannot be had */
export async function startServer(
  settings: Settings,
  places: ServePlaces = { worker: workerScript(), web: join(here, "web") },
): Promise<Serving> {
  refuseOpenServer(settings);
  const sessions = new Sessions();
  const service = await Service.open({
    settings,
    workerScript: places.worker,
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
  });
  try {
    const app = await buildApp(service, { sessions, web: places.web });
    const address = await app.listen({ host: settings.HOST, port: settings.PORT });
    const base = address.replace("[::1]", "localhost");
    const url = isLoopback(settings.HOST) ? `${base}/#token=${sessions.newToken()}` : base;
    return {
      url,
      async close() {
        await service.close();
        await app.close();
      },
    };
  } catch (error) {
    await service.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UserError(
        `port ${settings.PORT} is in use; choose another with SYNDATA_PORT, or 0 for a free one`,
      );
    if (code === "EACCES" || code === "EADDRNOTAVAIL")
      throw new UserError(
        `cannot listen on ${settings.HOST}:${settings.PORT} (${code}); choose another with SYNDATA_HOST and SYNDATA_PORT`,
      );
    throw error;
  }
}

/** `syndata serve`: runs until it is asked to stop, and gives unfinished jobs to the next start. */
export async function serve(env: Environment, { printSettings = false } = {}): Promise<void> {
  const settings = readSettings(env);
  if (printSettings) {
    process.stdout.write(`${settingLines(settings).join("\n")}\n`);
    return;
  }
  const serving = await startServer(settings);
  process.stderr.write(
    `SynData listens. Open ${serving.url}\nData is kept in ${resolve(settings.DATA)}. Stop with Ctrl+C.\n`,
  );
  await asked();
  process.stderr.write("stopping; unfinished jobs continue at the next start\n");
  await serving.close();
}

/** `syndata work`: does jobs until it is asked to stop, and gives those at work back. @throws UserError for settings, queue and folder */
export async function work(env: Environment): Promise<void> {
  const settings = readSettings(env);
  if (settings.QUEUE === "embedded")
    throw new UserError(
      "there is no queue to take jobs from; name that of the server by --queue or SYNDATA_QUEUE, e.g. redis://127.0.0.1:6379",
    );
  const worker = await ClusterWorker.open({
    settings,
    workerScript: workerScript(),
    warn: (message) => process.stderr.write(`warning: ${message}\n`),
  });
  process.stderr.write(
    `SynData takes jobs, ${settings.CONCURRENCY} at once. Data lies in ${resolve(settings.DATA)}. Stop with Ctrl+C.\n`,
  );
  await asked();
  process.stderr.write("stopping; other workers continue the jobs at work\n");
  await worker.close();
}

async function asked(): Promise<void> {
  await new Promise<void>((stop) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
  });
}

interface WantedKey {
  readonly name: string;
  readonly tenant: string;
  readonly scopes: readonly string[];
}

/** Makes a key and resolves to its text. @throws UserError when tenant or scope are none */
export async function addKey(env: Environment, { name, tenant, scopes: wanted }: WantedKey): Promise<string> {
  if (!tenantPattern.test(tenant))
    throw new UserError(
      `--tenant ${tenant}: use up to 32 lower-case letters, digits and -, beginning with a letter or digit`,
    );
  const granted = scopes.filter((scope) => wanted.includes(scope));
  const unknown = wanted.find((scope) => !(scopes as readonly string[]).includes(scope));
  if (unknown !== undefined) throw new UserError(`--scope ${unknown}: there are ${scopes.join(", ")}`);
  return (await (await openKeys(env)).add(name, tenant, granted)).key;
}

export async function listKeys(env: Environment): Promise<ReturnType<KeyStore["list"]>> {
  return (await openKeys(env)).list();
}

/** @throws UserError when there is no such key */
export async function removeKey(env: Environment, id: string): Promise<void> {
  if (!(await (await openKeys(env)).remove(id)))
    throw new UserError(`there is no key ${id}; syndata keys list shows them`);
}

async function openKeys(env: Environment): Promise<KeyStore> {
  const { DATA, PEPPER } = readSettings(env);
  const folder = new DataFolder(DATA);
  await folder.prepare();
  return new KeyStore(folder.root, PEPPER);
}

/** An address that others reach needs keys: there is no token that would be safe to print in a log. */
function refuseOpenServer({ HOST, DATA, PEPPER }: Settings): void {
  if (isLoopback(HOST)) return;
  if (
    !existsSync(join(resolve(DATA), "keys.json")) ||
    new KeyStore(resolve(DATA), PEPPER).list().length === 0
  )
    throw new UserError(
      `SYNDATA_HOST is ${HOST}, which others can reach, and there are no keys; make one first with: syndata keys add NAME`,
    );
}
