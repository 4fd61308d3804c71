import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { forgeBy } from "../../scripts/reliability/forgeModel.ts";
import { trainEveryKind } from "../../scripts/reliability/trainEveryKind.ts";
import { Random } from "../../src/numerics/random.ts";
import { startTestServer, type TestServer } from "./serverForTests.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-import-"));
let server: TestServer;
let good: Uint8Array;

beforeAll(async () => {
  [server, good] = [await startTestServer(), await trainEveryKind("ctgan", folder)];
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function send(bytes: Uint8Array): Promise<{ status: number; code: string | undefined }> {
  const answer = await server.call("/v1/models/import", {
    method: "POST",
    body: Buffer.from(bytes),
    headers: { "content-type": "application/octet-stream", "x-filename": "m.synthmodel" },
  });
  return { status: answer.status, code: ((await answer.json()) as { code?: string }).code };
}

it.each(["external data", "zip: a part that is not listed", "zip: ../out", "a weight that is no number"])(
  "a model file with %s is refused, and nothing of it is kept",
  async (wanted) => {
    const forged = forgeBy(wanted, good, new Random(3));
    expect(await send(forged.bytes)).toEqual({ status: 422, code: "bad-model" });
    expect(readdirSync(join(server.data, "tmp"))).toEqual([]);
    const { items } = (await (await server.call("/v1/models")).json()) as { items: unknown[] };
    expect(items).toEqual([]);
  },
);

it("the same file as it was made is taken", async () => {
  expect((await send(good)).status).toBe(201);
});
