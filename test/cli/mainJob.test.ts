import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ReportJson } from "../../src/protocol/report.ts";
import type { RunEvent } from "../../src/protocol/run.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder, syndata } from "./runCli.ts";

const here = inThisProcess();
const folder = scratchFolder();
const lines = (path: string): string[] => readFileSync(join(folder, path), "utf8").trimEnd().split("\n");
const runs = (): string => join(folder, ".syndata/runs");

beforeAll(async () => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
  const init = await syndata(["init", "penguins.csv"], folder);
  expect(init).toMatchObject({ code: 0, stdout: "penguins.synth.json\n" });
});

describe("a CSV becomes a synthetic CSV", () => {
  it("trains CTGAN, writes data, model and report, and says where", async () => {
    const done = await syndata(["run", "penguins.synth.json", "--epochs", "20"], folder);
    expect(done.stderr).toContain("344 synthetic rows");
    expect(done.code).toBe(0);
    const [real, made] = [lines("penguins.csv"), lines("synthetic/penguins.csv")];
    expect(made[0]).toBe(real[0]);
    expect(made).toHaveLength(real.length);
    expect(existsSync(join(folder, "synthetic/penguins.synthmodel"))).toBe(true);
    const run = join(runs(), readdirSync(runs())[0]!);
    const report = JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as ReportJson;
    expect(report.diagnostic?.score).toBe(1);
    expect(report.tables.holdout?.rows).toBe(69);
    expect(readFileSync(join(run, "report.html"), "utf8")).toContain("Faithful?");
    for (const file of [
      "config.synth.json",
      "state.json",
      "events.jsonl",
      "losses.csv",
      "timings.json",
      "model.synthmodel",
      "report.md",
    ]) {
      expect(readdirSync(run)).toContain(file);
    }
    expect(existsSync(join(run, "checkpoint"))).toBe(false);
  });

  it("writes what looks like the original: same decimals, same missing token, values in range", () => {
    const header = lines("penguins.csv")[0]!.split(",");
    const column = (name: string): string[] =>
      lines("synthetic/penguins.csv")
        .slice(1)
        .map((line) => line.split(",")[header.indexOf(name)]!);
    expect(column("bill_length_mm").every((cell) => cell === "NA" || /^\d+(\.\d)?$/.test(cell))).toBe(true);
    expect(
      column("flipper_length_mm").every(
        (cell) => cell === "NA" || (/^\d+$/.test(cell) && +cell >= 172 && +cell <= 231),
      ),
    ).toBe(true);
    expect(new Set(column("species"))).toEqual(new Set(["Adelie", "Gentoo", "Chinstrap"]));
    expect(column("sex").every((cell) => ["male", "female", "NA"].includes(cell))).toBe(true);
  });

  it("gives the same file, byte for byte, for the same seed, and another for another seed", async () => {
    const short = ["run", "penguins.synth.json", "--epochs", "3", "--set", "report.enabled=false", "--quiet"];
    const outs = ["a.csv", "b.csv", "c.csv"];
    for (const [i, out] of outs.entries())
      expect((await here([...short, "--out", out, "--seed", i === 2 ? "8" : "7"], folder)).code).toBe(0);
    const [a, b, c] = outs.map((out) => readFileSync(join(folder, out), "utf8"));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it("tells one JSON event a line with --json", async () => {
    const done = await here(
      [
        "run",
        "penguins.synth.json",
        "--epochs",
        "2",
        "--rows",
        "50",
        "--json",
        "--set",
        "report.enabled=false",
      ],
      folder,
    );
    const events = done.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent);
    expect(events.flatMap((e) => (e.type === "stage" && e.state === "end" ? [e.stage] : []))).toEqual([
      "validate",
      "preprocess",
      "train",
      "sample",
    ]);
    expect(events.at(-1)).toMatchObject({ type: "done", rows: 50 });
    expect(events.some((e) => e.type === "progress" && e.losses !== undefined)).toBe(true);
  });

  it("samples the saved model elsewhere, without the source, under conditions", async () => {
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    copyFileSync(join(folder, "synthetic/penguins.synthmodel"), join(elsewhere, "p.synthmodel"));
    const done = await here(
      ["sample", "p.synthmodel", "--rows", "200", "--where", "species=Gentoo|Adelie", "--out", "some.csv"],
      elsewhere,
    );
    expect(done.stderr).toContain("200 rows");
    expect(done.code).toBe(0);
    const species = readFileSync(join(elsewhere, "some.csv"), "utf8")
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[0]);
    expect(species).toHaveLength(200);
    expect(new Set(species)).toEqual(new Set(["Gentoo", "Adelie"]));
    const again = await here(
      ["sample", "p.synthmodel", "--rows", "200", "--where", "species=Gentoo|Adelie", "--out", "again.csv"],
      elsewhere,
    );
    expect(again.code).toBe(0);
    expect(readFileSync(join(elsewhere, "again.csv"), "utf8")).toBe(
      readFileSync(join(elsewhere, "some.csv"), "utf8"),
    );
  });

  it("writes other formats by the ending of the output", async () => {
    for (const out of ["rows.tsv", "rows.ndjson", "rows.parquet", "rows.csv.gz"]) {
      const done = await here(
        ["sample", "synthetic/penguins.synthmodel", "--rows", "30", "--out", out],
        folder,
      );
      expect(done.code).toBe(0);
      const profile = JSON.parse((await here(["profile", out, "--json"], folder)).stdout) as {
        rows: number;
        columns: { name: string }[];
      };
      expect(profile.rows).toBe(30);
      expect(profile.columns).toHaveLength(8);
    }
  });

  it("exits 3 and names the gate when one fails", async () => {
    const done = await here(
      [
        "run",
        "penguins.synth.json",
        "--epochs",
        "1",
        "--set",
        'report.gates={"columnShapes":{"min":0.9999}}',
      ],
      folder,
    );
    expect(done.stderr + done.stdout).toContain("columnShapes");
    expect(done.code).toBe(3);
  });

  it("reports on any two files", async () => {
    const done = await here(
      [
        "report",
        "--real",
        "penguins.csv",
        "--synthetic",
        "synthetic/penguins.csv",
        "--json",
        "r.json",
        "--html",
        "r.html",
        "--md",
        "r.md",
        "--sections",
        "fidelity",
      ],
      folder,
    );
    expect(done.code).toBe(0);
    expect(done.stdout).toContain("Column shapes");
    const report = JSON.parse(readFileSync(join(folder, "r.json"), "utf8")) as ReportJson;
    expect(report.fidelity?.columnShapes.columns).toHaveLength(8);
    expect(report.privacy).toBeNull();
    rmSync(join(folder, "r.json"));
  });
});
