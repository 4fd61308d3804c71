import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ReportJson } from "../../src/protocol/report.ts";
import { buildReport } from "../../src/quality/buildReport.ts";
import type { ReportInput } from "../../src/quality/reportInput.ts";
import { reportJsonSchema, reportJsonSchemaDocument } from "../../src/report/reportSchema.ts";
import { type Column, type Table, takeRows } from "../../src/table/table.ts";
import { fixtureTable } from "./comparison.ts";

const penguins = await fixtureTable("golden/penguins_real.csv");
const copula = await fixtureTable("golden/penguins_synth.csv");
const columns = [
  { name: "species", sdtype: "categorical" },
  { name: "island", sdtype: "categorical" },
  { name: "bill_length_mm", sdtype: "numerical" },
  { name: "bill_depth_mm", sdtype: "numerical" },
  { name: "flipper_length_mm", sdtype: "numerical" },
  { name: "body_mass_g", sdtype: "numerical" },
  { name: "sex", sdtype: "categorical" },
  { name: "year", sdtype: "categorical" },
] as const;
const training = takeRows(
  penguins,
  range(0, 344, (i) => i % 4 !== 0),
);
const holdout = takeRows(
  penguins,
  range(0, 344, (i) => i % 4 === 0),
);

function report(
  overrides: Partial<ReportInput> = {},
  signal = new AbortController().signal,
): Promise<ReportJson> {
  return buildReport(
    {
      real: training,
      synthetic: copula,
      holdout,
      columns,
      names: { real: "penguins.csv", synthetic: "copula.csv", holdout: "held out" },
      seed: 7,
      created: "2026-01-01T00:00:00Z",
      ...overrides,
    },
    { progress: () => {}, signal },
  );
}

/** What a bad table needs no learners for. */
const quick = { sections: ["fidelity", "privacy"] } as const;

function expectSound(result: ReportJson): void {
  const parsed = reportJsonSchema.safeParse(JSON.parse(JSON.stringify(result)));
  expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
  // JSON would turn a NaN into null: look at the object itself
  expect(firstNotFinite(result, "report")).toBeNull();
}

