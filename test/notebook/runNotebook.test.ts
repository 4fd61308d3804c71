import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { runNotebook } from "../../src/notebook/runNotebook.ts";
import { NotebookSession } from "../../src/notebook/session.ts";
import {
  type CellEnd,
  comparisonMime,
  type GridJson,
  gridMime,
  lossesMime,
  type MimeBundle,
  type NotebookCell,
  type NotebookEvent,
  type NotebookJob,
  profileMime,
  reportMime,
} from "../../src/protocol/notebook.ts";
import type { ReportJson } from "../../src/protocol/report.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-notebook-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "p.synthnb");
const session = new NotebookSession();

const synth = (text: string): NotebookCell => ({ kind: "synth", text });
const sql = (text: string): NotebookCell => ({ kind: "sql", text });
const source = synth('{ "source": { "path": "penguins.csv" }, "report": { "holdout": 0.2 } }');
const model = synth('{ "model": { "type": "independent" } }');
const output = synth('{ "output": { "rows": 50 } }');
const report = synth('{ "report": { "sections": ["fidelity"] } }');

interface Ran {
  readonly code: number;
  readonly ends: ReadonlyMap<number, CellEnd>;
  readonly outputs: ReadonlyMap<number, readonly MimeBundle[]>;
  readonly events: readonly NotebookEvent[];
}

async function run(
  cells: readonly NotebookCell[],
  more: Partial<NotebookJob> = {},
  signal = new AbortController().signal,
): Promise<Ran> {
  const events: NotebookEvent[] = [];
  const code = await runNotebook({ path, cells, ...more }, (event) => events.push(event), signal, session);
  const ends = new Map(events.flatMap((e) => (e.type === "end" ? [[e.cell, e.end] as const] : [])));
  const outputs = new Map(events.flatMap((e) => (e.type === "output" ? [[e.cell, e.outputs] as const] : [])));
  return { code, ends, outputs, events };
}

const states = ({ ends }: Ran): Record<number, string> =>
  Object.fromEntries(
    [...ends].map(([cell, { state, cached }]) => [cell, cached ? `${state}, unchanged` : state]),
  );
const grid = (ran: Ran, cell: number): GridJson => ran.outputs.get(cell)?.[0]?.[gridMime] as GridJson;

beforeEach(() => {
  rmSync(join(folder, ".syndata"), { recursive: true, force: true });
  copyFileSync("examples/penguins.csv", join(folder, "penguins.csv"));
});

