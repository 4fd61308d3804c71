import { afterAll, beforeAll, expect, test } from "vitest";
import { ended, startTestServer, type TestServer, upload } from "./serverForTests.ts";

/** A table in which every fourth region is missing, and follows from the score where it is not. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const region = i % 4 === 3 ? "" : i % 3 === 0 ? "north" : "south";
    return `${20 + (i % 30)},${region},${(i % 3) * 10 + (i % 5)}`;
  });
  return `age,region,score\n${lines.join("\n")}\n`;
}

const text = table(120);
let server: TestServer;
let real: string;
let model: string;

beforeAll(async () => {
  server = await startTestServer({ SYNDATA_CONCURRENCY: "1" });
  real = await upload(server, text);
  const circuit = { type: "circuit", maxLatentStates: 2, epochs: 5, refine: false };
  model = await job({ kind: "run", upload: real, config: { model: circuit, report: { enabled: false } } });
});
afterAll(() => server.close());

/** Asks for a job, waits for its good end and returns its id. */
async function job(body: Record<string, unknown>): Promise<string> {
  const asked = await server.json<{ id: string }>("/v1/jobs", body);
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  const { state, reason } = await ended(server, asked.body.id);
  expect(reason).toBeNull();
  expect(state).toBe("succeeded");
  return asked.body.id;
}

async function output(id: string, name: string): Promise<string> {
  const answer = await server.call(`/v1/jobs/${id}/outputs/${name}`);
  expect(answer.status).toBe(200);
  return await answer.text();
}

const cells = (csv: string): string[][] =>
  csv
    .trim()
    .split("\n")
    .map((line) => line.split(","));

test("impute fills the missing cells and leaves the others as they are", async () => {
  const filled = cells(await output(await job({ kind: "impute", model, upload: real, seed: 3 }), "table"));
  const given = cells(text);
  expect(filled).toHaveLength(given.length);
  for (const [i, row] of given.entries())
    for (const [c, cell] of row.entries())
      if (cell === "") expect(["north", "south"]).toContain(filled[i]![c]);
      else expect(filled[i]![c]).toBe(cell);
});

test("score gives every row a likelihood and names the least likely rows", async () => {
  const id = await job({ kind: "score", model, upload: real, top: 3 });
  expect(cells(await output(id, "table"))).toHaveLength(121);
  expect(JSON.stringify(JSON.parse(await output(id, "summary.json")))).toMatch(/row/i);
});

test("report judges the table of another job in every form, and holds no path of the server", async () => {
  const config = { reprot: { sections: ["fidelity"] } };
  const refused = await server.json<{ code: string }>("/v1/jobs", {
    kind: "report",
    upload: real,
    synthetic: model,
    config,
  });
  expect([refused.status, refused.body.code]).toEqual([422, "bad-config"]);
  const id = await job({
    kind: "report",
    upload: real,
    synthetic: model,
    config: { report: { sections: ["fidelity"], gates: { columnShapes: { min: 0.999 } } } },
  });
  const report = JSON.parse(await output(id, "report.json")) as {
    gates: { passed: boolean }[];
    tables: { synthetic: { rows: number } };
  };
  expect(report.tables.synthetic.rows).toBe(120);
  expect(report.gates.map(({ passed }) => passed)).toEqual([false]);
  const { gates } = (await (await server.call(`/v1/jobs/${id}`)).json()) as { gates: string };
  expect(gates).toBe("failed");
  for (const name of ["report.html", "report.md", "summary.html"]) {
    const page = await output(id, name);
    expect(page).toContain("May I share this?");
    expect(page).not.toContain(server.data);
  }
});

test("compare trains several models and sets them side by side", async () => {
  const id = await job({
    kind: "compare",
    upload: real,
    models: ["independent", "gaussianCopula"],
    config: { report: { sections: ["fidelity"] } },
  });
  const { outputs } = (await (await server.call(`/v1/jobs/${id}`)).json()) as { outputs: { name: string }[] };
  const names = outputs.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(0);
  const texts = await Promise.all(names.map((name) => output(id, name)));
  const all = texts.join("\n");
  expect(all).toContain("independent");
  expect(all).toContain("gaussianCopula");
  expect(all).not.toContain(server.data);
});

