import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { inThisProcess } from "../../cli/inThisProcess.ts";
import { scratchFolder } from "../../cli/runCli.ts";
import { ended, startTestServer, type TestServer, upload } from "../../server/serverForTests.ts";
import { canaryTable, leaksIn, leaksUnder } from "./canaries.ts";

let server: TestServer;
let table: string;
beforeAll(async () => {
  server = await startTestServer();
  table = await upload(server, canaryTable());
});
afterAll(() => server.close());

async function leaksAt(path: string): Promise<string[]> {
  const answer = await server.call(path);
  expect(answer.status, path).toBe(200);
  // a table may hold a neighbor of the duration by chance
  return leaksIn(await answer.text(), path.endsWith("/table") ? "table.csv" : path);
}

it("no value of one row is told by what the service answers, or kept beside the upload", async () => {
  const config = { model: { type: "independent" }, report: { sections: ["fidelity", "privacy"] } };
  const asked = await server.json<{ id: string }>("/v1/jobs", {
    kind: "run",
    upload: table,
    config,
    rows: 200,
  });
  const job = await ended(server, asked.body.id);
  expect(job.state).toBe("succeeded");
  const refused = await server.json("/v1/configs/validate", {
    config: { columns: { age: { min: 200 } } },
    upload: table,
  });
  expect(leaksIn(JSON.stringify(refused), "validate")).toEqual([]);
  const outputs = job.outputs
    .filter(({ name }) => name !== "model")
    .map(({ name }) => `/v1/jobs/${job.id}/outputs/${name}`);
  expect(outputs.length).toBeGreaterThan(2);
  const paths = [
    `/v1/uploads/${table}`,
    `/v1/uploads/${table}/profile`,
    `/v1/jobs/${job.id}`,
    `/v1/jobs/${job.id}/events`,
    "/v1/models",
    ...outputs,
  ];
  for (const path of paths) expect(await leaksAt(path)).toEqual([]);
  expect(leaksUnder(server.data, (name) => /^uploads\/.*\.csv$/.test(name))).toEqual([]);
});

const syndata = inThisProcess();
const folder = scratchFolder();

it("nor by a terminal that works on it", async () => {
  vi.stubEnv("SYNDATA_SERVER", server.base);
  vi.stubEnv("SYNDATA_KEY", server.keys.own);
  try {
    const config = { source: { path: "people.csv" }, model: { type: "independent" } };
    writeFileSync(join(folder, "people.csv"), canaryTable());
    writeFileSync(join(folder, "people.synth.json"), JSON.stringify(config));
    const run = ["remote", "run", "people.csv", "--config", "people.synth.json", "--rows", "100"];
    const ran = await syndata([...run, "--out", "made.csv"], folder);
    expect([ran.code, leaksIn(ran.stdout + ran.stderr, "remote run")]).toEqual([0, []]);
    const watched = await syndata(["remote", "watch", ran.stdout.split("\n", 1)[0]!], folder);
    expect([watched.code, leaksIn(watched.stdout + watched.stderr, "remote watch")]).toEqual([0, []]);
    expect(leaksUnder(folder, (name) => name === "people.csv")).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});
