import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunFolder, type RunFolder } from "../../src/runFolder/runFolder.ts";
import { changeRunMark, noMark, readRunMark } from "../../src/runFolder/runMark.ts";
import { writeRunState } from "../../src/runFolder/runState.ts";
import { findRun } from "../../src/runs/findRun.ts";
import { runsOf } from "../../src/runs/pastRun.ts";
import { scoreTrends, trendText } from "../../src/runs/scoreTrend.ts";
import { pastRun } from "../extension/runs/pastRuns.ts";

let root: string;
let config: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "syndata-mark-"));
  config = join(root, "t.synth.json");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function makeRun(day: number, fidelity: number): Promise<RunFolder> {
  const started = new Date(Date.UTC(2026, 0, day));
  const folder = await createRunFolder(config, started);
  await writeRunState(folder.path, pastRun({ id: folder.id, config, started: started.toISOString() }).state);
  const score = (value: number | null) => ({ score: value, grade: "good", sentence: "" });
  const verdict = { fidelity: score(fidelity), utility: score(null), privacy: score(0.9) };
  writeFileSync(join(folder.path, "report.json"), JSON.stringify({ version: 1, verdict }));
  return folder;
}

describe("what a person says of a run", () => {
  it("stays with it, is changed part by part, and finds it again", async () => {
    const [first, second] = [await makeRun(1, 0.9), await makeRun(2, 0.95)];
    expect(await readRunMark(first.path)).toEqual(noMark);
    await changeRunMark(first.path, { name: "  baseline " });
    await changeRunMark(first.path, { note: "before rules", pinned: true });
    const [, older] = await runsOf(config);
    expect(older!.mark).toEqual({ name: "baseline", note: "before rules", pinned: true });
    expect((await findRun(root, "baseline")).folder.id).toBe(first.id);
    expect((await findRun(root, undefined)).folder.id).toBe(second.id);
    await expect(findRun(root, "basline")).rejects.toThrow(/did you mean baseline\?/);
    await changeRunMark(second.path, { name: "baseline" });
    await expect(findRun(root, "baseline")).rejects.toThrow(/2 runs are called baseline/);
  });

  it("is refused when it is too long, and read as none when the file is broken", async () => {
    const { path } = await makeRun(1, 0.9);
    await changeRunMark(path, { name: "kept" });
    await expect(changeRunMark(path, { name: "x".repeat(81) })).rejects.toThrow(/at most 80 characters/);
    expect((await readRunMark(path)).name).toBe("kept");
    for (const text of ["{", '{"version":2}', '{"version":1,"name":7}', "[]"]) {
      writeFileSync(join(path, "mark.json"), text);
      expect(await readRunMark(path)).toEqual(noMark);
    }
  });
});

describe("the trend of scores", () => {
  it("goes from the oldest to the newest run, and leaves out what was not measured", async () => {
    for (const [day, fidelity] of [
      [1, 0.5],
      [2, 0.7],
      [3, 0.98],
    ] as const)
      await makeRun(day, fidelity);
    const trends = await scoreTrends(await runsOf(config));
    expect(trends).toEqual([
      { score: "fidelity", values: [0.5, 0.7, 0.98] },
      { score: "privacy", values: [0.9, 0.9, 0.9] },
    ]);
    expect(trendText(trends[0]!)).toBe("▁▄█ 50 → 98");
    expect(await scoreTrends((await runsOf(config)).slice(0, 1))).toEqual([]);
  });
});