test("runs, reports and comparisons are written in German where German is asked for, and another language is refused", async () => {
  const independent = { type: "independent" };
  const config = { report: { sections: ["fidelity"] } };
  const bodies = [
    { kind: "run", upload: real, config: { ...config, model: independent } },
    { kind: "report", upload: real, synthetic: model, config },
    { kind: "compare", upload: real, models: ["independent"], config },
  ];
  for (const body of bodies) {
    const id = await job({ ...body, lang: "de" });
    const { outputs } = (await (await server.call(`/v1/jobs/${id}`)).json()) as {
      outputs: { name: string }[];
    };
    const pages = outputs.map(({ name }) => name).filter((name) => /html|md$/.test(name));
    expect(pages.length).toBeGreaterThan(1);
    for (const name of pages) {
      const page = await output(id, name);
      // the texts of all languages are in the scripts of a page
      const shown = page.replace(/<script[\s\S]*?<\/script>/g, "");
      const has = (...words: string[]) => words.some((word) => shown.includes(word));
      expect([name, has("Darf ich das weitergeben?", "Modell")]).toEqual([name, true]);
      expect([name, has("May I share this?", "Comparison of models", "Every run")]).toEqual([name, false]);
      if (name.endsWith("html")) expect([name, has('lang="de"')]).toEqual([name, true]);
    }
    expect((await server.json("/v1/jobs", { ...body, lang: "xx" })).status).toBe(422);
  }
});

test("a condition that cannot be met is refused in the words of the body, now and in a job", async () => {
  const where = ["nowhere=1"];
  const probed = await server.json<{ detail: string }>(`/v1/models/${model}/probe`, { rows: 3, where });
  expect([probed.status, probed.body.detail]).toEqual([422, expect.stringMatching(/^where nowhere=1: /)]);
  const asked = await server.json<{ id: string }>("/v1/jobs", { kind: "sample", model, rows: 3, where });
  const { reason } = await ended(server, asked.body.id);
  expect(reason).toMatchObject({ code: "bad-input", message: expect.stringMatching(/^where nowhere=1: /) });
});

test("a model and a table of another tenant are not found", async () => {
  const theirs = await upload(server, text, "theirs.csv", server.keys.other);
  for (const body of [
    { kind: "impute", model, upload: theirs },
    { kind: "score", model, upload: theirs },
    { kind: "report", upload: theirs, synthetic: model },
    { kind: "compare", upload: real, models: ["independent"] },
  ]) {
    const { status } = await server.json("/v1/jobs", body, server.keys.other);
    expect(status, JSON.stringify(body)).toBe(404);
  }
});

test("rules between columns are found, and those of a config are checked", async () => {
  const cellsOf = (i: number) => [i % 17, i % 5, (i % 17) + (i % 5)];
  const lines = Array.from({ length: 600 }, (_, i) => cellsOf(i).join(","));
  const sums = await upload(server, `first,second,total\n${lines.join("\n")}\n`, "sums.csv");
  const found = await server.json<{ found: { text: string; json: string }[] }>(
    `/v1/uploads/${sums}/rules`,
    {},
  );
  const sum = found.body.found.find(({ text }) => text.includes("total"));
  expect(sum, JSON.stringify(found.body)).toBeDefined();
  const rules = [JSON.parse(sum!.json), "first <= second"];
  const checked = await server.json<{ checks: { applies: number; broken: number }[] }>(
    `/v1/uploads/${sums}/rules/check`,
    { config: JSON.stringify({ source: { path: "sums.csv" }, rules }) },
  );
  const broken = lines.filter((_, i) => i % 17 > i % 5).length;
  expect(checked.body.checks).toMatchObject([
    { applies: 600, broken: 0 },
    { applies: 600, broken },
  ]);
});
