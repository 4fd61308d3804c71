import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Serving, startServer } from "../../src/server/serve.ts";
import { KeyStore, type Scope } from "../../src/service/access/keyStore.ts";
import { readSettings } from "../../src/service/settings.ts";

export interface TestServer {
  readonly base: string;
  readonly data: string;
  readonly url: string;
  /** A request with the key of a tenant. */
  call(path: string, init?: RequestInit & { readonly key?: string | null }): Promise<Response>;
  json<T = Record<string, unknown>>(
    path: string,
    body: unknown,
    key?: string,
  ): Promise<{ readonly status: number; readonly body: T }>;
  readonly keys: Readonly<Record<"own" | "other", string>>;
  close(): Promise<void>;
}

const places = { worker: resolve("dist/worker.cjs"), web: resolve("dist/web") };

/** A server on a real socket, with a data folder of its own and keys of two tenants. */
export async function startTestServer(
  settings: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<TestServer> {
  const data = folder ?? mkdtempSync(join(tmpdir(), "syndata-service-"));
  const env = {
    SYNDATA_DATA: data,
    SYNDATA_PORT: "0",
    SYNDATA_LOG_LEVEL: "silent",
    SYNDATA_MIN_FREE_BYTES: "1",
    ...settings,
  };
  const store = new KeyStore(data, undefined);
  const scopes: Scope[] = ["jobs", "models:import", "admin"];
  const own = (await store.add("own", "own", scopes)).key;
  const other = (await store.add("other", "other", scopes)).key;
  const serving: Serving = await startServer(readSettings(env), places);
  const base = new URL(serving.url).origin;
  const call: TestServer["call"] = (path, { key = own, ...init } = {}) =>
    fetch(base + path, {
      ...init,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(init.headers as Record<string, string>),
      },
    });
  return {
    base,
    data,
    url: serving.url,
    call,
    keys: { own, other },
    async json<T>(path: string, body: unknown, key = own) {
      const response = await call(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
        key,
      });
      return { status: response.status, body: (await response.json()) as T };
    },
    async close() {
      await serving.close();
      if (folder === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A small table: two columns that depend on each other and one that does not. */
export function smallTable(rows = 60): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${20 + (i % 30)},${i % 3 === 0 ? "north" : "south"},${(i % 3) * 10 + (i % 5)}`,
  );
  return `age,region,score\n${lines.join("\n")}\n`;
}

export async function upload(
  server: TestServer,
  text: string,
  name = "people.csv",
  key?: string,
): Promise<string> {
  const headers = { "x-filename": encodeURIComponent(name), "content-type": "text/csv" };
  const response = await server.call("/v1/uploads", {
    method: "POST",
    body: text,
    headers,
    ...(key !== undefined && { key }),
  });
  if (response.status !== 201) throw new Error(`upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}

interface Job {
  readonly id: string;
  readonly state: string;
  readonly attempt: number;
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly outputs: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[];
}

/** Resolves when the job has ended: the stream of events ends with it. */
export async function ended(server: TestServer, id: string): Promise<Job> {
  await (await server.call(`/v1/jobs/${id}/events`)).text();
  return (await (await server.call(`/v1/jobs/${id}`)).json()) as Job;
}

/** A config that runs in a moment. */
export const quickConfig = { model: { type: "independent" }, report: { enabled: false } };
