import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { assessUtility } from "../../../src/quality/utility/assessUtility.ts";
import { judgeReport } from "../../../src/quality/verdict.ts";
import { makeTable, type Table } from "../../../src/table/table.ts";
import { penguinsReport } from "../penguinsReport.ts";
import { qualityInput } from "../qualityInput.ts";

const report = await penguinsReport();
const testRows = 75;

/** Numbers, a category and a class, which the first number decides as far as `signal` says. */
function drawn(random: Random, rows: number, signal: number): Table {
  const numbers = Array.from({ length: 4 }, () =>
    Float64Array.from({ length: rows }, () => random.uniform()),
  );
  const codes = (next: (row: number) => number) => Int32Array.from({ length: rows }, (_, row) => next(row));
  return makeTable([
    ...numbers.map((values, i) => ({ kind: "number" as const, name: `x${i}`, values })),
    { kind: "string", name: "group", dictionary: ["a", "b", "c"], codes: codes(() => random.below(3)) },
    {
      kind: "string",
      name: "left",
      dictionary: ["no", "yes"],
      codes: codes((row) => Number(signal * (numbers[0]![row]! - 0.5) + random.uniform() > 0.5)),
    },
  ]);
}

async function gradeOf(seed: number, { real, synthetic }: { real: number; synthetic: number }) {
  const random = new Random(seed);
  const input = qualityInput({
    real: drawn(random, 4 * testRows, real),
    holdout: drawn(random, testRows, real),
    synthetic: drawn(random, 4 * testRows, synthetic),
    target: "left",
    seed,
  });
  const { utility } = await assessUtility(input);
  return judgeReport({ ...report, utility }).utility.grade;
}

async function grades(tables: number, signals: { real: number; synthetic: number }) {
  const all: string[] = [];
  for (let seed = 1; seed <= tables; seed++) all.push(await gradeOf(seed, signals));
  return (grade: string) => all.filter((one) => one === grade).length;
}

describe("usefulness on few held-out rows", () => {
  it("is not known where the target is chance, however many models are looked at", async () => {
    const count = await grades(24, { real: 0, synthetic: 0 });
    expect(count("unknown")).toBeGreaterThanOrEqual(23);
  });

  it("is poor where the target can be learned and synthetic rows lost what says it", async () => {
    const count = await grades(6, { real: 4, synthetic: 0 });
    expect(count("poor")).toBeGreaterThanOrEqual(5);
  });

  it("is at least fair where they kept it", async () => {
    const count = await grades(6, { real: 4, synthetic: 4 });
    expect(count("poor") + count("unknown")).toBe(0);
  });
});
