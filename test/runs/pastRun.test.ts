import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimLease } from "../../src/runFolder/lease.ts";
import { createRunFolder } from "../../src/runFolder/runFolder.ts";
import { writeRunState } from "../../src/runFolder/runState.ts";
import { adoptRuns } from "../../src/runs/adoptRuns.ts";
import { newestFirst, resumable, runsOf, runsToRemove } from "../../src/runs/pastRun.ts";
import { pastRun } from "../extension/runs/pastRuns.ts";

const day = (n: number, change: Parameters<typeof pastRun>[0] = {}) =>
  pastRun({ id: `run ${n}`, started: `2026-01-${String(n).padStart(2, "0")}T00:00:00.000Z`, ...change });

describe("runsToRemove", () => {
  it("keeps the newest of each config", () => {
    const runs = [day(1), day(3), day(2), day(4, { config: "/w/other.synth.json" })];
    expect(runsToRemove(runs, 2).map(({ state }) => state.id)).toEqual(["run 1"]);
    expect(runsToRemove(runs, 5)).toEqual([]);
  });

  it("spares pinned runs", () => {
    const pinned = { ...day(1), mark: { name: "", note: "", pinned: true } };
    expect(runsToRemove([pinned, day(2), day(3)], 1).map(({ state }) => state.id)).toEqual(["run 2"]);
  });

  it("spares living runs and the one that can be resumed", () => {
    const alive = day(2, { status: "running" });
    expect(runsToRemove([alive, day(3), day(1)], 1).map(({ state }) => state.id)).toEqual(["run 1"]);
    const cut = day(9, { status: "failed", reason: "lost" });
    expect(runsToRemove([cut, day(1), day(2)], 1).map(({ state }) => state.id)).toEqual(["run 1"]);
  });
});

describe("resumable", () => {
  it("is the newest run, if it was cut off", () => {
    const cut = day(2, { status: "cancelled" });
    expect(resumable([cut, day(1)])).toBe(cut);
    expect(resumable([day(3), cut])).toBeUndefined();
    expect(resumable([])).toBeUndefined();
  });
});

describe("newestFirst", () => {
  it("sorts by start", () => {
    expect(newestFirst([day(1), day(3), day(2)]).map(({ state }) => state.id)).toEqual([
      "run 3",
      "run 2",
      "run 1",
    ]);
  });
});

describe("adoptRuns", () => {
  it("gives the runs of a renamed config to its new name, but not living ones", async () => {
    const root = mkdtempSync(join(tmpdir(), "adopt-"));
    const [from, to] = [join(root, "a.synth.json"), join(root, "b.synth.json")];
    const done = await createRunFolder(from, new Date(0));
    await writeRunState(done.path, pastRun({ id: done.id, config: from }).state);
    const alive = await createRunFolder(from, new Date(1e9));
    await writeRunState(alive.path, pastRun({ id: alive.id, config: from, status: "running" }).state);
    const lease = await claimLease(alive.path);
    expect(await adoptRuns(from, to)).toBe(1);
    expect((await runsOf(to)).map(({ folder }) => folder.id)).toEqual([done.id]);
    expect((await runsOf(from)).map(({ folder }) => folder.id)).toEqual([alive.id]);
    await lease.release();
    rmSync(root, { recursive: true });
  });
});
