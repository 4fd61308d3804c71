import { describe, expect, it } from "vitest";
import { planWorkflow } from "../../src/notebook/workflow.ts";

const source = '{ "source": { "path": "a.csv" }, "report": { "holdout": 0.3 }, "seed": 7 }';
const plan = (...texts: string[]) =>
  planWorkflow(
    texts.map((text) => (/^(select|from)/i.test(text) ? { kind: "sql", text } : { kind: "synth", text })),
    "/w/a.synthnb",
  );
const messages = (...texts: string[]) =>
  plan(...texts).diagnostics.map((d) => `${d.cell + 1}:${d.line}:${d.column} ${d.code}: ${d.message}`);

describe("a workflow", () => {
  it("builds each step on the nearest above, with the settings above", () => {
    const workflow = plan(
      source,
      '{ "columns": { "x": { "type": "id" } } }',
      '{ "model": { "type": "independent" } }',
      '{ "output": { "rows": 10 } }',
      '{ "model": { "type": "circuit" }, "name": "second" }',
      '{ "output": { "rows": 20 }, "of": "model", "name": "again" }',
      '{ "report": { "sections": ["privacy"] } }',
      '{ "compare": ["synthetic", "again"] }',
    );
    expect(workflow.diagnostics).toEqual([]);
    const again = workflow.steps.get(5);
    expect(again).toMatchObject({ kind: "output", name: "again", model: { name: "model" } });
    expect(again?.config).toMatchObject({
      model: { type: "independent" },
      seed: 7,
      columns: { x: { type: "id" } },
      output: { rows: 20 },
    });
    const report = workflow.steps.get(6);
    expect(report).toMatchObject({ kind: "report", table: { name: "again" } });
    expect(report?.config.report).toMatchObject({ holdout: 0.3, sections: ["privacy"] });
    expect(workflow.steps.get(7)).toMatchObject({ tables: [{ name: "synthetic" }, { name: "again" }] });
    expect([...workflow.tablesBefore(5).keys()]).toEqual(["synthetic"]);
    expect(workflow.configAt(1)?.columns).toEqual({});
    expect(workflow.configAt(2)?.columns).toEqual({ x: { type: "id" } });
  });

  it("lets columns differ from step to step: later ones do not reach back", () => {
    const workflow = plan(
      source,
      '{ "model": { "type": "independent" } }',
      '{ "columns": { "x": { "role": "drop" } } }',
      '{ "model": { "type": "independent" }, "name": "b" }',
    );
    expect(workflow.steps.get(1)?.config.columns).toEqual({});
    expect(workflow.steps.get(3)?.config.columns).toEqual({ x: { role: "drop" } });
  });

  it.each([
    [["{}"], "1:1:1 unknown-step: this cell is no step"],
    [["[1]"], "1:1:1 wrong-type: a step is an object"],
    [[""], "1:1:1 syntax: the cell is empty"],
    [['{ "modell": {} }'], '1:1:3 unknown-step: there is no step "modell": did you mean "model"?'],
    [['{ "model": { "type": "ctgan" } }'], "1:1:1 no-source: no step above names the data"],
    [[source, '{ "model": { "type": "ctgann" } }'], "2:1:22 unknown-value: model.type must be"],
    [[source, '{\n  "output": {} }'], "2:1:1 no-model: no step above trains a model: add"],
    [
      [source, '{ "model": { "type": "ctgan" }, "output": {} }'],
      '2:1:33 two-steps: one step a cell: "model" and "output"',
    ],
    [
      [source, '{ "model": { "type": "ctgan" }, "seed": 1 }'],
      '2:1:33 misplaced-key: "seed" applies to the whole workflow',
    ],
    [[source, '{ "report": { "holdout": 0.1 } }'], "2:1:15 misplaced-key: the holdout is set aside before"],
    [
      [source, '{ "model": { "type": "ctgan" }, "name": "Source" }'],
      '2:1:41 taken-name: "Source" is the name of a table of real rows',
    ],
    [[source, '{ "model": { "type": "ctgan" }, "of": "x" }'], '2:1:33 unknown-key: a model step has no "of"'],
    [
      [source, '{ "report": {}, "of": "x" }'],
      '2:1:23 no-table: no step above makes a table named "x": there is none yet',
    ],
    [[source, '{ "report": {}, "of": "holdout" }'], '2:1:23 no-table: "holdout" is a table of real rows'],
    [[source, '{ "compare": ["a"] }'], "2:1:14 wrong-type: compare must name two or more"],
    [[source, '{ "compare": ["a", "b"] }'], '2:1:15 no-table: no step above makes a table named "a"'],
    [
      [source, '{ "output": { "row": 3 } }'],
      '2:1:15 unknown-key: unknown key "row" in output: did you mean "rows"?',
    ],
    [[source, '{ "output": { "rows": 3 }'], "2:1:26 syntax: a closing } is missing"],
  ])("%j says %s", (texts, message) => {
    expect(messages(...texts)[0]?.slice(0, message.length)).toBe(message);
  });

  it("points at the broken cell instead of blaming those below", () => {
    const found = messages(source, '{ "model": { "type": "x" } }', '{ "output": {} }', '{ "report": {} }');
    expect(found[1]).toContain("no step above trains a model: cell 2 has an error, fix it first");
    expect(found[2]).toContain("no step above makes a synthetic table: cell 2 has an error");
  });

  it("suggests the name that was meant, with a fix", () => {
    const found = plan(
      source,
      '{ "model": { "type": "circuit" }, "name": "copula" }',
      '{ "output": {}, "of": "copla" }',
    );
    expect(found.diagnostics).toMatchObject([{ cell: 2, code: "no-model", fix: { newText: '"copula"' } }]);
  });

  it("keeps cells of unknown kinds apart and says so", () => {
    const workflow = planWorkflow([{ kind: "chart", text: "x" }], "/w/a.synthnb");
    expect(workflow.diagnostics[0]?.message).toBe(
      'this version does not know cells of kind "chart"; it knows markdown, synth and sql',
    );
  });

  it("takes names of columns that objects have already", () => {
    expect(messages(source, '{ "columns": { "constructor": { "type": "id" } } }')).toEqual([]);
  });
});
