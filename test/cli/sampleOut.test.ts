import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder, start } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const sample = (...args: string[]) => syndata(["sample", "p.synthmodel", ...args], folder);

beforeAll(async () => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  writeFileSync(
    join(folder, "p.synth.json"),
    JSON.stringify({
      source: { path: "penguins.csv" },
      model: { type: "independent" },
      output: { path: "p.csv" },
      report: { enabled: false },
    }),
  );
  expect((await syndata(["run", "p.synth.json", "--quiet"], folder)).code).toBe(0);
});

it("an ending that tells no format is refused with those that do, and nothing is written", async () => {
  const end = await sample("--rows", "5", "--out", "made.xyz");
  expect(end.stderr).toContain("--out made.xyz: the ending tells no format; it can be .csv, .tsv");
  expect(end.code).toBe(2);
  expect(readdirSync(folder).some((name) => name.includes("xyz"))).toBe(false);
});

it("a folder is refused under the flag's name", async () => {
  const end = await sample("--rows", "5", "--out", ".");
  expect(end.stderr).toMatch(/--out: .* is a folder; name a file in it/);
  expect(end.code).toBe(2);
});

it("- is CSV on standard output, the same bytes as a file", async () => {
  const end = await sample("--rows", "1", "--out", "-");
  expect(end.code).toBe(0);
  expect(end.stdout.split("\n")).toHaveLength(3);
  expect(end.stderr).toContain("1 row, ");
  expect((await sample("--rows", "1", "--out", "one.csv")).code).toBe(0);
  expect(end.stdout).toBe(readFileSync(join(folder, "one.csv"), "utf8"));
});

it("a reader of - that has read enough ends it quietly", async () => {
  const { child, finished } = start(
    ["sample", "p.synthmodel", "--rows", "3000000", "--out", "-", "--quiet"],
    folder,
  );
  child.stdout?.once("data", () => child.stdout?.destroy());
  const { code, stderr } = await finished;
  expect([code, stderr]).toEqual([0, ""]);
});

it("says when it replaces a file", async () => {
  writeFileSync(join(folder, "mine.csv"), "mine");
  expect((await sample("--rows", "5", "--out", "mine.csv")).stderr).toMatch(/warning: replacing .*mine\.csv/);
});

it("run says so too, but not of what an earlier run of the config wrote", { timeout: 180_000 }, async () => {
  const run = (...args: string[]) => syndata(["run", "p.synth.json", ...args], folder);
  mkdirSync(join(folder, "made"));
  for (const name of ["theirs.csv", "made/p.synthmodel"]) writeFileSync(join(folder, name), "theirs");
  expect((await run("--out", "theirs.csv")).stderr).toMatch(/⚠ replacing .*theirs\.csv/);
  expect((await run("--out", "made/p.csv")).stderr).toMatch(/⚠ replacing .*made.p\.synthmodel/);
  expect((await run("--out", "theirs.csv")).stderr).not.toContain("replacing");
  expect((await run()).stderr).not.toContain("replacing");
  expect(existsSync(join(folder, "p.csv"))).toBe(true);
  // what has been put in the place of both since is nobody's run's
  for (const [name, time] of [
    ["p.csv", new Date(Date.now() + 3_600_000)],
    ["p.synthmodel", new Date("2020-01-01")],
  ] as const) {
    writeFileSync(join(folder, name), "theirs");
    utimesSync(join(folder, name), time, time);
  }
  const { stderr } = await run();
  expect(stderr).toMatch(/⚠ replacing .*p\.csv/);
  expect(stderr).toMatch(/⚠ replacing .*p\.synthmodel/);
});
