import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Holder, judgeHolder, thisHolder } from "../../src/runFolder/holder.ts";
import { claimLease, isHeld, readLease, settleLease } from "../../src/runFolder/lease.ts";
import { isCutOff, readRunState, writeRunState } from "../../src/runFolder/runState.ts";
import { pastRun } from "../extension/runs/pastRuns.ts";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "lease-"));
});
afterEach(() => rmSync(run, { recursive: true, force: true }));

const me = thisHolder();
const nobody = 2 ** 22 + 1;
const hold = (holder: Holder, beat: Date, attempt = 1): void => {
  const path = join(run, `lease-${attempt}.json`);
  writeFileSync(path, JSON.stringify(holder));
  utimesSync(path, beat, beat);
};
const long = (): Date => new Date(Date.now() - 60_000);

describe("judgeHolder", () => {
  it("knows this process", () => expect(judgeHolder(me)).toBe("alive"));

  it("a process that is gone", () => expect(judgeHolder({ ...me, pid: nobody })).toBe("dead"));

  it("a number that was used again, its own among them", () => {
    expect(judgeHolder({ ...me, started: "1" })).toBe("dead");
    expect(judgeHolder({ ...me, pid: process.ppid })).toBe("dead");
  });

  it("cannot tell of another container, another machine, or before a restart", () => {
    expect(judgeHolder({ ...me, pidNamespace: "pid:[1]" })).toBe("unknown");
    expect(judgeHolder({ ...me, boot: "other", host: "other" })).toBe("unknown");
    expect(judgeHolder({ ...me, boot: "other" })).toBe("unknown");
  });
});

describe("a lease", () => {
  it("is held by a living process however long its heart has not beaten", () => {
    hold(me, long());
    return expect(readLease(run).then((lease) => isHeld(lease!))).resolves.toBe(true);
  });

  it("elsewhere is held as long as the heart beats, and clocks that run ahead do not keep it", async () => {
    const elsewhere = { ...me, pidNamespace: "pid:[1]" };
    hold(elsewhere, new Date());
    expect(isHeld((await readLease(run))!)).toBe(true);
    hold(elsewhere, long());
    expect(isHeld((await readLease(run))!)).toBe(false);
    hold(elsewhere, new Date(Date.now() + 3_600_000));
    expect(isHeld((await readLease(run))!)).toBe(false);
  });

  it.each([-1, 1])(
    "is read by the clock of the file system: one that is off by %i hour takes nothing over",
    async (hours) => {
      const elsewhere = { ...me, pidNamespace: "pid:[1]" };
      hold(elsewhere, new Date());
      const now = Date.now();
      const clock = vi.spyOn(Date, "now").mockReturnValue(now + hours * 3_600_000);
      try {
        expect(isHeld((await readLease(run))!)).toBe(true);
        hold(elsewhere, new Date(now - 60_000));
        expect(isHeld((await readLease(run))!)).toBe(false);
      } finally {
        clock.mockRestore();
      }
    },
  );

  it("is claimed once, with a number above all before; who held it may write no more", async () => {
    hold({ ...me, pid: nobody }, new Date());
    const [first, second] = await Promise.allSettled([claimLease(run), claimLease(run)]);
    const won = [first, second].filter((one) => one.status === "fulfilled");
    expect(won).toHaveLength(1);
    const lease = won[0]!.value;
    expect(lease.attempt).toBe(2);
    expect(readdirSync(run)).toEqual(["lease-2.json"]);
    await lease.assertCurrent();
    await expect(claimLease(run)).rejects.toThrow(/still in use by process \d+/);
    hold(me, new Date(), 3);
    await expect(lease.assertCurrent()).rejects.toThrow(/another process has taken this run over/);
    await lease.release();
  });

  it("shows its heartbeat to those who wait", async () => {
    hold({ ...me, pid: nobody }, long());
    const lease = await claimLease(run);
    const { beat } = (await readLease(run))!;
    expect(Math.abs(Date.now() - beat)).toBeLessThan(60_000);
    await lease.release();
  });

  it("of a holder elsewhere settles as soon as the heart beats again", async () => {
    const elsewhere = { ...me, pidNamespace: "pid:[1]" };
    hold(elsewhere, new Date(Date.now() - 5000));
    setTimeout(() => hold(elsewhere, new Date()), 300);
    const settled = await settleLease(run);
    expect(isHeld(settled!)).toBe(true);
  });
});

describe("the state of a run", () => {
  const write = (folder: string) => writeRunState(folder, pastRun({ status: "running" }).state);

  it("is lost when nobody holds it: no lease, a dead process, a missed heartbeat", async () => {
    await write(run);
    expect(await readRunState(run)).toMatchObject({ status: "failed", reason: "lost" });
    hold({ ...me, started: "1" }, new Date());
    expect(isCutOff((await readRunState(run))!)).toBe(true);
    hold({ ...me, pidNamespace: "pid:[1]" }, long());
    expect(isCutOff((await readRunState(run))!)).toBe(true);
    hold(me, long());
    expect(await readRunState(run)).toMatchObject({ status: "running", reason: null });
  });

  it("of earlier versions is read, and a number used by another process keeps none alive", async () => {
    const old = { ...pastRun().state, version: 1, pid: process.pid };
    const kinds: { status: string; pid: number }[] = ["done", "failed", "cancelled"].map((status) => ({
      ...old,
      status,
    }));
    for (const pid of [process.pid, nobody, 1]) kinds.push({ ...old, status: "running", pid });
    const read = [];
    for (const state of kinds) {
      const folder = join(run, `${state.status} ${state.pid}`);
      mkdirSync(folder);
      writeFileSync(join(folder, "state.json"), JSON.stringify(state));
      const { status, reason } = (await readRunState(folder))!;
      read.push([status, reason]);
    }
    expect(read).toEqual([
      ["succeeded", null],
      ["failed", "error"],
      ["cancelled", null],
      ["failed", "lost"],
      ["failed", "lost"],
      ["failed", "lost"],
    ]);
  });
});
