import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uploadName } from "../../src/service/uploads/uploadName.ts";
import { smallTable, startTestServer, type TestServer, upload } from "./serverForTests.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    SYNDATA_MAX_UPLOAD: "200000",
    SYNDATA_MAX_COLUMNS: "50",
    SYNDATA_MAX_UNPACKED: "30000000",
  });
});
afterAll(() => server.close());

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<{ status: number; code?: string; sha256?: string; name?: string; id?: string }> {
  const answer = await server.call("/v1/uploads", { method: "POST", body, headers });
  return { ...((await answer.json()) as object), status: answer.status };
}

const csv = { "content-type": "text/csv" };

test.for<[string, string, Record<string, string>, number, string]>([
  ["empty", "", { ...csv, "x-filename": "a.csv" }, 422, "bad-table"],
  ["larger than allowed", "a,b\n".repeat(60_000), { ...csv, "x-filename": "a.csv" }, 413, "upload-too-large"],
  [
    "with another hash",
    "a\n1\n",
    { ...csv, "x-filename": "a.csv", "x-sha256": "0".repeat(64) },
    400,
    "bad-hash",
  ],
  [
    "of no known kind",
    "a\n1\n",
    { "content-type": "application/zip", "x-filename": "a.zip" },
    415,
    "unknown-format",
  ],
  ["with too many columns", `${"c,".repeat(60)}d\n`, { ...csv, "x-filename": "a.csv" }, 422, "bad-table"],
  [
    "that is no workbook",
    "no zip",
    { "content-type": "application/octet-stream", "x-filename": "a.xlsx" },
    422,
    "bad-table",
  ],
  ["that is a damaged gzip", "no gzip", { ...csv, "x-filename": "a.csv.gz" }, 422, "bad-table"],
])("an upload %s is refused and leaves nothing", async ([, body, headers, status, code]) => {
  const answer = await send(body, headers);
  expect([answer.status, answer.code]).toEqual([status, code]);
  expect(
    readdirSync(`${server.data}/uploads`, { recursive: true }).filter((name) =>
      String(name).includes("part"),
    ),
  ).toEqual([]);
});

test("a gzip that unpacks to more than 200 times its size is refused", async () => {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000, "a\n")));
  const answer = await send(bomb, { ...csv, "x-filename": "bomb.csv.gz" });
  expect([answer.status, answer.code]).toEqual([422, "bad-table"]);
});

test("the bytes arrive as they were, named by what is harmless of the name", async () => {
  const text = smallTable();
  const sha256 = createHash("sha256").update(text).digest("hex");
  const answer = await send(text, {
    ...csv,
    "x-filename": encodeURIComponent("../../Kundenübersicht März.csv"),
    "x-sha256": sha256,
  });
  expect(answer).toMatchObject({ status: 201, sha256, name: "Kundenübersicht-März.csv" });
});

test("a form brings a file", async () => {
  const form = new FormData();
  form.set("file", new Blob([smallTable()], { type: "text/csv" }), "form.csv");
  const answer = await server.call("/v1/uploads", { method: "POST", body: form });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toMatchObject({ name: "form.csv", bytes: smallTable().length });
});

test("an upload in parts continues where it was cut, three times", async () => {
  const text = smallTable(900);
  const sha256 = createHash("sha256").update(text).digest("hex");
  const tus = { "tus-resumable": "1.0.0" };
  const base64 = (plain: string) => Buffer.from(plain).toString("base64");
  const begun = await server.call("/v1/uploads/tus", {
    method: "POST",
    headers: {
      ...tus,
      "upload-length": String(text.length),
      "upload-metadata": `filename ${base64("parts.csv")},sha256 ${base64(sha256)}`,
    },
  });
  expect(begun.status).toBe(201);
  const location = begun.headers.get("location")!;
  for (let cut = 1; cut <= 3; cut++) {
    const offset = Number(
      (await server.call(location, { method: "HEAD", headers: tus })).headers.get("upload-offset"),
    );
    expect(offset).toBe((cut - 1) * 1000);
    await cutPatch(location, offset, text.slice(offset, offset + 1000));
  }
  const wrong = await server.call(location, {
    method: "PATCH",
    body: "x",
    headers: { ...tus, "content-type": "application/offset+octet-stream", "upload-offset": "7" },
  });
  expect(wrong.status).toBe(409);
  const rest = await server.call(location, {
    method: "PATCH",
    body: text.slice(3000),
    headers: { ...tus, "content-type": "application/offset+octet-stream", "upload-offset": "3000" },
  });
  expect(rest.status).toBe(204);
  const id = location.slice(location.lastIndexOf("/") + 1);
  expect(await (await server.call(`/v1/uploads/${id}`)).json()).toMatchObject({ sha256, bytes: text.length });
});

