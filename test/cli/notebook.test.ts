import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { SavedOutputs } from "../../src/notebook/savedOutputs.ts";
import { inThisProcess } from "./inThisProcess.ts";
import { examples, scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const synth = (step: object) => ({ kind: "synth", value: [JSON.stringify(step)] });
const cells = (gate: number) => [
  synth({ source: { path: "penguins.csv" }, report: { holdout: 0.2 } }),
  synth({ model: { type: "independent" } }),
  synth({ output: { rows: 50 } }),
  { kind: "sql", value: ["SELECT count(*) AS n", "FROM source"] },
  synth({ report: { sections: ["fidelity"], gates: { columnShapes: { min: gate } } } }),
];
const put = (name: string, content: unknown): void =>
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

beforeAll(() => {
  copyFileSync(join(examples, "penguins.csv"), join(folder, "penguins.csv"));
});

describe("syndata notebook", () => {
  it("runs the example green", async () => {
    copyFileSync(join(examples, "penguins.synthnb"), join(folder, "penguins.synthnb"));
    const ran = await syndata(["notebook", "penguins.synthnb", "--out", "done.synthnb"], folder);
    expect(ran.stderr).toContain("compared penguins, baseline");
    expect(ran.stdout).toMatch(/^ +table +fidelity +utility +privacy\ncell \d+ .* \d+ +\S+ +\d+$/m);
    expect(ran.code).toBe(0);
    const saved = JSON.parse(readFileSync(join(folder, "done.synthnb.out.json"), "utf8")) as SavedOutputs;
    expect(saved.cells).toHaveLength(10);
    expect(saved.cells.every(({ ok, outputs }) => ok && outputs.length === 1)).toBe(true);
    const [before, after] = ["penguins.synthnb", "done.synthnb"].map((name) =>
      readFileSync(join(folder, name), "utf8"),
    );
    expect(after).toBe(before!.replace('"version": 1,', '"version": 1,\n  "outputs": "beside",'));
  });

  it("fails with exit code 3 on a gate, and takes from the cache what has not changed", async () => {
    put("n.synthnb", { version: 1, cells: cells(0.1) });
    expect((await syndata(["notebook", "n.synthnb"], folder)).code).toBe(0);
    expect(existsSync(join(folder, "n.synthnb.out.json"))).toBe(false);
    put("n.synthnb", { version: 1, cells: cells(1) });
    const failed = await syndata(["notebook", "n.synthnb"], folder);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toMatch(/✔ cell 2 +synth +unchanged/);
    expect(failed.stderr).toMatch(/✖ cell 5 +synth +unchanged +a gate failed: columnShapes/);
    const forced = await syndata(["notebook", "n.synthnb", "--force", "--quiet"], folder);
    expect(forced.code).toBe(3);
    expect(forced.stderr).not.toContain("unchanged");
  });

  it("says that there is nothing to run", async () => {
    put("empty.synthnb", "");
    put("words.synthnb", { version: 1, cells: [{ kind: "markdown", value: ["# Words"] }] });
    expect((await syndata(["notebook", "empty.synthnb"], folder)).stderr).toMatch(
      /nothing to run: .* has no cells/,
    );
    const words = await syndata(["notebook", "words.synthnb"], folder);
    expect(words.stderr).toMatch(/nothing to run: .* has text only/);
    expect([words.code, words.stdout]).toEqual([0, ""]);
  });

  it("tells events as JSON lines", async () => {
    const { stdout, stderr } = await syndata(["notebook", "n.synthnb", "--json"], folder);
    expect(stderr).toBe("");
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { type: string; cell: number });
    expect(events.filter(({ type }) => type === "end").map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([
    ["nothing.synthnb", undefined, /there is no notebook .*nothing\.synthnb/],
    [
      "broken.synthnb",
      '{ "version": 1',
      /broken\.synthnb:1:15 is not a notebook: this is not JSON: a closing } is missing/,
    ],
    ["newer.synthnb", '{ "version": 7, "cells": [] }', /version 7.*update it/],
    [
      "typo.synthnb",
      { version: 1, cells: [synth({ source: { path: "penguins.csv" } }), synth({ modell: {} })] },
      /typo\.synthnb cell 2:1:2 error unknown-step: .*did you mean "model"\?/,
    ],
    [
      "sql.synthnb",
      { version: 1, cells: [{ kind: "sql", value: ["SELECT 1,", "  nope"] }] },
      /✖ cell 1:2:3 sql .*nope/,
    ],
    [
      "chart.synthnb",
      { version: 1, cells: [{ kind: "chart", value: [] }] },
      /does not know cells of kind "chart"/,
    ],
  ])("refuses %s with exit code 2 and says why", async (name, content, message) => {
    if (content !== undefined) put(name, content);
    const ran = await syndata(["notebook", name], folder);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(message);
  });
});
