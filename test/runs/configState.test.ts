import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashConfig } from "../../src/config/hashConfig.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { configState } from "../../src/runs/configState.ts";
import { pastRun } from "../extension/runs/pastRuns.ts";

const text = '{ "source": { "path": "t.csv" }, "model": { "type": "independent" } }';
const hashOf = (config: string): string => hashConfig(parseConfig(config, "c").config!);
const unread = (): Promise<string> => Promise.reject(new Error("the data was read"));
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "state-"));
  path = join(folder, "t.synth.json");
  writeFileSync(join(folder, "t.csv"), "a\n1\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const later = new Date(Date.now() + 3_600_000).toISOString();
const earlier = "2020-01-01T00:00:00.000Z";

describe("configState", () => {
  it("says never run, has errors, data missing", async () => {
    expect((await configState({ path, text }, [], unread)).kind).toBe("neverRun");
    expect(await configState({ path, text: "{" }, [], unread)).toMatchObject({ kind: "invalid" });
    const elsewhere = text.replace("t.csv", "gone.csv");
    expect(await configState({ path, text: elsewhere }, [], unread)).toEqual({
      kind: "missingData",
      source: join(folder, "gone.csv"),
    });
  });

  it("is up to date without reading data that was not touched since", async () => {
    const run = pastRun({ configHash: hashOf(text), started: later });
    expect((await configState({ path, text }, [run], unread)).kind).toBe("upToDate");
  });

  it("looks at no file it must not look at", async () => {
    const run = pastRun({ configHash: hashOf(text), started: earlier });
    expect((await configState({ path, text }, [run], unread, () => false)).kind).toBe("upToDate");
    expect((await configState({ path, text }, [], unread, () => false)).kind).toBe("neverRun");
  });

  it("compares fingerprints when the file was touched", async () => {
    const run = pastRun({ configHash: hashOf(text), started: earlier, dataHash: "same" });
    expect((await configState({ path, text }, [run], async () => "same")).kind).toBe("upToDate");
    expect((await configState({ path, text }, [run], async () => "other")).kind).toBe("staleData");
  });

  it("notices an older file put in place of the data", async () => {
    utimesSync(join(folder, "t.csv"), 1, 1);
    const run = pastRun({ configHash: hashOf(text), started: earlier, dataHash: "a" });
    expect((await configState({ path, text }, [run], async () => "b")).kind).toBe("staleData");
  });

  it("tells a changed config, but not changed comments or a changed output path", async () => {
    const run = pastRun({ configHash: hashOf(text), started: later });
    const other = text.replace("independent", "gaussianCopula");
    expect((await configState({ path, text: other }, [run], unread)).kind).toBe("staleConfig");
    const same = `// a comment\n${text.replace("{", '{ "output": { "path": "x.csv" },')}`;
    expect((await configState({ path, text: same }, [run], unread)).kind).toBe("upToDate");
  });

  it("counts the options a run was started with", async () => {
    const withRows = text.replace("{", '{ "output": { "rows": 7 },');
    const run = pastRun({ configHash: hashOf(withRows), started: later, overrides: { rows: 7 } });
    expect((await configState({ path, text }, [run], unread)).kind).toBe("upToDate");
  });

  it("tells cut-off, failed, alive and gated runs", async () => {
    const configHash = hashOf(text);
    const kinds = async (change: Parameters<typeof pastRun>[0]) =>
      (await configState({ path, text }, [pastRun({ configHash, started: later, ...change })], unread)).kind;
    expect(await kinds({ status: "failed", reason: "lost" })).toBe("interrupted");
    expect(await kinds({ status: "cancelled" })).toBe("interrupted");
    expect(await kinds({ status: "failed", reason: "error", error: "no" })).toBe("failed");
    expect(await kinds({ status: "running" })).toBe("running");
    expect(await kinds({ gatesFailed: ["tstr"] })).toBe("failedGate");
    expect(await kinds({ output: join(folder, "gone.csv") })).toBe("outputGone");
  });
});
