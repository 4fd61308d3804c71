import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { penguinsReport } from "../penguinsReport.ts";

describe("sections of a report on threads", () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(resolve("test/quality/threads/program-"));
    file = join(folder, "sections.cjs");
    await build({
      entryPoints: ["src/quality/threads/sectionThreadMain.ts"],
      outfile: file,
      bundle: true,
      platform: "node",
      format: "cjs",
      logLevel: "error",
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  const figures = async (count: number) => {
    const { timings, ...report } = await penguinsReport({}, { threads: { count, file } });
    expect(Object.keys(timings).sort()).toContain("detection");
    return JSON.stringify(report);
  };

  it("are the same bytes whatever the number of threads", async () => {
    const alone = await figures(0);
    expect(await figures(1)).toBe(alone);
    expect(await figures(2)).toBe(alone);
  });

  it("tell their progress", async () => {
    const told = new Map<string, number[]>();
    await penguinsReport(
      {},
      {
        threads: { count: 2, file },
        progress: (section, fraction) => told.set(section, [...(told.get(section) ?? []), fraction]),
      },
    );
    for (const section of ["detection", "utility", "privacy"]) {
      const fractions = told.get(section)!;
      expect(fractions.length, section).toBeGreaterThan(2);
      expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
    }
  });

  it.each([0, 1, 2])("stop when the report is cancelled, on %i threads", async (count) => {
    const controller = new AbortController();
    const report = penguinsReport(
      { sections: ["utility", "fidelity"] },
      {
        signal: controller.signal,
        threads: { count, file },
        progress: (section, fraction) => {
          if (section === "detection" && fraction < 1) controller.abort(new Error("enough"));
        },
      },
    );
    await expect(report).rejects.toThrow("enough");
  });

  it.each([
    ["throws", "throw new RangeError('no such column')", "no such column"],
    ["ends early", "process.exit(3)", "a thread of the report ended with code 3"],
  ])("fail as a thread does that %s", async (_, program, message) => {
    const broken = join(folder, "broken.cjs");
    await writeFile(broken, program);
    await expect(penguinsReport({}, { threads: { count: 1, file: broken } })).rejects.toThrow(message);
  });
});
