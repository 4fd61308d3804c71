import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import type { ComparedRun } from "../../src/report/modelTable.ts";
import { startInProcess } from "../../src/worker/inProcess.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const cells = (path: string): string[][] =>
  read(path)
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

beforeAll(async () => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  writeFileSync(
    join(folder, "p.synth.json"),
    JSON.stringify({
      version: 1,
      source: { path: "penguins.csv" },
      model: { type: "circuit" },
      output: { path: "p.csv" },
      report: { enabled: false, sections: ["fidelity"] },
    }),
  );
  expect((await syndata(["run", "p.synth.json", "--quiet"], folder)).code).toBe(0);
});

it("impute fills the missing cells and changes nothing else", async () => {
  const done = await syndata(["impute", "p.synthmodel", "penguins.csv", "--out", "full.csv"], folder);
  expect(done.stderr).toContain("19 cells filled in");
  const [real, full] = [cells("penguins.csv"), cells("full.csv")];
  expect(full.flat().filter((cell) => cell === "NA")).toEqual([]);
  for (const [i, row] of real.entries())
    for (const [j, cell] of row.entries()) if (cell !== "NA") expect(full[i]![j]).toBe(cell);
});

it.each(["species", "bill_length_mm", "year"])(
  "impute fills a column without any value: %s",
  async (name) => {
    const [head, ...rows] = cells("penguins.csv");
    const at = head!.indexOf(name);
    const blank = rows.map((row) => row.map((cell, j) => (j === at ? "" : cell)).join(","));
    writeFileSync(join(folder, "blank.csv"), `${head!.join(",")}\n${blank.join("\n")}\n`);
    const done = await syndata(["impute", "p.synthmodel", "blank.csv", "--out", "filled.csv"], folder);
    expect(done.stderr).not.toContain("left");
    const kept = new Set(rows.map((row) => row[at]));
    const made = cells("filled.csv")
      .slice(1)
      .map((row) => row[at]!);
    expect(made.filter((cell) => cell === "" || cell === "NA")).toEqual([]);
    if (name !== "bill_length_mm") expect(made.filter((cell) => !kept.has(cell))).toEqual([]);
    else expect(made.every((cell) => /^\d\d(\.\d)?$/.test(cell))).toBe(true);
  },
);

it("multiple imputation writes as many tables, which differ where cells were missing", async () => {
  const done = await syndata(
    ["impute", "p.synthmodel", "penguins.csv", "--draws", "2", "--out", "m.csv"],
    folder,
  );
  expect(done.code).toBe(0);
  expect(read("m-1.csv")).not.toBe(read("m-2.csv"));
  expect(cells("m-1.csv")[1]).toEqual(cells("penguins.csv")[1]);
});

it("score finds a row that cannot be", async () => {
  const lines = read("penguins.csv").trimEnd().split("\n");
  lines[100] = "Gentoo,Torgersen,32.5,21.4,174,2750,male,2007";
  writeFileSync(join(folder, "odd.csv"), `${lines.join("\n")}\n`);
  const done = await syndata(
    ["score", "p.synthmodel", "odd.csv", "--top", "1", "--out", "scores.csv"],
    folder,
  );
  expect(done.stdout).toMatch(/^100 .*\(-\d+\.\d\d, \d+\.\d\d below\)$/m);
  expect(cells("scores.csv")[0]).toEqual([
    "row",
    "logLikelihood",
    "oddestColumn",
    "logProbability",
    "surprise",
  ]);
  const scores = cells("scores.csv")
    .slice(1)
    .map((row) => Number(row[1]));
  expect(scores).toHaveLength(344);
  expect(scores.indexOf(Math.min(...scores))).toBe(99);
});

it("a model without likelihoods says which one has them", async () => {
  expect(
    (
      await syndata(
        ["run", "p.synth.json", "--set", "model.type=independent", "--set", "output.path=i/i.csv", "--quiet"],
        folder,
      )
    ).code,
  ).toBe(0);
  const done = await syndata(["score", "i/p.synthmodel", "penguins.csv"], folder);
  expect(done.stderr).toContain("circuit");
  expect(done.code).toBe(2);
});

