import fc from "fast-check";
import { type ParseError, parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { type Change, editConfig, editConfigAll } from "../../src/jsonc/editConfig.ts";
import { applyEdits } from "../../src/jsonc/textEdit.ts";

function read(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  expect(errors, text).toEqual([]);
  return value;
}

function edited(text: string, path: (string | number)[], value: unknown): string {
  return applyEdits(text, editConfig(text, path, value));
}

const config = `// the customers
{
  "source": { "path": "a.csv" },
  "columns": {
    // in years
    "age": { "type": "numerical" }, // checked
    /* a plan */
    "plan": { "type": "categorical" }
  },
  "report": { "sensitive": ["age", "plan"] }, // no gates yet
  "seed": 42
}
`;

describe("editConfig", () => {
  it("replaces a value and nothing else", () => {
    expect(editConfig(config, ["seed"], 47)).toEqual([
      { offset: config.indexOf("42") + 1, length: 1, content: "7" },
    ]);
    expect(editConfig(config, ["seed"], 42)).toEqual([]);
    expect(editConfig(config, ["columns", "age"], { type: "numerical" })).toEqual([]);
  });

  it("adds a property in the style of its neighbors", () => {
    expect(edited(config, ["columns", "city"], { type: "categorical" })).toBe(
      config.replace(
        '"plan": { "type": "categorical" }\n',
        '"plan": { "type": "categorical" },\n    "city": { "type": "categorical" }\n',
      ),
    );
    expect(edited(config, ["columns", "age", "decimals"], 0)).toBe(
      config.replace('{ "type": "numerical" }', '{ "type": "numerical", "decimals": 0 }'),
    );
    expect(edited(config, ["output", "rows"], 10)).toBe(
      config.replace('"seed": 42\n', '"seed": 42,\n  "output": { "rows": 10 }\n'),
    );
    expect(edited('{\n  "a": 1, // one\n}', ["b"], 2)).toBe('{\n  "a": 1, // one\n  "b": 2,\n}');
    expect(edited('{\r\n\t"a": 1 // one\r\n}', ["b"], { c: {} })).toBe(
      '{\r\n\t"a": 1, // one\r\n\t"b": { "c": {} }\r\n}',
    );
  });

  it("fills what is empty", () => {
    expect(edited("", ["source", "path"], "a.csv")).toBe('{ "source": { "path": "a.csv" } }\n');
    expect(edited("{}", ["seed"], 1)).toBe('{\n  "seed": 1\n}');
    expect(edited('{ "report": { /* later */ } }', ["report", "holdout"], 0)).toBe(
      '{ "report": { /* later */ "holdout": 0 } }',
    );
    expect(edited('{\n  "columns": {\n    // none yet\n  }\n}', ["columns", "a"], { type: "id" })).toBe(
      '{\n  "columns": {\n    // none yet\n    "a": { "type": "id" }\n  }\n}',
    );
  });

  it("removes a property with its line, and the comma that led to it", () => {
    expect(edited(config, ["columns", "age"], undefined)).toBe(
      config.replace('    "age": { "type": "numerical" }, // checked\n', ""),
    );
    expect(edited(config, ["columns", "plan"], undefined)).toBe(
      config.replace('    "plan": { "type": "categorical" }\n', "").replace("}, // checked", "} // checked"),
    );
    expect(edited(config, ["source", "path"], undefined)).toBe(config.replace('{ "path": "a.csv" }', "{}"));
    expect(edited(config, ["report", "sensitive", 0], undefined)).toBe(
      config.replace('"age", "plan"', '"plan"'),
    );
    expect(edited(config, ["nothing", "there"], undefined)).toBe(config);
  });

  it("takes out of a list what is gone, with the comments of the rest kept", () => {
    const list = '{ "a": [\n  1, // one\n  2, // two\n  3 // three\n] }';
    expect(edited(list, ["a"], [1, 3])).toBe('{ "a": [\n  1, // one\n  3 // three\n] }');
    expect(edited(list, ["a"], [1, 2, 3, 4])).toBe(
      '{ "a": [\n  1, // one\n  2, // two\n  3, // three\n  4\n] }',
    );
  });

  it("refuses a text that is not JSON", () => {
    expect(() => editConfig('{ "seed": }', ["seed"], 1)).toThrow(RangeError);
  });

  it("does many changes as one edit", () => {
    const changes: Change[] = [
      { path: ["columns", "age", "role"], value: "drop" },
      { path: ["columns", "plan", "role"], value: "drop" },
    ];
    const edits = editConfigAll(config, changes);
    expect(edits).toHaveLength(1);
    expect(applyEdits(config, edits)).toBe(
      config
        .replace('{ "type": "numerical" }', '{ "type": "numerical", "role": "drop" }')
        .replace('{ "type": "categorical" }', '{ "type": "categorical", "role": "drop" }'),
    );
  });
});

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const keys = fc.oneof(
  fc.constantFrom("a", "b", "c", "d e", 'q"q', "é\n", "//x", "/*y*/", "😀", "constructor"),
  fc.string(),
);
const safeKeys = keys.filter((key) => key !== "__proto__");
const { value: anyJson } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom<Json>(null, true, 0, -1.5, "", "// no comment", "/* nor this */", ",", "😀"),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(safeKeys, tie("value"), { maxKeys: 4 }).map((o) => ({ ...o })),
  ),
}));
const anyObject = fc.dictionary(safeKeys, anyJson, { maxKeys: 5 }).map((o) => ({ ...o }));

