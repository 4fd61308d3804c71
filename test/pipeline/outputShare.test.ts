import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPipeline } from "../../src/pipeline/runPipeline.ts";
import type { RunEvent } from "../../src/protocol/run.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-share-"));
beforeAll(() => copyFileSync("examples/penguins.csv", join(folder, "penguins.csv")));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(share: string, changes: object = {}) {
  const config = join(folder, "p.synth.json");
  const content = {
    source: { path: "penguins.csv" },
    model: { type: "independent" },
    output: { path: "out.csv", rows: 500, share },
    report: { sections: ["fidelity"] },
    ...changes,
  };
  writeFileSync(config, JSON.stringify(content, null, 2));
  const events: RunEvent[] = [];
  const job = { config, overrides: {}, resume: false, lang: "de" } as const;
  const code = await runPipeline(job, (event) => events.push(event), new AbortController().signal);
  return { code, events };
}

function species(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of readFileSync(join(folder, "out.csv"), "utf8").trim().split("\n").slice(1)) {
    const [value = ""] = line.split(",");
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

const failureOf = (events: readonly RunEvent[]) => events.find((event) => event.type === "failed");

describe("output.share", () => {
  it("gives the rows the shares asked for, and the report, the provenance and its pages say so", async () => {
    const { code, events } = await run("species=Gentoo:0.6|Adelie:20%");
    expect(code).toBe(0);
    expect(species()).toEqual({ Gentoo: 300, Adelie: 100, Chinstrap: 100 });
    const provenance = JSON.parse(readFileSync(join(folder, "out.csv.provenance.json"), "utf8"));
    expect(provenance).toMatchObject({ share: "species=Gentoo:0.6|Adelie:20%" });
    const done = events.find((event) => event.type === "done");
    const runDir = dirname(done?.reportPath ?? "");
    expect(readFileSync(join(runDir, "report.json"), "utf8")).toContain(
      "The config asks for other shares of species than the data has",
    );
    const german = "Die Konfiguration verlangt andere Anteile von species, als die Daten haben";
    for (const file of ["report.html", "report.md"])
      expect(readFileSync(join(runDir, file), "utf8")).toContain(german);
    expect(readFileSync(join(runDir, "summary.html"), "utf8")).toContain('<html lang="de">');
  });

  it("balanced", async () => {
    expect((await run("species=balanced")).code).toBe(0);
    expect(Object.values(species()).every((n) => n === 166 || n === 167)).toBe(true);
  });

  it("refuses at its place what is no column, no share, or dropped, and what the column does not hold before training", async () => {
    for (const [share, says] of [
      ["speces=balanced", /did you mean "species"\?/],
      ["species=Gentoo:2", /the share of "Gentoo" must lie between/],
      ["species=Gentoo", /must be a value, a colon and a share/],
    ] as const) {
      const { code, events } = await run(share);
      expect(code).toBe(2);
      const [finding] = failureOf(events)?.diagnostics ?? [];
      expect(finding?.message).toMatch(/^output\.share /);
      expect(finding?.message).toMatch(says);
      expect([finding?.line, finding?.path]).toEqual([11, ["output", "share"]]);
    }
    const dropped = await run("species=balanced", { columns: { species: { role: "drop" } } });
    expect(failureOf(dropped.events)?.diagnostics[0]?.message).toContain("is dropped from the output");
    const { code, events } = await run("species=Emperor:0.5");
    expect(code).toBe(2);
    expect(failureOf(events)?.message).toMatch(/^output\.share species=Emperor.*Emperor/);
    expect(events.some((event) => event.type === "stage" && event.stage === "train")).toBe(false);
  });
});