function firstNotFinite(value: unknown, path: string): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? null : path;
  if (value === undefined) return path;
  if (value === null || typeof value !== "object") return null;
  for (const [key, part] of Object.entries(value)) {
    const found = firstNotFinite(part, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function texts(result: ReportJson): string {
  return result.notes.map((n) => `${n.level} ${n.text}`).join("\n");
}

describe("buildReport", () => {
  it("gives every section, the schema and the type agreeing", async () => {
    const seen: string[] = [];
    const result = await buildReport(
      {
        real: training,
        synthetic: copula,
        holdout,
        columns,
        names: { real: "a", synthetic: "b" },
        seed: 7,
        created: "2026-01-01T00:00:00Z",
        gates: { columnShapes: { min: 0.5 }, exactCopies: { max: 0 } },
        quasiIdentifiers: ["species", "island"],
        sensitive: ["sex"],
      },
      {
        progress: (section, fraction) => void seen.push(`${section} ${fraction}`),
        signal: new AbortController().signal,
      },
    );
    expectSound(result);
    for (const section of ["diagnostic", "fidelity", "detection", "utility", "privacy"]) {
      expect(seen).toContain(`${section} 0`);
      expect(seen).toContain(`${section} 1`);
      expect(result.timings[section]).toBeGreaterThanOrEqual(0);
    }
    expect(result.target).toMatchObject({ column: "sex", task: "classification" });
    expect(result.fidelity?.columnShapes.ceiling).toBeGreaterThan(0.8);
    expect(result.utility?.models.length).toBeGreaterThan(0);
    expect(result.privacy?.dcrShare).not.toBeNull();
    expect(result.gates.map((g) => g.passed)).toEqual([true, true]);
    for (const { score, grade } of [
      result.verdict.fidelity,
      result.verdict.utility,
      result.verdict.privacy,
    ]) {
      expect(score === null).toBe(grade === "unknown");
    }
  });

  it("gives the same report for the same seed", async () => {
    const [a, b] = [await report(quick), await report(quick)];
    expect({ ...a, timings: {} }).toEqual({ ...b, timings: {} });
  });

  it("publishes its schema as media/report.schema.json", () => {
    const published = JSON.parse(
      readFileSync(new URL("../../media/report.schema.json", import.meta.url), "utf8"),
    );
    expect(published, "run `node --import tsx scripts/writeReportSchema.ts`").toEqual(
      JSON.parse(JSON.stringify(reportJsonSchemaDocument())),
    );
  });

  it("stops when aborted", async () => {
    const abort = new AbortController();
    const running = report({}, abort.signal);
    abort.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
  });

  it("does without a holdout and says what is missing", async () => {
    const result = await report({ ...quick, holdout: null });
    expectSound(result);
    expect(texts(result)).toContain("There is no holdout");
    expect(result.fidelity?.columnShapes.ceiling).toBeNull();
    expect(result.privacy?.membershipInference).toBeNull();
    expect(result.verdict.privacy.sentence).toContain("Without a holdout");
  });

  it("leaves out sections nobody asked for", async () => {
    const result = await report({ sections: [] });
    expectSound(result);
    expect([result.fidelity, result.utility, result.privacy]).toEqual([null, null, null]);
    expect(result.diagnostic?.score).toBeGreaterThan(0.9);
    expect(texts(result)).toContain("The utility section was not asked for.");
  });
});

describe("bad input", () => {
  it("screams when the synthetic table is the real one", async () => {
    const shuffled = takeRows(training, range(0, training.rows).reverse());
    const result = await report({ ...quick, synthetic: shuffled });
    expectSound(result);
    expect(result.notes[0]).toMatchObject({ level: "alarm", section: "privacy" });
    expect(result.privacy?.exactCopies.share).toBe(1);
    expect(result.privacy?.dcrShare?.value).toBeCloseTo(1, 12);
    expect(result.verdict.privacy).toMatchObject({ score: 0, grade: "poor" });
  });

  it("counts holdout rows that are training rows", async () => {
    const leaky = takeRows(penguins, [...range(0, 344, (i) => i % 4 === 0), 1, 2, 5]);
    const result = await report({ ...quick, holdout: leaky });
    expect(texts(result)).toContain("warning 3 holdout rows of 89 also occur among the training rows");
  });

  it("reports on the columns both tables have, and names the others", async () => {
    const lacking = {
      ...copula,
      columns: [...copula.columns.filter((c) => c.name !== "sex"), number("extra", copula.rows)],
    };
    const result = await report({ ...quick, synthetic: lacking });
    expectSound(result);
    expect(texts(result)).toContain("The synthetic table lacks the column sex");
    expect(texts(result)).toContain("Only the synthetic table has the column extra");
    expect(result.columns.map((c) => c.name)).not.toContain("sex");
    expect(result.diagnostic?.tableStructure).toBeCloseTo(7 / 9);
  });

  it("leaves out a column whose type differs, and counts cells it cannot read", async () => {
    const words = replace(
      copula,
      text(
        "body_mass_g",
        Array.from({ length: copula.rows }, () => "heavy"),
      ),
    );
    const result = await report({ ...quick, synthetic: words });
    expectSound(result);
    expect(texts(result)).toContain(
      "Column body_mass_g was left out: no value of the synthetic table can be read as a number.",
    );
    expect(result.diagnostic?.tableStructure).toBeCloseTo(7 / 9);

    const some = replace(
      copula,
      text(
        "body_mass_g",
        Array.from({ length: copula.rows }, (_, i) => (i < 5 ? "?" : "4000")),
      ),
    );
    const partly = await report({ ...quick, synthetic: some });
    expectSound(partly);
    expect(texts(partly)).toContain("5 cells of column body_mass_g in the synthetic table cannot be read");
    const format = partly.diagnostic?.columns.find(
      (c) => c.column === "body_mass_g" && c.metric === "FormatAdherence",
    );
    expect(format?.score).toBeCloseTo(339 / 344);
  });

  it("says when no category is shared, and when a column is empty", async () => {
    const strange = replace(
      replace(
        copula,
        text(
          "species",
          Array.from({ length: copula.rows }, (_, i) => `kind ${i % 3}`),
        ),
      ),
      { kind: "number", name: "bill_depth_mm", values: new Float64Array(copula.rows).fill(Number.NaN) },
    );
    const result = await report({ synthetic: strange });
    expectSound(result);
    expect(texts(result)).toContain("Column species has no category in common");
    expect(texts(result)).toContain("Column bill_depth_mm has no value in the synthetic table");
    expect(result.fidelity?.columnShapes.columns.find((c) => c.column === "bill_depth_mm")?.score).toBeNull();
  });

  it("survives a column without values and a constant one on both sides", async () => {
    const flat = (table: Table): Table =>
      replace(
        replace(table, {
          kind: "number",
          name: "bill_depth_mm",
          values: new Float64Array(table.rows).fill(Number.NaN),
        }),
        {
          kind: "number",
          name: "body_mass_g",
          values: new Float64Array(table.rows).fill(4),
        },
      );
    const result = await report({ real: flat(training), synthetic: flat(copula), holdout: flat(holdout) });
    expectSound(result);
    expect(texts(result)).toContain("Column bill_depth_mm has no value in both tables");
    expect(result.fidelity?.columnShapes.columns.find((c) => c.column === "body_mass_g")?.score).toBe(1);
  });

  it("survives a target of one class, and one that is an id", async () => {
    const one = (table: Table) =>
      replace(
        table,
        text(
          "year",
          Array.from({ length: table.rows }, () => "2007"),
        ),
      );
    const single = await report({
      real: one(training),
      synthetic: one(copula),
      holdout: one(holdout),
      target: "year",
    });
    expectSound(single);
    expect(single.notes.some((n) => n.section === "utility" && n.level === "warning")).toBe(true);

    const withId = (table: Table): Table => ({
      ...table,
      columns: [
        ...table.columns,
        text(
          "id",
          range(0, table.rows).map((i) => `P-${i}`),
        ),
      ],
    });
    const id = await report({
      real: withId(training),
      synthetic: withId(copula),
      holdout: withId(holdout),
      columns: [...columns, { name: "id", sdtype: "id" }],
      target: "id",
    });
    expectSound(id);
    expect(id.target).toBeNull();
    expect(id.utility).toBeNull();
    expect(texts(id)).toContain("the target id holds ids");
    expect(id.diagnostic?.columns).toContainEqual({ column: "id", metric: "KeyUniqueness", score: 1 });
  });

  it("takes another target when the one asked for is not there", async () => {
    const result = await report({ sections: [], target: "nope" });
    expect(texts(result)).toContain(
      "The target nope is not among the columns both tables share; sex is predicted instead.",
    );
  });

  it.each([0, 1, 2, 12])("survives %i rows", async (rows) => {
    const result = await report({
      real: takeRows(training, range(0, rows)),
      synthetic: takeRows(copula, range(0, rows)),
      holdout: takeRows(holdout, range(0, rows)),
    });
    expectSound(result);
    expect(texts(result)).toContain("fewer than 50");
  });

  it("survives tables that share nothing", async () => {
    const other = { rows: 5, columns: [number("x", 5)] };
    const result = await report({ synthetic: other });
    expectSound(result);
    expect(texts(result)).toContain("The tables share no column");
    expect(result.verdict.summary).toBe("Nothing could be judged; the notes say why.");
  });

  it("does not use a holdout that lacks columns", async () => {
    const narrow = { ...holdout, columns: holdout.columns.slice(0, 3) };
    const result = await report({ ...quick, holdout: narrow });
    expectSound(result);
    expect(texts(result)).toContain("The holdout lacks some of the columns and was not used");
  });
});

function range(from: number, to: number, keep: (i: number) => boolean = () => true): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i).filter(keep);
}

function replace(table: Table, column: Column): Table {
  return { ...table, columns: table.columns.map((c) => (c.name === column.name ? column : c)) };
}

function number(name: string, rows: number): Column {
  return { kind: "number", name, values: Float64Array.from({ length: rows }, (_, i) => i) };
}

function text(name: string, values: readonly string[]): Column {
  const dictionary = [...new Set(values)];
  const codeOf = new Map(dictionary.map((value, code) => [value, code]));
  return { kind: "string", name, codes: Int32Array.from(values, (v) => codeOf.get(v)!), dictionary };
}
