import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { columnConfig } from "../../src/config/schema.ts";

const file = "a.synth.json";

/** The one diagnostic of a text; its place as the text it marks. */
function only(text: string) {
  const { config, diagnostics } = parseConfig(text, file);
  expect(config).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  const { offset, length, ...rest } = diagnostics[0]!;
  return { ...rest, marked: text.slice(offset, offset + length) };
}

function withModel(model: string): string {
  return `{ "source": { "path": "a.csv" }, "model": ${model} }`;
}

describe("parseConfig", () => {
  it("fills in the reference defaults", () => {
    const { config, diagnostics } = parseConfig(withModel('{ "type": "ctgan" }'), file);
    expect(diagnostics).toEqual([]);
    expect(config).toEqual({
      version: 1,
      source: { path: "a.csv" },
      columns: {},
      rules: [],
      detectRules: "ask",
      model: {
        type: "ctgan",
        embeddingDim: 128,
        generatorDim: [256, 256],
        discriminatorDim: [256, 256],
        generatorLr: 2e-4,
        generatorDecay: 1e-6,
        discriminatorLr: 2e-4,
        discriminatorDecay: 1e-6,
        batchSize: 500,
        discriminatorSteps: 1,
        logFrequency: true,
        epochs: 300,
        pac: 10,
      },
      output: { excelSafe: false },
      report: {
        enabled: true,
        holdout: 0.2,
        sections: ["fidelity", "utility", "privacy"],
        gates: {},
        sensitive: [],
        shareable: false,
        quasiIdentifiers: [],
      },
      seed: 42,
    });
  });

  it("reads comments, trailing commas, a byte-order mark and line ends of any kind", () => {
    const text = '\uFEFF// top\r\n{ /* in */ "source": { "path": "a.csv", }, // end\r\n}\r\n';
    expect(parseConfig(text, file)).toMatchObject({ config: { source: { path: "a.csv" } }, diagnostics: [] });
  });

  it("says line, column, offset and length of the guilty value", () => {
    const text = '{\n  "source": { "path": "a.csv" },\n  "seed": "x"\n}';
    expect(parseConfig(text, file).diagnostics).toEqual([
      {
        severity: "error",
        code: "wrong-type",
        message: 'seed must be a whole number, not "x"',
        file,
        line: 3,
        column: 11,
        offset: text.indexOf('"x"'),
        length: 3,
        path: ["seed"],
      },
    ]);
  });

  it.each([
    ['{"source":{"path":"a","delimiter":";;"}}', "invalid-value", '";;"', undefined],
    ['{"source":{"path":"a","delimiter":""}}', "invalid-value", '""', undefined],
    ['{"source":{"path":"a"},"modle":{"type":"ctgan"}}', "unknown-key", '"modle"', '"model"'],
    [
      withModel('{ "type": "ctgan", "embedding_dim": 64 }'),
      "unknown-key",
      '"embedding_dim"',
      '"embeddingDim"',
    ],
    [withModel('{ "type": "CTGAN" }'), "unknown-value", '"CTGAN"', '"ctgan"'],
    [withModel('{ "type": "ctgan", "epochs": "300" }'), "wrong-type", '"300"', "300"],
    [withModel('{ "type": "ctgan", "epochs": 2.6 }'), "wrong-type", "2.6", "3"],
    [withModel('{ "type": "ctgan", "epochs": 0 }'), "out-of-range", "0", "1"],
    [withModel('{ "type": "ctgan", "pac": 3, "batchSize": 500 }'), "invalid-value", "500", "498"],
    [withModel('{ "type": "ctgan", "batchSize": 505, "pac": 5 }'), "invalid-value", "505", "510"],
    ['{"source":{"path":"a"},"columns":{"x":{"type":"number"}}}', "unknown-value", '"number"', '"numerical"'],
    [
      '{"source":{"path":"a"},"columns":{"x":{"type":"Numeric"}}}',
      "unknown-value",
      '"Numeric"',
      '"numerical"',
    ],
    ['{"source":{"path":"a"},"columns":{"x":{"role":"drops"}}}', "unknown-value", '"drops"', '"drop"'],
    ['{"source":{"path":"a"},"report":{"sections":"privacy"}}', "wrong-type", '"privacy"', '["privacy"]'],
    ['{"source":{"path":"a"},"report":{"gates":{"tstr":0.8}}}', "wrong-type", "0.8", '{"min":0.8}'],
    ['{"source":{"path":"a"},"report":{"gates":{"dcrShare":0.8}}}', "wrong-type", "0.8", '{"max":0.8}'],
    [
      '{"source":{"path":"a"},"report":{"gates":{"ColumnShape":{"min":1}}}}',
      "unknown-metric",
      '"ColumnShape"',
      '"columnShapes"',
    ],
    ['{"source":{"path":"a"},"report":{"gates":{"tstr":{}}}}', "invalid-value", "{}", undefined],
    [
      '{"source":{"path":"a"},"report":{"gates":{"tstr":{"min":2,"max":1}}}}',
      "invalid-value",
      "2",
      undefined,
    ],
    ['{"source":{"path":"a"},"report":{"holdout":1.2}}', "out-of-range", "1.2", "0.9"],
    ['{"source":{"path":"a"},"output":{"format":"tab"}}', "unknown-value", '"tab"', undefined],
    ['{"source":{"path":"a"},"source":{"path":"b"}}', "duplicate-key", '"source"', undefined],
    ['{"source":{"path":"a"},"columns":{"__proto__":{}}}', "invalid-value", "{}", undefined],
    ['{"source":{"path":""}}', "out-of-range", '""', undefined],
    ['{"source":{"path":"a"},"version":2}', "newer-version", "2", undefined],
    ["[]", "wrong-type", "[]", undefined],
  ])("%s: %s at %s, fixed by %s", (text, code, marked, newText) => {
    const found = only(text);
    expect(found).toMatchObject({ code, marked, severity: "error" });
    expect(found.fix?.newText).toBe(newText);
    if (found.fix === undefined) return;
    const { offset, length } = parseConfig(text, file).diagnostics[0]!;
    const fixed = text.slice(0, offset) + found.fix.newText + text.slice(offset + length);
    expect(parseConfig(fixed, file).diagnostics).toEqual([]);
  });

  it("explains a default that does not go with what is written", () => {
    const found = only(withModel('{"type":"ctgan","pac":7}'));
    expect(found).toMatchObject({
      message: "model.batchSize must be even and a multiple of pac (7); 504 would do",
      marked: '"model"',
    });
    expect(found).not.toHaveProperty("fix");
  });

  it("says where a key belongs", () => {
    expect(only('{"source":{"path":"a"},"epochs":3}').message).toBe(
      'unknown key "epochs" at the top of the config: it belongs under "model"',
    );
    expect(only(withModel('{"type":"tvae","pac":1}')).message).toBe(
      'unknown key "pac" in model: it is an option of ctgan and copulaGan, not of tvae',
    );
    expect(only('{"source":{"path":"a"},"report":{"zzz":1}}').message).toContain(
      "known are enabled, shareable, target, holdout",
    );
  });

  it("says what is missing", () => {
    expect(only("{}")).toMatchObject({ code: "missing-key", path: ["source"], marked: "{}" });
    expect(only('{ "source": {} }')).toMatchObject({ path: ["source", "path"], marked: '"source"' });
    expect(only(withModel("{}")).message).toMatch(/^model\.type is missing: one of circuit, ctgan/);
  });

  it("reports all findings, in the order of the text", () => {
    const { diagnostics } = parseConfig('{"sede":1,\n"source":{"pth":"a"},"seed":-1}', file);
    expect(diagnostics.map((d) => d.path.join("."))).toEqual(["sede", "source.path", "source.pth", "seed"]);
  });

  it("takes columns of any name", () => {
    const names = ["constructor", "toString", "hasOwnProperty", "", "a.b", "😀", "<b>", 'q"\n'];
    const columns = Object.fromEntries(names.map((name) => [name, { type: "id" }]));
    const { config } = parseConfig(JSON.stringify({ source: { path: "a" }, columns }), file);
    for (const name of names) expect(columnConfig(config!, name)).toEqual({ type: "id" });
    expect(columnConfig(config!, "valueOf")).toBeUndefined();
  });
});

