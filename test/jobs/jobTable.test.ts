import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type JobInput, type JobName, type JobResult, jobTable } from "../../src/jobs/jobTable.ts";
import { CancelledError, describeFailure } from "../../src/pipeline/failure.ts";
import { UserError } from "../../src/table/userError.ts";
import { WorkerClient } from "../../src/worker/client.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-jobs-"));
const at = (name: string): string => join(folder, name);
const client = new WorkerClient(resolve("dist/worker.cjs"));

beforeAll(async () => {
  copyFileSync("examples/penguins.csv", at("penguins.csv"));
  writeFileSync(
    at("p.synth.json"),
    JSON.stringify({
      source: { path: "penguins.csv" },
      model: { type: "circuit" },
      output: { path: "p.csv", rows: 50 },
      report: { enabled: false },
    }),
  );
  expect(await client.start("run", { config: at("p.synth.json"), overrides: {}, resume: false }).result).toBe(
    0,
  );
});
afterAll(() => {
  client.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** The same work in the child and here; what a job wrote is read after each. */
async function both<Name extends JobName>(
  name: Name,
  input: JobInput<Name>,
  written?: string,
): Promise<JobResult<Name>> {
  const read = (): string | undefined => {
    if (written === undefined) return undefined;
    const text = readFileSync(at(written), "utf8");
    rmSync(at(written));
    return text;
  };
  const inChild = await client.start(name, input).result;
  const fromChild = read();
  expect(await startInProcess(name, input).result).toEqual(inChild);
  expect(read()).toEqual(fromChild);
  return inChild;
}

describe("every job is the same in the child process and in this one", () => {
  it("budget", async () => {
    const columns = {
      species: { values: ["Adelie", "Chinstrap", "Gentoo"], missing: "never" },
      body_mass_g: { min: 2000, max: 7000, bins: 10, missing: "never" },
    };
    const text = readFileSync(at("penguins.csv"), "utf8").split("\n", 1)[0]!;
    const others = text.split(",").filter((name) => !Object.hasOwn(columns, name));
    const dropped = Object.fromEntries(others.map((name) => [name, { role: "drop" }]));
    const value = {
      source: { path: "penguins.csv" },
      columns: { ...columns, ...dropped },
      privacy: { epsilon: 1, delta: 1e-6, budget: 2 },
    };
    writeFileSync(at("private.synth.json"), JSON.stringify(value));
    const budget = await both("budget", { config: at("private.synth.json") });
    // a table of 3, one of 10 and one of 30 cells: ρ/4 over two tables, 3ρ/4 for the pair
    expect(budget).toMatchObject({ epsilon: 1, budget: 2, spent: 0, ledger: [], cells: 43 });
    expect(budget.rho).toBeCloseTo(0.0244, 4);
    expect(budget.afterRun).toBeLessThanOrEqual(1);
    expect(budget.afterRun).toBeGreaterThan(0.99);
    const [worst] = budget.errors;
    expect(worst).toMatchObject({ columns: ["species", "body_mass_g"], cells: 30 });
    expect(worst!.sigma).toBeCloseTo(Math.sqrt(1 / (2 * 0.75 * budget.rho)), 1);
    await expect(client.start("budget", { config: at("p.synth.json") }).result).rejects.toThrow(
      /asks for no guarantee/,
    );
  });

  it("init", async () => {
    const made = await both("init", { data: at("penguins.csv") }, "penguins.synth.json");
    expect(made.config).toBe(at("penguins.synth.json"));
    expect(made.text).toContain('"species"');
  });

  it("validate, profile, fingerprint", async () => {
    expect(await both("validate", { config: at("p.synth.json") })).toMatchObject({ rows: 344, columns: 8 });
    expect((await both("profile", { data: at("penguins.csv") })).rows).toBe(344);
    const { whole, shared } = await both("profiles", { data: at("penguins.csv") });
    expect(whole).toEqual(await both("profile", { data: at("penguins.csv") }));
    expect(shared).toEqual(await both("profile", { data: at("penguins.csv"), shared: true }));
    expect(await both("fingerprint", { data: at("penguins.csv") })).toMatch(/^[0-9a-f]{64}$/);
  });

  it("pii", async () => {
    const { rows, columns, findings } = await both("pii", { data: at("penguins.csv") });
    expect([rows, columns]).toEqual([344, 8]);
    expect(findings.find(({ column }) => column === "sex")).toMatchObject({
      type: "gender",
      title: "gender",
      exposure: "quasi",
    });
  });

  it("sample, score, impute", async () => {
    const model = at("p.synthmodel");
    expect(await both("sample", { model, rows: 20, out: at("s.csv") }, "s.csv")).toMatchObject({ rows: 20 });
    const scored = await both(
      "score",
      { model, data: at("penguins.csv"), top: 3, out: at("scores.csv") },
      "scores.csv",
    );
    expect(scored.unlikeliest).toHaveLength(3);
    const filled = await both("impute", { model, data: at("penguins.csv"), out: at("full.csv") }, "full.csv");
    expect(filled.filled).toBeGreaterThan(10);
  });

  it("report", async () => {
    const input = { real: at("penguins.csv"), synthetic: at("p.csv"), sections: ["fidelity"] as const };
    const timeless = (text: string): unknown =>
      JSON.parse(text, (key, value: unknown) => (key === "created" || key === "timings" ? undefined : value));
    const child = await client.start("report", { ...input, json: at("r.json") }).result;
    const here = await startInProcess("report", input).result;
    expect(timeless(JSON.stringify(here.report))).toEqual(timeless(JSON.stringify(child.report)));
    expect(timeless(readFileSync(at("r.json"), "utf8"))).toEqual(timeless(JSON.stringify(child.report)));
  });

  it("notebook and its pages", async () => {
    const cells = [
      { kind: "synth", text: JSON.stringify({ source: { path: "penguins.csv" } }) },
      { kind: "sql", text: "SELECT species FROM source" },
    ];
    expect(await both("notebook", { path: at("n.synthnb"), cells })).toBe(0);
    expect(await both("notebookPage", { handle: "none", offset: 0, rows: 5 })).toBeNull();
  });
});

describe("failures", () => {
  it.each(Object.keys(jobTable))("%s refuses an input it does not know, naming the field", async (name) => {
    const input = { surprise: 1 } as never;
    const here = await startInProcess(name as JobName, input).result.catch((error: unknown) => error);
    expect(here).toBeInstanceOf(UserError);
    expect(describeFailure(here)).toMatchObject({ exitCode: 2, message: expect.stringContaining(name) });
    const child = await client.start(name as JobName, input).result.catch((error: unknown) => error);
    expect(describeFailure(child)).toEqual(describeFailure(here));
  });

  it("carry their diagnostics across the process", async () => {
    writeFileSync(at("bad.synth.json"), '{ "source": { "path": "penguins.csv" }, "modell": {} }');
    const error: unknown = await client
      .start("validate", { config: at("bad.synth.json") })
      .result.catch((reason: unknown) => reason);
    const { exitCode, diagnostics } = describeFailure(error);
    expect(exitCode).toBe(2);
    expect(diagnostics.map(({ code }) => code)).toContain("unknown-key");
  });

  it("init keeps a config that is there, and a target must be a column", async () => {
    writeFileSync(at("penguins.synth.json"), "mine");
    const init = (input: Partial<JobInput<"init">>) =>
      startInProcess("init", { data: at("penguins.csv"), ...input }).result;
    await expect(init({})).rejects.toThrow(/^overwrite: .*penguins\.synth\.json exists already/);
    await expect(init({ overwrite: true, target: "specie" })).rejects.toThrow(
      /^target specie: .*did you mean "species"/,
    );
    expect(readFileSync(at("penguins.synth.json"), "utf8")).toBe("mine");
  });

  it("a cancelled job says so and leaves nothing", async () => {
    const handle = client.start("sample", {
      model: at("p.synthmodel"),
      rows: 5_000_000,
      out: at("many.csv"),
    });
    handle.cancel();
    await expect(handle.result).rejects.toBeInstanceOf(CancelledError);
    expect(existsSync(at("many.csv"))).toBe(false);
  });
});
