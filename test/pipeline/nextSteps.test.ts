import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPipeline } from "../../src/pipeline/runPipeline.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import type { RunOverrides } from "../../src/protocol/worker.ts";
import { reportTerminalTable } from "../../src/report/text/terminalTable.ts";
import { type PlantedFault, plantedFaults } from "./plantedFaults.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "syndata-steps-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const reports = new Map<string, Promise<ReportJson>>();

/** The report of a run; faults that come from one table and model share it. */
function run(fault: PlantedFault, overrides: RunOverrides): Promise<ReportJson> {
  const { name, finding, ...made } = fault;
  const key = JSON.stringify([made.csv(), made, overrides]);
  const found = reports.get(key) ?? runOnce(fault, overrides);
  reports.set(key, found);
  return found;
}

/** Runs a config as the command line does and returns the report. */
async function runOnce(fault: PlantedFault, overrides: RunOverrides): Promise<ReportJson> {
  const name = fault.name.replaceAll(" ", "-");
  await writeFile(join(folder, `${name}.csv`), fault.csv());
  const config = join(folder, `${name}.synth.json`);
  const value = {
    version: 1,
    source: { path: `${name}.csv` },
    columns: fault.columns ?? {},
    model: fault.model,
    output: { path: `out/${name}.csv` },
    report: fault.report,
  };
  await writeFile(config, JSON.stringify(value));
  let runDir = "";
  const failures: string[] = [];
  await runPipeline(
    { config, overrides, resume: false },
    (event) => {
      if (event.type === "run") runDir = event.runDir;
      if (event.type === "failed" && event.stage !== "report") failures.push(event.message);
    },
    new AbortController().signal,
  );
  expect(failures).toEqual([]);
  return JSON.parse(await readFile(join(runDir, "report.json"), "utf8")) as ReportJson;
}

const quoted = (path: readonly string[]): string =>
  path.map((part) => (/^\w+$/.test(part) ? part : JSON.stringify(part))).join(".");

describe("the next step of a finding, applied and run again", () => {
  it.each(plantedFaults)("$name", async (fault) => {
    const before = await run(fault, {});
    const found = before.sharing!.findings.find(({ key }) => key === fault.finding);
    expect(before.sharing!.answer).not.toBe("yes");
    expect(found, JSON.stringify(before.sharing)).toBeDefined();
    const [step] = found!.steps;
    expect(step?.edits.length, found!.text).toBeGreaterThan(0);
    // what a terminal shows is what is applied
    const text = reportTerminalTable(before, { width: 10_000 });
    for (const { path } of step!.edits) expect(text).toContain(`${quoted(path)}=`);
    const set = step!.edits.map(({ path, value }) => [quoted(path), value] as const);
    const after = await run(fault, { set });
    const left = after.sharing!.findings.filter(({ key }) => key === fault.finding);
    expect(left.map(({ text }) => text)).toEqual([]);
  });
});