describe("running a workflow notebook", () => {
  it("makes what each step stands for, each output with text and HTML beside it", async () => {
    const cells = [
      source,
      model,
      output,
      report,
      synth('{ "model": { "type": "gaussianCopula" }, "name": "copula" }'),
      synth('{ "output": { "rows": 60 }, "name": "b" }'),
      synth('{ "compare": ["synthetic", "b"] }'),
      sql("SELECT count(*) AS n FROM b"),
    ];
    const ran = await run(cells);
    expect(ran.code).toBe(0);
    const mimes = [
      profileMime,
      lossesMime,
      gridMime,
      reportMime,
      lossesMime,
      gridMime,
      comparisonMime,
      gridMime,
    ];
    for (const [cell, mime] of mimes.entries()) {
      const [bundle] = ran.outputs.get(cell)!;
      expect(Object.keys(bundle!)).toEqual([mime, "text/html", "text/plain"]);
      expect(JSON.parse(JSON.stringify(bundle))).toEqual(bundle);
    }
    expect(grid(ran, 2)).toMatchObject({ total: 50, offset: 0, handle: null });
    expect((ran.outputs.get(3)![0]![reportMime] as ReportJson).tables).toMatchObject({
      real: { rows: 275 },
      synthetic: { name: "penguins (synthetic)", rows: 50 },
      holdout: { rows: 69 },
    });
    expect(grid(ran, 7).columns).toEqual([{ name: "n", type: "BIGINT", values: ["60"] }]);
  });

  it("runs again only what an edit concerns, and says so", async () => {
    const second = synth('{ "model": { "type": "gaussianCopula" }, "name": "copula" }');
    const cells = [source, model, output, report, second];
    await run(cells);
    expect(states(await run(cells))).toEqual({
      0: "done",
      1: "done, unchanged",
      2: "done, unchanged",
      3: "done, unchanged",
      4: "done, unchanged",
    });
    const moreRows = [source, model, synth('{ "output": { "rows": 51 } }'), report, second];
    expect(states(await run(moreRows))).toMatchObject({
      1: "done, unchanged",
      2: "done",
      3: "done",
      4: "done, unchanged",
    });
    const gated = [
      source,
      model,
      output,
      synth('{ "report": { "sections": ["fidelity"], "gates": { "columnShapes": { "min": 1 } } } }'),
    ];
    const failed = await run(gated);
    expect(failed.code).toBe(3);
    expect(states(failed)).toMatchObject({ 2: "done, unchanged", 3: "gate, unchanged" });
    expect(failed.ends.get(3)?.message).toMatch(
      /^a gate failed: columnShapes is 0\.\d+, below the minimum 1/,
    );
    const other = [synth('{ "source": { "path": "penguins.csv" }, "report": { "holdout": 0.3 } }'), model];
    expect(states(await run(other))).toMatchObject({ 1: "done" });
    writeFileSync(
      path.replace("p.synthnb", "penguins.csv"),
      `${readFileSync("examples/penguins.csv", "utf8").trimEnd().split("\n").slice(0, -1).join("\n")}\n`,
    );
    expect(states(await run(cells))).toMatchObject({ 1: "done", 2: "done", 3: "done", 4: "done" });
  });

  it("runs what a single cell builds on, and only that", async () => {
    const cells = [source, model, output, report];
    const first = await run(cells, { run: [3] });
    expect(states(first)).toEqual({ 1: "done", 2: "done", 3: "done" });
    expect(states(await run(cells, { run: [3] }))).toEqual({ 3: "done, unchanged" });
    expect(states(await run(cells, { run: [2], fresh: [2] }))).toEqual({ 2: "done" });
  });

  it("gives the same rows as the config it is made from", async () => {
    const { runPipeline } = await import("../../src/pipeline/runPipeline.ts");
    const config = join(folder, "c.synth.json");
    writeFileSync(
      config,
      '{ "source": { "path": "penguins.csv" }, "model": { "type": "independent" }, "output": { "path": "c.csv", "rows": 50 }, "report": { "sections": [] } }',
    );
    const job = { config, overrides: {}, resume: false };
    expect(await runPipeline(job, () => undefined, new AbortController().signal)).toBe(0);
    await run([source, model, synth('{ "output": { "path": "n.csv", "rows": 50 } }')]);
    expect(readFileSync(join(folder, "n.csv"), "utf8")).toBe(readFileSync(join(folder, "c.csv"), "utf8"));
  });

  it("pages a result of a million rows", async () => {
    const ran = await run([sql("SELECT i, i * 2 AS twice FROM range(1000000) t(i)")]);
    const first = grid(ran, 0);
    expect(first).toMatchObject({ total: 1_000_000, offset: 0 });
    expect(first.columns[0]?.values).toHaveLength(500);
    const last = session.results.page(first.handle!, 999_995, 100);
    expect(last?.columns[1]?.values).toEqual(["1999990", "1999992", "1999994", "1999996", "1999998"]);
    const across = session.results.page(first.handle!, 2040, 20);
    expect(across?.columns[0]?.values).toEqual(Array.from({ length: 20 }, (_, i) => String(2040 + i)));
    expect(session.results.page("gone", 0, 10)).toBeUndefined();
  });

  it("gives SQL the real tables, split as they are learned from", async () => {
    const ran = await run([
      source,
      sql(
        "SELECT (SELECT count(*) FROM source) AS s, (SELECT count(*) FROM training) AS t, (SELECT count(*) FROM holdout) AS h",
      ),
    ]);
    expect(grid(ran, 1).columns.map((c) => c.values[0])).toEqual(["344", "275", "69"]);
  });

  it.each([
    ["SELECT speciess FROM source", /speciess.*not found/, 1, 8],
    ["SELECT species\nFROM nowhere", /nowhere does not exist/, 2, 6],
    ["SELEC 1", /syntax error at or near "SELEC"/, 1, 1],
    ["SELECT * FROM read_csv('/etc/passwd')", /Cannot access file/, 1, 15],
    ["INSTALL httpfs", /./, undefined, undefined],
    ["COPY source TO 'x.csv'", /Cannot access file|only queries/, undefined, undefined],
    ["SET memory_limit = '200GB'", /locked/, undefined, undefined],
    ["RESET threads; SELECT 1", /locked/, undefined, undefined],
    ["PRAGMA enable_profiling; SELECT 1", /only queries over tables/, undefined, undefined],
    ["PRAGMA profiling_output = 'x.csv'", /locked/, undefined, undefined],
    [
      "CALL enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'x.csv'}); SELECT 1",
      /only queries/,
      undefined,
      undefined,
    ],
    ["SELECT * FROM enable_logging('QueryLog')", /enable_logging cannot be used/, undefined, undefined],
    ['SELECT * FROM "enable_profiling"()', /enable_profiling cannot be used/, undefined, undefined],
    [
      "SELECT * FROM enable_logging/* c */('QueryLog')",
      /enable_logging cannot be used/,
      undefined,
      undefined,
    ],
    [
      "SELECT * FROM query('SELECT * FROM enable_' || 'logging(''QueryLog'')')",
      /query cannot be used/,
      undefined,
      undefined,
    ],
    ["ATTACH 'x.csv' AS db; SELECT 1", /only queries|Cannot access/, undefined, undefined],
  ])("says where %j is wrong", async (query, message, line, column) => {
    const ran = await run([source, sql(query)], { run: [1] });
    expect(ran.code).toBe(2);
    expect(ran.ends.get(1)).toMatchObject({ state: "failed", ...(line !== undefined && { line, column }) });
    expect(ran.ends.get(1)?.message).toMatch(message);
    expect(existsSync("x.csv")).toBe(false);
  });

  it("stops at a cell that fails unless told to go on; what depends on it says so", async () => {
    const cells = [
      source,
      synth('{ "model": { "type": "gaussianCopula", "numericalDistributions": { "no": "norm" } } }'),
      output,
      sql("SELECT 1"),
    ];
    const stopped = await run(cells);
    expect(stopped.code).toBe(2);
    expect(states(stopped)).toEqual({ 0: "done", 1: "failed" });
    const went = await run(cells, { keepGoing: true });
    expect(states(went)).toMatchObject({ 1: "failed", 2: "failed", 3: "done" });
    expect(went.ends.get(2)?.message).toMatch(/^cell 2, which this one builds on, failed/);
  });

  it("names the missing file with its place", async () => {
    const ran = await run([synth('{ "source": { "path": "penguin.csv" } }')]);
    expect(ran.ends.get(0)).toMatchObject({ state: "failed", line: 1, column: 23 });
    expect(ran.ends.get(0)?.message).toContain("did you mean penguins.csv?");
  });

  it("refuses to overwrite the source", async () => {
    const ran = await run([source, model, synth('{ "output": { "path": "penguins.csv" } }')]);
    expect(ran.ends.get(2)?.message).toContain("would overwrite the real ones");
    expect(readFileSync(join(folder, "penguins.csv"))).toEqual(readFileSync("examples/penguins.csv"));
  });

  it("stops when cancelled and leaves no half-written result", async () => {
    const stop = new AbortController();
    const cells = [source, synth('{ "model": { "type": "ctgan", "epochs": 5000 } }')];
    const events: NotebookEvent[] = [];
    const code = await runNotebook(
      { path, cells },
      (event) => {
        events.push(event);
        if (event.type === "output" && event.cell === 1) stop.abort();
      },
      stop.signal,
      session,
    );
    expect(code).toBe(130);
    expect(events.at(-1)).toMatchObject({ type: "end", cell: 1, end: { state: "cancelled" } });
    const left = readdirSync(join(folder, ".syndata/notebooks/p"), { recursive: true }).map(String);
    expect(left.filter((name) => /synthmodel$|\.tmp$/.test(name))).toEqual([]);
  });

  it("shows the losses while it trains", async () => {
    const ran = await run([source, synth('{ "model": { "type": "ctgan", "epochs": 15 } }')]);
    const live = ran.events.filter((e) => e.type === "output" && e.cell === 1);
    expect(live.length).toBeGreaterThan(1);
    const last = ran.outputs.get(1)?.[0]?.[lossesMime] as { state: string; losses: Record<string, number[]> };
    expect(last.state).toBe("done");
    for (const values of Object.values(last.losses)) expect(values).toHaveLength(15);
  });

  it("keeps no source row in the cache", async () => {
    await run([source, model, output, report, sql("SELECT * FROM source")]);
    const names = readdirSync(join(folder, ".syndata/notebooks/p"));
    expect(names.map((name) => name.replace(/-.*\./, "-.")).sort()).toEqual([
      "model-.json",
      "model-.synthmodel",
      "report-.json",
      "table-.csv",
    ]);
    expect(readFileSync(join(folder, ".syndata/.gitignore"), "utf8")).toBe("*\n");
  });
});
