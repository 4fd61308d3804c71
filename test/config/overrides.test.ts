import { describe, expect, it } from "vitest";
import { parseSet } from "../../src/config/check/setText.ts";
import { applyOverrides } from "../../src/config/overrides.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import type { RunOverrides } from "../../src/protocol/worker.ts";

const text = `{
  "source": { "path": "a.csv" },
  "model": { "type": "ctgan", "epochs": 300, "pac": 5 },
  "output": { "rows": 10 },
  "report": { "sections": ["fidelity"] }
}`;

function override(overrides: RunOverrides, from = text) {
  return applyOverrides(parseConfig(from, "f"), overrides);
}

const set = (...texts: string[]): RunOverrides => ({ set: texts.map((t) => parseSet(t)!) });

describe("applyOverrides", () => {
  it("changes nothing when nothing is asked", () => {
    const parsed = parseConfig(text, "f");
    expect(applyOverrides(parsed, {})).toBe(parsed);
  });

  it("takes the flags' words for the file's", () => {
    const { config, diagnostics } = override({ rows: 7, epochs: 2, seed: 9, out: "/tmp/x.csv" });
    expect(diagnostics).toEqual([]);
    expect(config).toMatchObject({
      output: { rows: 7, path: "/tmp/x.csv" },
      model: { epochs: 2, pac: 5 },
      seed: 9,
    });
  });

  it("sets any path, making what is missing", () => {
    const { config, diagnostics } = override(
      set(
        "model.pac=1",
        'columns."unit.price".decimals=2',
        "report.gates.tstr.min=0.8",
        "report.sections.0=privacy",
        "report.target=7",
      ),
    );
    expect(diagnostics.map((d) => d.message)).toEqual([
      "--set report.target: report.target must be a text, not 7",
    ]);
    expect(config).toBeUndefined();
    const { config: good } = override(
      set(
        "model.pac=1",
        'columns."unit.price".decimals=2',
        "report.gates.tstr.min=0.8",
        "report.sections.0=privacy",
      ),
    );
    expect(good).toMatchObject({
      model: { pac: 1 },
      columns: { "unit.price": { decimals: 2 } },
      report: { gates: { tstr: { min: 0.8, relativeToCeiling: false } }, sections: ["privacy"] },
    });
  });

  it("adds an item to a list, and names the flag of one that is none", () => {
    const rule = (written: string) => `rules.-={"rule":"${written}","repair":true}`;
    const { diagnostics, config } = override(set(rule("a <= b"), rule("b <= c"), rule("a <= b")));
    expect(diagnostics).toEqual([]);
    expect(config!.rules).toEqual(["a <= b", "b <= c"].map((one) => ({ rule: one, repair: true })));
    expect(override(set("rules.-=7")).diagnostics.map(({ flag }) => flag)).toEqual(["--set rules.-"]);
  });

  it("leaves the parsed config as it was", () => {
    const parsed = parseConfig(text, "f");
    applyOverrides(parsed, { epochs: 2, ...set("report.sections.0=privacy") });
    expect(parsed.value).toEqual(parseConfig(text, "f").value);
  });

  it.each<[RunOverrides, string]>([
    [{ epochs: 0 }, "--epochs: model.epochs must be at least 1, not 0"],
    [{ rows: 1.5 }, "--rows: output.rows must be a whole number, not 1.5"],
    [{ seed: -1 }, "--seed: seed must be at least 0, not -1"],
    [{ out: "" }, "--out: output.path must not be empty"],
    [
      set("model.batchSize=7"),
      "--set model.batchSize: model.batchSize must be even and a multiple of pac (5); 10 would do",
    ],
    [set("seed.deep=1"), '--set seed.deep: seed must be a whole number, not {"deep":1}'],
    [set("model.epoch=1"), '--set model.epoch: unknown key "epoch" in model: did you mean "epochs"?'],
    [set("report.sections.9=1"), "--set report.sections.9: there is no such place in the config"],
    [set("model.pac=7"), "model.batchSize must be even and a multiple of pac (7); 504 would do"],
  ])("%j: %s", (overrides, message) => {
    const { config, diagnostics } = override(overrides);
    expect(config).toBeUndefined();
    expect(diagnostics.map((d) => d.message)).toEqual([message]);
    expect(diagnostics[0]).not.toHaveProperty("fix.newText", expect.stringContaining("epochs"));
  });

  it("fixes what the file has wrong", () => {
    expect(override({ seed: 1 }, '{ "source": { "path": "a" }, "seed": "x" }')).toMatchObject({
      config: { seed: 1 },
      diagnostics: [],
    });
  });

  it("cannot fix a text that is not JSON", () => {
    expect(override({ seed: 1 }, "{")).toMatchObject({
      config: undefined,
      diagnostics: [{ code: "syntax" }],
    });
  });

  it("means the recommended model where the file has none", () => {
    expect(override({ epochs: 3 }, '{ "source": { "path": "a" } }').config?.model).toMatchObject({
      epochs: 3,
    });
  });

  it("changes the model, starting from its defaults, and says what it leaves out", () => {
    const { config, diagnostics } = override(set("model.type=circuit"));
    expect(config).toEqual(
      override({}, text.replace(/"model": .*/, '"model": { "type": "circuit" },')).config,
    );
    expect(diagnostics.map((d) => `${d.severity} ${d.message}`)).toEqual([
      "info model.epochs is left out: it was written for another model than circuit",
      "info model.pac is left out: it was written for another model than circuit",
    ]);
    expect(override({ epochs: 5, ...set("model.type=tvae") }).config?.model).toMatchObject({ epochs: 5 });
    expect(override(set("model.type=ctgan")).config?.model).toMatchObject({ epochs: 300, pac: 5 });
    expect(override(set("model.type=tvae", "model.pac=2")).diagnostics.at(-1)?.message).toBe(
      '--set model.pac: unknown key "pac" in model: it is an option of ctgan and copulaGan, not of tvae',
    );
  });
});

describe("parseSet", () => {
  it.each([
    ["model.pac=5", ["model.pac", 5]],
    ["report.target=income", ["report.target", "income"]],
    ['report.sections=["privacy"]', ["report.sections", ["privacy"]]],
    ["a=", ["a", ""]],
    ["a=b=c", ["a", "b=c"]],
    ['columns."x=y".type=id', ['columns."x=y".type', "id"]],
  ])("%s", (input, expected) => {
    expect(parseSet(input)).toEqual(expected);
  });

  it.each(["model.pac", "=5", "a..b=1", "a.=1", 'a."b=1'])("%s has no key or value", (input) => {
    expect(parseSet(input)).toBeUndefined();
  });
});
