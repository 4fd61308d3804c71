import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rhoOf } from "../../../src/config/privacy/accounting.ts";
import { readModelFile } from "../../../src/models/modelFile.ts";
import { readLedger } from "../../../src/pipeline/privacy/ledger.ts";
import { loadTrained } from "../../../src/pipeline/trainedModel.ts";
import type { RunEvent } from "../../../src/protocol/run.ts";
import { configState } from "../../../src/runs/configState.ts";
import { runsOf } from "../../../src/runs/pastRun.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { csvOf, declared, failureOf, privateFolder, runPrivately, visits } from "./privateFolder.ts";

const csv = csvOf(visits(600));
const ledgerOf = (path: string) => readLedger(join(path, "visits.csv.privacy-ledger.jsonl"));

describe("a private run", () => {
  it("keeps to the domain, finds what depends on what, and states its guarantee", async () => {
    const { path, config } = await privateFolder(csv, { privacy: { epsilon: 10, delta: 1e-6 } });
    const { code, events } = await runPrivately(config);
    expect(code, failureOf(events)).toBe(0);
    const { table } = await readTable(join(path, "synthetic", "visits.csv"));
    expect(table.columns.map(({ name }) => name)).toEqual(["visit", "age", "ward", "day", "cost"]);
    expect(Math.abs(table.rows - 600)).toBeLessThan(60);
    const [, age, ward, , cost] = table.columns;
    if (age?.kind !== "number" || cost?.kind !== "number" || ward?.kind !== "string")
      throw new Error("kinds");
    expect(age.values.every((x) => Number.isNaN(x) || (x >= 0 && x <= 100 && Number.isInteger(x)))).toBe(
      true,
    );
    const meanOf = (name: string) => {
      const of = [...cost.values].filter(
        (x, i) => ward.dictionary[ward.codes[i]!] === name && !Number.isNaN(x),
      );
      return of.reduce((a, b) => a + b, 0) / of.length;
    };
    expect(meanOf("east") - meanOf("north")).toBeGreaterThan(100);
    const said = events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    expect(said.join("\n")).toMatch(
      /any one row.*factor of at most e\^10, but for a probability of 0.000001/,
    );
    const { privacy } = await readModelFile(join(path, "synthetic", "visits.synthmodel"));
    expect(privacy?.statement).toMatchObject({
      epsilon: 10,
      delta: 1e-6,
      unit: "row",
      domainFrom: "declared",
    });
    expect(privacy!.noisy.length).toBe(privacy!.statement.tables.reduce((sum, { cells }) => sum + cells, 0));
    expect(await ledgerOf(path)).toMatchObject([{ epsilon: 10, rho: privacy!.statement.rho }]);
  });

  it("gives the same bytes from the same model, and other noise in another run", async () => {
    const { path, config } = await privateFolder(csv);
    await runPrivately(config);
    const modelPath = join(path, "synthetic", "visits.synthmodel");
    const first = await readModelFile(modelPath);
    const rowsOf = async () => {
      const { model } = await loadTrained(modelPath);
      const parts = [];
      for await (const batch of model.sample(50, { seed: 5 })) parts.push(batch);
      await model.dispose();
      return parts;
    };
    expect(await rowsOf()).toEqual(await rowsOf());
    await runPrivately(config);
    const second = await readModelFile(modelPath);
    expect(second.privacy!.noisy).not.toEqual(first.privacy!.noisy);
    const entries = await ledgerOf(path);
    expect(entries.length).toBe(2);
  });

  it("resumes from the noisy tables and spends nothing again", async () => {
    const { path, config } = await privateFolder(csv);
    const stop = new AbortController();
    let kept: RunEvent | undefined;
    const { code } = await runPrivately(config, { signal: stop.signal }, (event) => {
      if (event.type !== "progress" || event.stage !== "train" || kept !== undefined) return;
      kept = event;
      stop.abort();
    });
    expect(code).toBe(130);
    expect(await ledgerOf(path)).toHaveLength(1);
    const again = await runPrivately(config, { resume: true });
    expect(again.code, failureOf(again.events)).toBe(0);
    expect(await ledgerOf(path)).toHaveLength(1);
  });

  it("buys the domain that the config leaves open, once, and states what it cost", async () => {
    const privacy = { epsilon: 20, delta: 1e-6, domain: "private" };
    const columns = { age: { type: "text" }, person: { role: "drop" }, cost: { min: 0, max: 400 } };
    const report = { enabled: false, shareable: true };
    const { path, config } = await privateFolder(csv, { privacy, columns, report, output: { rows: 7 } });
    const stop = new AbortController();
    await runPrivately(config, { signal: stop.signal }, (event) => {
      if (event.type === "progress" && event.stage === "train") stop.abort();
    });
    const { code, events } = await runPrivately(config, { resume: true });
    expect(code, failureOf(events)).toBe(0);
    expect(await ledgerOf(path)).toMatchObject([{ part: "domain" }, { part: "tables" }]);
    const said = events.flatMap((event) => (event.type === "warning" ? [event.message] : [])).join("\n");
    expect(said).toMatch(/not used, as it may come from the data: type of column "age"/);
    expect(said).toMatch(/not used, as it may come from the data: output.rows/);
    expect(said).toMatch(/column "ward": 3 texts that about \d+ rows or more share, paid for/);
    const { privacy: saved } = await readModelFile(join(path, "synthetic", "visits.synthmodel"));
    const { statement } = saved!;
    expect(statement).toMatchObject({ domainFrom: "private", domainCost: { delta: 1e-7 } });
    expect(statement.domain.find(({ name }) => name === "cost")).toMatchObject({ min: 0, max: 400 });
    expect(statement.rho).toBeLessThanOrEqual(rhoOf(20, 0.9e-6) * (1 + 1e-9));
    const { table } = await readTable(join(path, "synthetic", "visits.csv"));
    expect(Math.abs(table.rows - 600)).toBeLessThan(60);
    expect(table.columns.map(({ name }) => name)).toEqual(["age", "ward", "day", "cost"]);
    const text = await readFile(config, "utf8");
    const state = await configState({ path: config, text }, await runsOf(config), () => Promise.resolve(""));
    expect(state).toEqual({ kind: "upToDate" });
    // a hash of the config would tell what syndata init wrote into it
    const provenance = await readFile(join(path, "synthetic", "visits.csv.provenance.json"), "utf8");
    expect(provenance).toMatch(/e\^20/);
    expect(provenance).not.toMatch(/sha256/);
    const shared = await readFile(join(path, "synthetic", "visits.csv.shareable.md"), "utf8");
    expect(shared).toMatch(/any one row.*factor of at most e\^20/);
    const distances = [...shared.matchAll(/^\| (?:age|ward|day|cost) \| .* \| ([\d.]+) \| [\d.]+ \|$/gm)];
    expect(distances).toHaveLength(4);
    for (const [, distance] of distances) expect(Number(distance)).toBeLessThan(0.25);
    const page = await readFile(join(path, "synthetic", "visits.csv.shareable.html"), "utf8");
    expect(page).not.toContain("<script");
    for (const [, distance] of distances) expect(page).toContain(`>${distance}</td>`);
  });

  it("refuses to go beyond the budget before anything is spent", async () => {
    const { path, config } = await privateFolder(csv, { privacy: { epsilon: 2, delta: 1e-6, budget: 3 } });
    expect((await runPrivately(config)).code).toBe(0);
    expect((await runPrivately(config)).code).toBe(0);
    const third = await runPrivately(config);
    expect(third.code).toBe(2);
    expect(failureOf(third.events)).toMatch(/more than privacy.budget \(3\); nothing was spent/);
    expect(await ledgerOf(path)).toHaveLength(2);
  });

  it("refuses to run beside a ledger it cannot read", async () => {
    const { path, config } = await privateFolder(csv);
    await writeFile(join(path, "visits.csv.privacy-ledger.jsonl"), '{"epsilon":1}\n');
    const { code, events } = await runPrivately(config);
    expect(code).toBe(2);
    expect(failureOf(events)).toMatch(/line 1: this is no entry of a privacy ledger/);
  });

  it("bounds the rows of a person", async () => {
    const privacy = { epsilon: 5, delta: 1e-6, unit: "person", maxRowsPerUnit: 2 };
    const { path, config } = await privateFolder(csv, { privacy, columns: { ...declared, person: {} } });
    const { code, events } = await runPrivately(config);
    expect(code, failureOf(events)).toBe(0);
    const { privacy: saved } = await readModelFile(join(path, "synthetic", "visits.synthmodel"));
    expect(saved!.statement).toMatchObject({ unit: "person", maxRowsPerUnit: 2 });
    // 200 persons of three rows on average, two of each at most
    expect(saved!.statement.rows).toBeLessThan(470);
    const { table } = await readTable(join(path, "synthetic", "visits.csv"));
    expect(table.columns[1]).toMatchObject({ kind: "number", name: "person" });
  });

  for (const type of ["gaussianCopula", "independent"])
    it(`makes a ${type} from the noisy tables alone`, async () => {
      const { path, config } = await privateFolder(csv, { model: { type } });
      const { code, events } = await runPrivately(config);
      expect(code, failureOf(events)).toBe(0);
      const file = await readModelFile(join(path, "synthetic", "visits.synthmodel"));
      expect(file.model).toBe(type);
      const pairs = file.privacy!.statement.tables.filter(({ columns }) => columns.length === 2);
      expect(pairs.length).toBe(type === "independent" ? 0 : 6);
      expect(
        (await readFile(join(path, "synthetic", "visits.csv"), "utf8")).split("\n").length,
      ).toBeGreaterThan(500);
    });
});