it("conditions hold exactly: values, ranges, missing", async () => {
  const done = await syndata(
    [
      "sample",
      "p.synthmodel",
      "--rows",
      "300",
      "--where",
      "body_mass_g=3000..3500",
      "--where",
      "sex=missing",
      "--where",
      "species=Adelie|Chinstrap",
      "--out",
      "w.csv",
    ],
    folder,
  );
  expect(done.code).toBe(0);
  const [header, ...rows] = cells("w.csv");
  const at = (name: string): number => header!.indexOf(name);
  expect(rows).toHaveLength(300);
  for (const row of rows) {
    expect(+row[at("body_mass_g")]!).toBeGreaterThanOrEqual(3000);
    expect(+row[at("body_mass_g")]!).toBeLessThanOrEqual(3500);
    expect(row[at("sex")]).toBe("NA");
    expect(["Adelie", "Chinstrap"]).toContain(row[at("species")]);
  }
});

it("a condition that names nothing there is refused with the nearest name", async () => {
  const done = await syndata(["sample", "p.synthmodel", "--rows", "5", "--where", "specis=Adelie"], folder);
  expect(done.stderr).toContain("species");
  expect(done.code).toBe(2);
});

it("compare trains each model with each seed and writes table, page and JSON", async () => {
  const done = await syndata(
    [
      "compare",
      "p.synth.json",
      "--models",
      "gaussianCopula,independent",
      "--seeds",
      "2",
      "--jobs",
      "2",
      "--quiet",
    ],
    folder,
  );
  expect(done.code).toBe(0);
  expect(done.stdout).toMatch(/\| gaussianCopula \| [01]\.\d+ ± /);
  expect(done.stderr).not.toContain("seed 1");
  const runs = JSON.parse(read("p-comparison/comparison.json")) as ComparedRun[];
  expect(runs.map((run) => [run.model, run.seed])).toEqual([
    ["gaussianCopula", 1],
    ["gaussianCopula", 2],
    ["independent", 1],
    ["independent", 2],
  ]);
  expect(
    runs.every((run) => (run.report.fidelity?.columnShapes.score ?? 0) > 0.8 && (run.peakMb ?? 0) > 50),
  ).toBe(true);
  for (const name of ["gaussianCopula-1", "gaussianCopula-2", "independent-1", "independent-2"])
    expect(existsSync(join(folder, `p-comparison/${name}.synthmodel`))).toBe(true);
  expect(existsSync(join(folder, "p-comparison/p.synthmodel"))).toBe(false);
  expect(read("p-comparison/comparison.html")).toContain("Comparison of models");
  expect((await syndata(["compare", "p.synth.json", "--models", "circut"], folder)).stderr).toContain(
    "did you mean circuit",
  );
});

it("auto tries its candidates, says why it chose, and its model samples", async () => {
  const done = await syndata(
    [
      "run",
      "p.synth.json",
      "--set",
      "model.type=auto",
      "--set",
      'model.candidates=["independent","gaussianCopula"]',
      "--set",
      "output.path=auto/a.csv",
    ],
    folder,
  );
  expect(done.stderr).toMatch(/auto chose gaussianCopula.*independent scored 0\.\d+/);
  expect(done.code).toBe(0);
  expect((await syndata(["sample", "auto/p.synthmodel", "--rows", "10"], folder)).code).toBe(0);
});

it("no command writes over a file it reads", async () => {
  const model = readFileSync(join(folder, "p.synthmodel"));
  const data = read("penguins.csv");
  for (const args of [
    ["sample", "p.synthmodel", "--rows", "5", "--out", "p.synthmodel"],
    ["impute", "p.synthmodel", "penguins.csv", "--out", "./penguins.csv"],
    ["impute", "p.synthmodel", "penguins.csv", "--out", "p.synthmodel"],
    ["score", "p.synthmodel", "penguins.csv", "--out", "penguins.csv"],
    ["report", "--real", "penguins.csv", "--synthetic", "p.csv", "--json", "penguins.csv"],
    ["init", "penguins.csv", "-o", "penguins.csv", "--force"],
  ]) {
    const done = await syndata(args, folder);
    expect(done.stderr).toMatch(
      /(penguins\.csv|p\.synthmodel) would be overwritten: name another file to write/,
    );
    expect(done.code).toBe(2);
  }
  expect(readFileSync(join(folder, "p.synthmodel")).equals(model)).toBe(true);
  expect(read("penguins.csv")).toBe(data);
});