/** JSON with whitespace, comments and trailing commas wherever they may stand; `noise` drives the choices. */
function untidy(value: Json, noise: readonly number[], comments: string[]): string {
  let at = 0;
  const next = () => noise[at++ % noise.length]!;
  const gap = () => {
    const mark = `c${comments.length}_`;
    const choice = next() % 9;
    const gaps = [
      "",
      " ",
      "\n",
      "\n  ",
      "\r\n\t",
      ` // ${mark}\n`,
      `/*${mark}*/`,
      `\n  // ${mark}\n  `,
      ` /* ${mark}\n */ `,
    ];
    if (choice >= 5) comments.push(mark);
    return gaps[choice]!;
  };
  const write = (v: Json): string => {
    if (typeof v !== "object" || v === null) return JSON.stringify(v);
    const [open, close] = Array.isArray(v) ? ["[", "]"] : ["{", "}"];
    const parts = Array.isArray(v)
      ? v.map((item) => gap() + write(item) + gap())
      : Object.entries(v).map(
          ([k, item]) => `${gap()}${JSON.stringify(k)}${gap()}:${gap()}${write(item)}${gap()}`,
        );
    const trailing = parts.length > 0 && next() % 4 === 0 ? "," : "";
    return open + parts.join(",") + trailing + gap() + close;
  };
  return gap() + write(value) + gap();
}

const noise = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 });

/** A path that exists, or nearly does. */
function pathIn(value: Json, steps: readonly number[], newKey: string): (string | number)[] {
  const path: (string | number)[] = [];
  let here: Json | undefined = value;
  for (const step of steps) {
    if (typeof here !== "object" || here === null) break;
    const names: (string | number)[] = Array.isArray(here) ? [...here.keys()] : Object.keys(here);
    const end: string | number = Array.isArray(here) ? here.length : newKey;
    const name: string | number = [...names, end][step % (names.length + 1)]!;
    path.push(name);
    here = Object.hasOwn(here, name) ? (here as Record<string | number, Json>)[name] : undefined;
  }
  return path;
}

/** What the edit should have done, on plain values. */
function expected(value: Json, path: readonly (string | number)[], leaf: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return leaf as Json;
  if (Array.isArray(value)) {
    const copy = [...value];
    const i = Number(key);
    if (rest.length === 0 && leaf === undefined) copy.splice(i, 1);
    else if (i < copy.length || leaf !== undefined) copy[i] = expected(copy[i] ?? {}, rest, leaf);
    return copy;
  }
  const copy: Record<string, Json> = { ...(value as Record<string, Json>) };
  if (rest.length === 0 && leaf === undefined) delete copy[key];
  else if (Object.hasOwn(copy, key) || leaf !== undefined)
    copy[key] = expected(Object.hasOwn(copy, key) ? copy[key]! : {}, rest, leaf);
  return copy;
}

const cases = fc.record({
  value: anyObject,
  noise,
  steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
  newKey: safeKeys,
  leaf: fc.option(anyJson, { nil: undefined, freq: 2 }),
});

describe("editConfig on any text", () => {
  it("parses to the expected value", () => {
    fc.assert(
      fc.property(cases, ({ value, noise, steps, newKey, leaf }) => {
        const text = untidy(value, noise, []);
        const path = pathIn(value, steps, newKey);
        const after = edited(text, path, leaf);
        expect(read(after)).toEqual(expected(value, path, leaf));
        expect(editConfig(after, path, leaf).length === 0 || typeof path.at(-1) === "number").toBe(true);
      }),
      { numRuns: 600, seed: 1 },
    );
  });

  it("does several changes as if one after the other", () => {
    const steps = fc.array(
      fc.record({
        steps: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
        newKey: safeKeys,
        leaf: fc.option(anyJson, { nil: undefined, freq: 2 }),
      }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(anyObject, noise, steps, (value, noise, made) => {
        const changes: Change[] = [];
        let after = value as Json;
        for (const { steps, newKey, leaf } of made) {
          const path = pathIn(after, steps, newKey);
          changes.push({ path, value: leaf });
          after = expected(after, path, leaf);
        }
        const text = untidy(value, noise, []);
        expect(read(applyEdits(text, editConfigAll(text, changes)))).toEqual(after);
      }),
      { numRuns: 500, seed: 70 },
    );
  });

  it("keeps every comment when something is added or a primitive is changed", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom<Json>(1, "x", null), ({ value, noise, steps, newKey }, leaf) => {
        const comments: string[] = [];
        const text = untidy(value, noise, comments);
        const path = pathIn(value, steps, newKey);
        const before = path.reduce<Json | undefined>(
          (here, key) =>
            typeof here === "object" && here !== null && Object.hasOwn(here, key)
              ? (here as Record<string | number, Json>)[key]
              : undefined,
          value,
        );
        fc.pre(typeof before !== "object" || before === null);
        const after = edited(text, path, leaf);
        for (const comment of comments) expect(after).toContain(comment);
      }),
      { numRuns: 400, seed: 2 },
    );
  });

  it("keeps the comments of all that is not removed", () => {
    fc.assert(
      fc.property(anyObject, anyJson, safeKeys, fc.boolean(), (value, removed, key, first) => {
        fc.pre(!Object.hasOwn(value, key));
        const lines = Object.entries(value).map(
          ([k, v], i) => `  // above ${i}\n  ${JSON.stringify(k)}: ${JSON.stringify(v)}, // behind ${i}\n`,
        );
        const line = `  ${JSON.stringify(key)}: ${JSON.stringify(removed, null, 2)},\n`;
        const body = first ? [line, ...lines] : [...lines, line];
        const text = `// top\n{\n${body.join("")}}\n// end\n`;
        expect(edited(text, [key], undefined).replace(/\n\s*\n/g, "\n")).toBe(
          lines.length === 0 ? "// top\n{}\n// end\n" : `// top\n{\n${lines.join("")}}\n// end\n`,
        );
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