/** Sends some bytes of an announced body and cuts the connection; resolves when they have arrived. */
async function cutPatch(location: string, offset: number, part: string): Promise<void> {
  const { hostname, port } = new URL(server.base);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${server.keys.own}\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: ${offset}\r\nContent-Length: 9000\r\n\r\n${part}`,
  );
  const arrived = async (): Promise<number> =>
    Number(
      (await server.call(location, { method: "HEAD", headers: { "tus-resumable": "1.0.0" } })).headers.get(
        "upload-offset",
      ),
    );
  while ((await arrived()) < offset + part.length) await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
  // the server lets go of the part when it has seen the cut
  for (;;) {
    const headers = {
      "tus-resumable": "1.0.0",
      "content-type": "application/offset+octet-stream",
      "upload-offset": "1",
    };
    const probe = await server.call(location, { method: "PATCH", body: "x", headers });
    if (probe.status === 409 && ((await probe.json()) as { code: string }).code === "wrong-offset") {
      const locked = await server.call(location, {
        method: "PATCH",
        body: "",
        headers: { ...headers, "upload-offset": String(offset + part.length) },
      });
      if (locked.status !== 423) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test.each([
  ["../../etc/passwd.csv", "passwd.csv"],
  ["..\\..\\windows\\system.csv", "system.csv"],
  ["C:\\data.csv", "data.csv"],
  ["CON.csv", "table.csv"],
  ["nul.csv", "table.csv"],
  ["a\0b.csv", "a-b.csv"],
  ["%2e%2e%2fx.csv", "2e-2e-2fx.csv"],
  ["\u202Egnp.csv", "gnp.csv"],
  [".csv", "table.csv"],
  ["....csv", "table.csv"],
  ["-rf.csv", "rf.csv"],
  ["a b;c&d|e.csv", "a-b-c-d-e.csv"],
  ["<img src=x onerror=alert(1)>.csv", "img-src-x-onerror-alert-1.csv"],
  [`${"x".repeat(5000)}.csv`, `${"x".repeat(60)}.csv`],
  ["request.json", "request.json"],
  ["config.synth.json", "config-synth.json"],
  ["data.csv.gz", "data.csv.gz"],
  [undefined, "table.csv"],
])("of the name %j remains %s", (given, expected) => {
  expect(uploadName(given, "text/csv")).toBe(expected);
});

test("unknown ids and odd ones are not found", async () => {
  for (const id of ["a".repeat(26), "..", "%2e%2e", "x".repeat(400), "A".repeat(26)]) {
    const answer = await server.call(`/v1/uploads/${id}`);
    expect([id.slice(0, 30), answer.status]).toEqual([
      id.slice(0, 30),
      id === ".." || id === "%2e%2e" ? answer.status : 404,
    ]);
    expect(answer.status).not.toBe(500);
  }
  const kept = await upload(server, smallTable(), "kept.csv");
  expect((await server.call(`/v1/uploads/${kept}`, { method: "DELETE" })).status).toBe(200);
  expect((await server.call(`/v1/uploads/${kept}`)).status).toBe(404);
});

test("a request that ends before its Content-Length, or is no HTTP, is answered with a problem and leaves nothing", async () => {
  const { hostname, port } = new URL(server.base);
  const answer = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
      let read = "";
      socket.on("data", (chunk) => (read += String(chunk)));
      socket.on("end", () => resolve(read));
      socket.on("error", reject);
      socket.end(text);
    });
  const head = `POST /v1/uploads HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${server.keys.own}\r\nX-Filename: cut.csv\r\nContent-Type: text/csv\r\n`;
  for (const [text, code] of [
    [`${head}Content-Length: 500\r\n\r\na,b\n1,2\n`, "bad-length"],
    [`${head}Content-Length: -5\r\n\r\n`, "bad-request"],
    ["HELO mail\r\n\r\n", "bad-request"],
    [`${head}X-Long: ${"x".repeat(100_000)}\r\n\r\n`, "bad-request"],
  ] as const) {
    const got = await answer(text);
    expect(got).toMatch(/^HTTP\/1\.1 400 /);
    expect(got).toContain("application/problem+json");
    expect(JSON.parse(got.slice(got.indexOf("{")))).toMatchObject({ code, status: 400 });
  }
  const { items } = (await (await server.call("/v1/uploads")).json()) as { items: { name: string }[] };
  expect(items.filter(({ name }) => name === "cut.csv")).toEqual([]);
});
