import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { configToNotebook, convertibleTables, notebookToConfigText } from "../../src/notebook/convert.ts";
import { type NotebookFile, parseNotebook } from "../../src/notebook/notebookFile.ts";
import { planWorkflow } from "../../src/notebook/workflow.ts";

const parsed = (text: string) => parseConfig(text, "a.synth.json").config;

const config = fc.record(
  {
    version: fc.constant(1),
    source: fc.record(
      { path: fc.string({ minLength: 1 }), delimiter: fc.constantFrom(",", ";") },
      { requiredKeys: ["path"] },
    ),
    columns: fc.dictionary(
      fc.string().filter((name) => name !== "__proto__"),
      fc.record(
        { type: fc.constantFrom("numerical", "categorical"), decimals: fc.nat(9) },
        { requiredKeys: [] },
      ),
      { noNullPrototype: true },
    ),
    model: fc.oneof(
      fc.record(
        { type: fc.constant("ctgan"), epochs: fc.integer({ min: 1, max: 500 }) },
        { requiredKeys: ["type"] },
      ),
      fc.record({ type: fc.constant("independent") }),
    ),
    output: fc.record(
      { path: fc.constant("x.csv"), rows: fc.integer({ min: 1, max: 1000 }) },
      { requiredKeys: [] },
    ),
    report: fc.record(
      {
        enabled: fc.boolean(),
        target: fc.string({ minLength: 1 }),
        holdout: fc.constantFrom(0, 0.2, 0.5),
        sections: fc.constant(["privacy"]),
        gates: fc.constant({ columnShapes: { min: 0.8 } }),
      },
      { requiredKeys: [] },
    ),
    rules: fc.array(fc.constantFrom("a <= b", { oneOf: ["a", "b"] }, { rule: "a = b", repair: true })),
    detectRules: fc.constantFrom("ask", "auto", "off"),
    locale: fc.constantFrom("de", "fr"),
    seed: fc.nat(),
  },
  { requiredKeys: ["source"] },
);

describe("a config and a notebook", () => {
  it("are converted into each other and mean the same", () => {
    fc.assert(
      fc.property(config, fc.constantFrom(0, 2, "\t"), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const before = parsed(text);
        expect(before).toBeDefined();
        const notebook = configToNotebook(text, "/w/a.synth.json", "A");
        expect(planWorkflow(notebook.cells, "/w/a.synthnb").diagnostics).toEqual([]);
        const after = parsed(notebookToConfigText(notebook.cells, "/w/a.synthnb"));
        // a run without a report holds nothing out: that is what is kept of it
        const same = before?.report.enabled
          ? { ...before, $schema: undefined }
          : { model: before?.model, columns: before?.columns, seed: before?.seed, report: { holdout: 0 } };
        expect({ ...after, $schema: undefined }).toMatchObject(same);
      }),
      { numRuns: 150 },
    );
  });

  it("keep comments where they stood", () => {
    const text =
      '{\n  // the data\n  "source": { "path": "a.csv" },\n  "columns": {\n    // a key\n    "id": { "type": "id" }\n  }\n}\n';
    const [, first, second] = configToNotebook(text, "a.synth.json", "A").cells;
    expect(first?.text).toBe('{\n  // the data\n  "source": { "path": "a.csv" }\n}');
    expect(second?.text).toBe('{\n  "columns": {\n    // a key\n    "id": { "type": "id" }\n  }\n}');
  });

  it("refuse what has errors, and tables that are not made", () => {
    expect(() => configToNotebook('{ "sorce": 1 }', "a.synth.json", "A")).toThrow(
      /a\.synth\.json has errors/,
    );
    expect(() => notebookToConfigText([], "a.synthnb")).toThrow(/makes no synthetic table/);
  });

  it("let one of several tables be chosen", () => {
    const { cells } = parseNotebook(readFileSync("examples/penguins.synthnb", "utf8")) as NotebookFile;
    expect(convertibleTables(cells, "/w/p.synthnb")).toEqual(["penguins", "baseline"]);
    const made = parsed(notebookToConfigText(cells, "/w/p.synthnb", "baseline"));
    expect(made).toMatchObject({ model: { type: "gaussianCopula" }, report: { holdout: 0.2 } });
    expect(parsed(notebookToConfigText(cells, "/w/p.synthnb", "penguins"))).toMatchObject({
      model: { type: "circuit" },
      report: { enabled: true, holdout: 0.2, target: "species", gates: { columnShapes: { min: 0.8 } } },
    });
  });
});
