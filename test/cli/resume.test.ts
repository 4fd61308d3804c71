import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { RunEvent } from "../../src/protocol/run.ts";
import type { RunState } from "../../src/runFolder/runState.ts";
import { examples, scratchFolder, start, syndata, workerPid } from "./runCli.ts";

const folder = scratchFolder();
const config = "p.synth.json";
const args = (...more: string[]): string[] => ["run", config, "--json", ...more];
const output = join(folder, "out.csv");

function newestRun(): { path: string; state: RunState } {
  const id = readdirSync(join(folder, ".syndata/runs")).sort().at(-1)!;
  const path = join(folder, ".syndata/runs", id);
  return { path, state: JSON.parse(readFileSync(join(path, "state.json"), "utf8")) as RunState };
}

/** Enough that a run lasts well past the moment at which a test stops it. */
const epochs = 60;
/** Training is past its first checkpoint and not near its end. */
const partWay = /"stage":"train","fraction":0\.[2-5]/;

const leftovers = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".tmp"));

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  writeFileSync(
    join(folder, config),
    JSON.stringify({
      version: 1,
      source: { path: "penguins.csv" },
      model: { type: "ctgan", epochs, embeddingDim: 16, generatorDim: [32], discriminatorDim: [32] },
      output: { path: "out.csv" },
      report: { enabled: false },
      seed: 5,
    }),
  );
});

// a slow machine makes these slow, not wrong
vi.setConfig({ testTimeout: 240_000 });

describe("cancel, kill, resume", () => {
  let whole: string;

  it("an uninterrupted run is the reference", async () => {
    expect((await syndata(args(), folder)).code).toBe(0);
    whole = readFileSync(output, "utf8");
  });

  it("stops when asked, exits 130, leaves no half-written output, and continues to the same bytes", async () => {
    writeFileSync(output, "before");
    const running = start(args(), folder);
    await running.seen(partWay);
    running.child.kill("SIGINT");
    expect((await running.finished).code).toBe(130);
    expect(newestRun().state.status).toBe("cancelled");
    expect(readFileSync(output, "utf8")).toBe("before");
    expect(leftovers()).toEqual([]);
    const resumed = await syndata(args("--resume"), folder);
    expect(resumed.stdout).toContain('"resumed":true');
    expect(resumed.code).toBe(0);
    expect(readFileSync(output, "utf8")).toBe(whole);
  });

  it("survives a killed child: the run fails with its reason and can be resumed to the same bytes", async () => {
    const running = start(args("--set", 'columns.species.role="feature"'), folder);
    await running.seen(partWay);
    process.kill(workerPid(newestRun().path), "SIGKILL");
    const end = await running.finished;
    expect(end.code).toBe(1);
    const last = JSON.parse(end.stdout.trimEnd().split("\n").at(-1)!) as RunEvent;
    expect(last).toMatchObject({ type: "failed", exitCode: 1, message: expect.stringContaining("--resume") });
    const { path } = newestRun();
    expect(existsSync(join(path, "checkpoint", "state.json"))).toBe(true);
    expect((await syndata(args("--resume"), folder)).code).toBe(0);
    expect(newestRun().path).toBe(path);
    expect(readFileSync(output, "utf8")).toBe(whole);
    expect(existsSync(join(path, "checkpoint"))).toBe(false);
    expect(readFileSync(join(path, "losses.csv"), "utf8").trimEnd().split("\n")).toHaveLength(epochs + 1);
  });

  it("continues a run that failed once what stopped it is fixed, without training again", async () => {
    mkdirSync(join(folder, "m/p.synthmodel"), { recursive: true });
    const failed = await syndata(args("--set", "output.path=m/out.csv"), folder);
    expect(failed.code).toBe(2);
    expect(failed.stdout).toContain("p.synthmodel is a folder");
    expect(readdirSync(join(folder, "m"))).toEqual(["p.synthmodel"]);
    rmdirSync(join(folder, "m/p.synthmodel"));
    const resumed = await syndata(args("--resume"), folder);
    expect(resumed.code).toBe(0);
    expect(resumed.stdout).not.toContain('"stage":"train"');
    expect(readFileSync(join(folder, "m/out.csv"), "utf8")).toBe(whole);
  });

  it("refuses to resume when there is nothing to resume or the data has changed", async () => {
    const none = await syndata(["run", config, "--resume"], folder);
    expect(none).toMatchObject({ code: 2 });
    expect(none.stderr).toContain("nothing to resume");
    const running = start(args(), folder);
    await running.seen(/"epoch":\d/);
    running.child.kill("SIGINT");
    expect((await running.finished).code).toBe(130);
    writeFileSync(
      join(folder, "penguins.csv"),
      `${readFileSync(join(folder, "penguins.csv"), "utf8").trimEnd()}\nAdelie,Dream,40,18,190,3700,male,2009\n`,
    );
    const changed = await syndata(["run", config, "--resume"], folder);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toMatch(/penguins\.csv has changed/);
  });
});
