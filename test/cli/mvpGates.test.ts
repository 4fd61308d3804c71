import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder, syndata } from "./runCli.ts";

describe("syndata mvp check on a build server", { timeout: 60_000 }, () => {
  const folder = scratchFolder();
  const at = (name: string) => join(folder, name);
  const config = (epsilon: string) =>
    `{ "version": 1, "source": { "path": "visits.csv" }, "output": { "path": "made.csv" }, "model": { "type": "independent" }, "seed": ${epsilon} }`;
  const rows = Array.from({ length: 60 }, (_, i) => `${(i * 37) % 101},${i % 3 === 0 ? "a" : "b"}`);
  const product = (min: number) =>
    JSON.stringify({
      version: 1,
      product: "Planner",
      data: [{ id: "visits", config: "visits.synth.json" }],
      phases: [{ id: "mvp", exit: [{ id: "shapes", data: "visits", gate: "columnShapes", min }] }],
      features: [{ id: "one", title: "One" }],
    });
  const check = () => syndata(["mvp", "check"], folder);
  const run = () => syndata(["run", "visits.synth.json"], folder);

  const write = (name: string, text: string) => writeFileSync(at(name), text);
  write("visits.csv", `age,ward\n${rows.join("\n")}\n`);
  write("visits.synth.json", config("1"));
  write("planner.mvp.json", product(0.5));

  it("ends with 3 while the config was never run, with 0 when the gate holds, with 3 when it does not", async () => {
    expect(await check()).toMatchObject({ code: 3, stdout: "mvp\n✖ visits: it was never run\n", stderr: "" });
    expect((await run()).code).toBe(0);
    const holds = await check();
    expect([holds.stdout, holds.code]).toEqual(["all exit criteria are met\n", 0]);
    write("planner.mvp.json", product(1));
    const fails = await check();
    expect(fails.stdout).toMatch(/^mvp\n✖ visits: columnShapes is 0\.\d+, below the minimum 1\.\n$/);
    expect(fails.code).toBe(3);
    write("planner.mvp.json", product(0.5));
  });

  it("ends with 3 and the reason when config or data changed after the report, and with 0 when they are as they were", async () => {
    const stale = async (reason: string) => {
      const { code, stdout } = await check();
      expect([stdout, code]).toEqual([`mvp\n✖ visits: ${reason}: run it again\n`, 3]);
    };
    write("visits.synth.json", config("2"));
    await stale("its config changed since the last run");
    write("visits.synth.json", `// a comment changes nothing\n${config("1")}`);
    expect((await check()).code).toBe(0);
    const text = readFileSync(at("visits.csv"), "utf8");
    // as many bytes and the same time of change as before
    const { mtime } = statSync(at("visits.csv"));
    write("visits.csv", text.replace("\n0,a\n", "\n1,a\n"));
    utimesSync(at("visits.csv"), mtime, mtime);
    await stale("its data changed since the last run");
    // as a build server checks it out: the same bytes, written later
    write("visits.csv", text);
    expect((await check()).code).toBe(0);
  });

  it("ends with 3 and the reason when the report is cut off or gone", async () => {
    const [id] = readdirSync(at(".syndata/runs")).filter((name) => name.includes("visits"));
    const report = join(folder, ".syndata/runs", id!, "report.json");
    const text = readFileSync(report, "utf8");
    writeFileSync(report, text.slice(0, 100));
    const cut = await check();
    expect(cut.stdout).toContain("✖ visits: the report of its last run cannot be read: run it again");
    expect(cut.code).toBe(3);
    rmSync(report);
    expect(await check()).toMatchObject({ code: 3, stdout: "mvp\n✖ visits: its last run has no report\n" });
    writeFileSync(report, text);
    expect((await check()).code).toBe(0);
  });

  it("ends with 3 and the reason when nothing speaks for the config", async () => {
    const config = readFileSync(at("visits.synth.json"), "utf8");
    const data = readFileSync(at("visits.csv"), "utf8");
    rmSync(at("visits.csv"));
    expect(await check()).toMatchObject({ code: 3, stdout: "mvp\n✖ visits: its data file is missing\n" });
    write("visits.csv", data);
    write("visits.synth.json", "{");
    expect(await check()).toMatchObject({ code: 3, stdout: "mvp\n✖ visits: its config has errors\n" });
    rmSync(at("visits.synth.json"));
    expect(await check()).toMatchObject({
      code: 3,
      stdout: "mvp\n✖ visits: there is no config visits.synth.json\n",
    });
    write("visits.synth.json", config.replace("independent", "circuit"));
    expect((await check()).stdout).toContain("its config changed since the last run");
  });
});