it("report replaces its own files, and those of others only with --force", async () => {
  const files = { json: "kept.json", html: "kept.html", summary: "kept-short.html", md: "kept.md" };
  const input = {
    real: join(folder, "penguins.csv"),
    synthetic: join(folder, "p.csv"),
    sections: ["fidelity"] as const,
    ...Object.fromEntries(Object.entries(files).map(([form, file]) => [form, join(folder, file)])),
  };
  await startInProcess("report", input).result;
  const warnings: string[] = [];
  await startInProcess("report", input, (event) => {
    if (event.type === "warning") warnings.push(event.message);
  }).result;
  expect(warnings.filter((text) => text.startsWith("replacing"))).toHaveLength(4);
  for (const [form, file] of Object.entries(files)) {
    const foreign = form === "md" ? "# My notes\n" : form === "json" ? '{"my":"data"}' : "<html>mine</html>";
    writeFileSync(join(folder, file), foreign);
    await expect(startInProcess("report", input).result).rejects.toThrow(
      `${file} is there already and is no report of SynData: name another file for --${form}`,
    );
    expect(read(file)).toBe(foreign);
    writeFileSync(join(folder, file), "");
  }
  writeFileSync(join(folder, "kept.md"), "# My notes\n");
  const written = Object.entries(files).flatMap(([form, file]) => [`--${form}`, file]);
  const flags = ["--real", "penguins.csv", "--synthetic", "p.csv", "--sections", "fidelity", ...written];
  const refused = await syndata(["report", ...flags], folder);
  expect(refused.stderr).toContain("give --force to replace it");
  expect(refused.code).toBe(2);
  expect((await syndata(["report", ...flags, "--force", "--quiet"], folder)).code).toBe(0);
  expect(read("kept.md")).not.toContain("My notes");
});

it("a table the model does not know is refused, one that lacks a column is warned of", async () => {
  writeFileSync(join(folder, "other.csv"), "a,b\n1,2\n3,4\n");
  for (const command of ["impute", "score"]) {
    const done = await syndata([command, "p.synthmodel", "other.csv", "--out", "o.csv"], folder);
    expect(done.stderr).toContain("other.csv has none of the model's columns");
    expect(done.code).toBe(2);
    expect(existsSync(join(folder, "o.csv"))).toBe(false);
  }
  const some = read("penguins.csv")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(",").slice(1).join(","));
  writeFileSync(join(folder, "some.csv"), `${some.join("\n")}\n`);
  const done = await syndata(["score", "p.synthmodel", "some.csv"], folder);
  expect(done.stderr).toContain('some.csv lacks "species": treated as missing in every row');
  expect(done.code).toBe(0);
});

it("impute and score write the format that the ending asks for", async () => {
  expect(
    (await syndata(["impute", "p.synthmodel", "penguins.csv", "--out", "full.ndjson"], folder)).code,
  ).toBe(0);
  expect((JSON.parse(read("full.ndjson").split("\n")[0]!) as { species: string }).species).toBe("Adelie");
  expect(
    (await syndata(["score", "p.synthmodel", "penguins.csv", "--out", "scores.parquet"], folder)).code,
  ).toBe(0);
  expect(readFileSync(join(folder, "scores.parquet")).subarray(0, 4).toString()).toBe("PAR1");
});

it("a category that does not exist is refused with those that do", async () => {
  const done = await syndata(["sample", "p.synthmodel", "--rows", "5", "--where", "species=Emperor"], folder);
  expect(done.stderr).toContain("column species has no category Emperor; it has Adelie, ");
  expect(done.code).toBe(2);
});

it("a gate that fails is named, however quiet, and gives exit code 3", async () => {
  const gates = 'report={"sections":["fidelity"],"gates":{"columnShapes":{"min":0.9999}}}';
  const flags = [
    "--set",
    gates,
    "--set",
    "model.type=independent",
    "--set",
    "output.path=g/g.csv",
    "--quiet",
  ];
  const run = await syndata(["run", "p.synth.json", ...flags], folder);
  expect(run.stderr).toMatch(/gate failed: columnShapes is 0\.\d+, below the minimum 0\.9999/);
  expect(run.code).toBe(3);
});
