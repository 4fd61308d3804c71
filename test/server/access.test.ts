import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startServer } from "../../src/server/serve.ts";
import { readSettings } from "../../src/service/settings.ts";
import { smallTable, startTestServer, type TestServer, upload } from "./serverForTests.ts";

let server: TestServer;
let table: string;

beforeAll(async () => {
  server = await startTestServer();
  table = await upload(server, smallTable());
});
afterAll(() => server.close());

/** A request with any headers: `fetch` does not let a Host or Origin be chosen. */
function raw(
  path: string,
  method: string,
  headers: Record<string, string>,
  body = "",
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(server.base + path, { method, headers }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode!, headers: answer.headers, text }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

interface Operation {
  readonly method: string;
  readonly path: string;
}

async function operations(): Promise<Operation[]> {
  const { paths } = (await (await server.call("/openapi.json")).json()) as {
    paths: Record<string, Record<string, unknown>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

const open = new Set(["/healthz", "/readyz", "/v1/session"]);

test("every address of the document wants a key, and a wrong one is no key", async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  for (const { method, path } of all) {
    if (open.has(path)) continue;
    const concrete = path.replace(/\{\w+\}/g, table);
    const answer = await server.call(concrete, { method, key: null });
    expect([method, path, answer.status]).toEqual([method, path, 401]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
  }
  const wrong = await server.call("/v1/me", { key: `sd_00000000_${"A".repeat(43)}` });
  expect([wrong.status, ((await wrong.json()) as { code: string }).code]).toEqual([401, "bad-key"]);
});

test("things of another tenant are not found, whatever is asked of them", async () => {
  const bodies: Record<string, unknown> = {
    "/v1/uploads/{id}/editor": { text: "{}", version: 1 },
    "/v1/uploads/{id}/rules": {},
    "/v1/uploads/{id}/rules/check": { config: "{}" },
    "/v1/models/{id}/probe": { rows: 1 },
  };
  const withId = (await operations()).filter(
    ({ path }) => path.includes("{id}") && !path.startsWith("/v1/keys"),
  );
  expect(withId.length).toBeGreaterThan(15);
  for (const { method, path } of withId) {
    const body = bodies[path];
    const headers: Record<string, string> = path.includes("/tus/")
      ? {
          "tus-resumable": "1.0.0",
          ...(method === "PATCH" && {
            "content-type": "application/offset+octet-stream",
            "upload-offset": "0",
          }),
        }
      : body === undefined
        ? {}
        : { "content-type": "application/json" };
    const answer = await server.call(path.replace("{id}", table).replace("{name}", "table"), {
      method,
      key: server.keys.other,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(path.includes("/tus/") && method === "PATCH" && { body: "x" }),
    });
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
  const run = await server.json<{ code: string }>(
    "/v1/jobs",
    { kind: "run", upload: table },
    server.keys.other,
  );
  expect([run.status, run.body.code]).toEqual([404, "not-found"]);
  const validate = await server.json<{ code: string }>(
    "/v1/configs/validate",
    { config: "{}", upload: table },
    server.keys.other,
  );
  expect(validate.status).toBe(404);
  const list = (await (await server.call("/v1/uploads", { key: server.keys.other })).json()) as {
    items: unknown[];
  };
  expect(list.items).toEqual([]);
});

test.each(["/v1/me?key=sd_x", "/v1/jobs?token=abc", "/v1/uploads?access_token=abc"])(
  "a secret in the address is refused: %s",
  async (path) => {
    const answer = await server.call(path);
    expect(((await answer.json()) as { code: string }).code).toBe("key-in-url");
  },
);

test("a foreign host name is refused; a page of another origin cannot use the cookie", async () => {
  const host = await raw("/v1/me", "GET", {
    host: "evil.example",
    authorization: `Bearer ${server.keys.own}`,
  });
  expect([host.status, JSON.parse(host.text).code]).toEqual([403, "foreign-host"]);
  const own = { host: new URL(server.base).host, origin: server.base, "content-type": "application/json" };
  const token = new URL(server.url).hash.slice("#token=".length);
  const foreign = await raw(
    "/v1/session",
    "POST",
    { ...own, origin: "http://evil.example" },
    JSON.stringify({ token }),
  );
  expect(foreign.status).toBe(403);
  const signedIn = await raw("/v1/session", "POST", own, JSON.stringify({ token }));
  expect(signedIn.status).toBe(201);
  const again = await raw("/v1/session", "POST", own, JSON.stringify({ token }));
  expect(again.status).toBe(401);
  const set = String(signedIn.headers["set-cookie"]);
  expect(set).toMatch(/HttpOnly; SameSite=Strict/);
  const cookie = set.slice(0, set.indexOf(";"));
  expect((await raw("/v1/me", "GET", { host: own.host, cookie })).status).toBe(200);
  const post = await raw(
    "/v1/keys",
    "POST",
    { ...own, cookie, origin: "http://evil.example" },
    JSON.stringify({ name: "x" }),
  );
  expect([post.status, JSON.parse(post.text).code]).toEqual([403, "foreign-origin"]);
  expect((await raw("/v1/keys", "POST", { ...own, cookie }, JSON.stringify({ name: "x" }))).status).toBe(201);
  const cors = await raw("/v1/me", "OPTIONS", {
    host: own.host,
    origin: "http://evil.example",
    "access-control-request-method": "GET",
  });
  expect(cors.headers["access-control-allow-origin"]).toBeUndefined();
});

test("a second server on the folder is refused, and so are an open address without keys and wrong settings", async () => {
  const env = { SYNDATA_DATA: server.data, SYNDATA_PORT: "0" };
  await expect(startServer(readSettings(env), { worker: "none", web: "dist/web" })).rejects.toThrow(
    /another server uses this folder \(process \d+ on /,
  );
  const anywhere = readSettings({ SYNDATA_DATA: `${server.data}-none`, SYNDATA_HOST: "0.0.0.0" });
  await expect(startServer(anywhere, { worker: "none", web: "dist/web" })).rejects.toThrow(
    /there are no keys/,
  );
  expect(() =>
    readSettings({ SYNDATA_PORT: "many", SYNDATA_CORS_ORIGINS: "*", SYNDATA_MAX_UPLOAD: "-1" }),
  ).toThrow(/SYNDATA_PORT[\s\S]*SYNDATA_MAX_UPLOAD/);
  expect(() => readSettings({ SYNDATA_CORS_ORIGINS: "*" })).toThrow(/exact origins/);
  expect(() => readSettings({ SYNDATA_ENV: "production" })).toThrow(/PEPPER/);
});
