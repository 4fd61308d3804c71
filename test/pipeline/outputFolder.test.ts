import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { prepareOutputFolder } from "../../src/pipeline/outputFolder.ts";
import { provenancePath } from "../../src/pipeline/provenance.ts";
import { temporaryBeside } from "../../src/table/write/temporaryName.ts";
import { scratchFolder } from "../cli/runCli.ts";

const folder = join(scratchFolder(), "out");

it("what a killed process left of the output and its provenance is removed, and nothing else", async () => {
  mkdirSync(folder);
  const out = join(folder, "made.csv");
  const dead = String(spawnSync(process.execPath, ["-e", ""]).pid);
  const of = (pid: string, path: string) => temporaryBeside(path).replace(`.${process.pid}-`, `.${pid}-`);
  const left = [of(dead, out), of(dead, provenancePath(out))];
  const others = [
    of(String(process.ppid), out),
    of(dead, join(folder, "other.csv")),
    join(folder, ".made.csv.backup.tmp"),
    join(folder, "made.csv.tmp"),
  ];
  for (const path of [...left, ...others]) writeFileSync(path, "half");
  await prepareOutputFolder(out);
  expect(readdirSync(folder).sort()).toEqual(others.map((path) => path.slice(folder.length + 1)).sort());
});

it("no two temporary names are the same, though processes of two containers have one number", () => {
  const script = `import("${pathToFileURL(resolve("src/table/write/temporaryName.ts")).href}").then(({ temporaryBeside }) =>
    console.log(temporaryBeside("/made.csv").replace(String(process.pid), "1")))`;
  const names = [1, 2].map(() =>
    execFileSync(process.execPath, ["--import", "tsx", "-e", script], { encoding: "utf8" }).trim(),
  );
  expect(names[0]).toMatch(/^\/\.made\.csv\.1-[\da-f]+\.tmp$/);
  expect(names[1]).not.toBe(names[0]);
});