describe("broken JSON", () => {
  it.each([
    ["", 1, 1, "the config is empty"],
    ["  \n// nothing\n", 3, 1, "the text ends where a value should be"],
    ['{\n  "source": { "path": "a" }\n  "seed": 1\n}', 2, 27, "a comma is missing after this"],
    ["{ 'source': 1 }", 1, 3, "texts go in double quotes"],
    ['{ "source": { "path": "a }\n}', 1, 23, 'the closing " of a text is missing on this line'],
    ['{ "seed": }', 1, 11, 'a value is missing before "}"'],
    ['{ "seed" 1 }', 1, 10, 'a colon is missing before "1"'],
    ['{ "seed": 1 } {}', 1, 15, "nothing may follow"],
    ['{ "seed": 1, /* open', 1, 14, "a comment begun with /*"],
    ['{ "source": { "path": "C:\\data" } }', 1, 23, "unknown escape"],
    ['{ "seed": NaN }', 1, 11, '"NaN" is not JSON'],
  ])("%j: line %i, column %i: %s", (text, line, column, message) => {
    const { config, diagnostics } = parseConfig(text, file);
    expect(config).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ severity: "error", code: "syntax", line, column });
    expect(diagnostics[0]!.message).toContain(message);
  });

  it("calls an unfinished merge by its lines", () => {
    const merge = '<<<<<<< ours\n  "seed": 1\n=======\n  "seed": 2\n>>>>>>> theirs\n';
    const { diagnostics } = parseConfig(`{\n  "source": { "path": "a" },\n${merge}}`, file);
    expect(diagnostics.map(({ code, line, message }) => [code, line, message])).toEqual([
      ["unfinished-merge", 3, "unfinished merge, lines 3 to 7: keep what is right and remove the markers"],
    ]);
    const { diagnostics: quoted } = parseConfig(`/*\n${merge}*/ { "source": { "path": "a" } }`, file);
    expect(quoted).toEqual([]);
  });

  it("fixes a missing comma", () => {
    const text = '{ "source": { "path": "a" } // the data\n  "seed": 1 }';
    const { offset, length, fix } = parseConfig(text, file).diagnostics[0]!;
    const fixed = text.slice(0, offset) + fix!.newText + text.slice(offset + length);
    expect(parseConfig(fixed, file).diagnostics).toEqual([]);
  });

  it("never throws, and every diagnostic lies within the text", () => {
    const valid =
      '{ "source": { "path": "a.csv" }, "model": { "type": "ctgan", "pac": 10 }, /* c */ "seed": 1 }';
    fc.assert(
      fc.property(fc.nat(valid.length), fc.nat(6), fc.string({ maxLength: 6 }), (at, cut, put) => {
        const text = valid.slice(0, at) + put + valid.slice(at + cut);
        const { config, diagnostics } = parseConfig(text, file);
        expect(config === undefined).toBe(diagnostics.some((d) => d.severity === "error"));
        for (const { offset, length, line, column } of diagnostics) {
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
          expect(
            text
              .split("\n")
              .slice(0, line - 1)
              .join("\n").length +
              (line > 1 ? 1 : 0) +
              column -
              1,
          ).toBe(offset);
        }
      }),
      { numRuns: 400, seed: 4 },
    );
  });

  it("never throws on any JSON", () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.constantFrom("source", "columns", "model", "output", "report", "seed"),
        (json, key) => {
          parseConfig(json, file);
          const text = `{ "source": { "path": "a" }, ${JSON.stringify(key)}: ${json} }`;
          expect(parseConfig(text, file).diagnostics.every((d) => d.message.length > 0)).toBe(true);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
