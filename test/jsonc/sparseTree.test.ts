import fc from "fast-check";
import { parse } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { type Change, editConfigAll } from "../../src/jsonc/editConfig.ts";
import { sparseTree } from "../../src/jsonc/sparseTree.ts";
import { applyEdits } from "../../src/jsonc/textEdit.ts";

const key = fc.constantFrom("a", "b", "list", 'with "quotes"', "constructor");
const leaf = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.string(),
  fc.constantFrom("// no comment", "/* nor this", "} ] ,"),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("any"), { maxLength: 3 }),
    fc.dictionary(key, tie("any"), { maxKeys: 3 }),
  ),
})).any;
const root = fc.dictionary(key, value);

/** A text of the value with comments, trailing commas and line ends of one kind. */
function written(data: unknown, newline: string, indent = ""): string {
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  const deeper = `${indent}  `;
  const items = Array.isArray(data)
    ? data.map((item) => written(item, newline, deeper))
    : Object.entries(data).map(
        ([name, item]) => `${JSON.stringify(name)}: ${written(item, newline, deeper)}`,
      );
  const [open, close] = Array.isArray(data) ? "[]" : "{}";
  const lines = items.map(
    (item) => `${newline}${deeper}// about it: { [ "${newline}${deeper}${item}, /* , } */`,
  );
  return `${open}${lines.join("")}${newline}${indent}${close}`;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.oneof(key, fc.nat(3)), { minLength: 1, maxLength: 3 }),
  value: fc.option(value, { nil: undefined }),
});

describe("a sparse tree", () => {
  it("gives the same edits as the whole one", () => {
    fc.assert(
      fc.property(
        root,
        fc.array(change, { maxLength: 3 }),
        fc.constantFrom("\n", "\r\n"),
        (data, changes, newline) => {
          const text = `\uFEFF// head${newline}${written(data, newline)}${newline}`;
          const whole = applyEdits(text, editConfigAll(text, changes));
          expect(applyEdits(text, editConfigAll(text, changes, sparseTree))).toBe(whole);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("knows where the items of a list are, without reading them", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (list) => {
        const text = written({ other: [1], list }, "\n");
        const node = sparseTree(text, [["list", -1]])?.children?.[1]?.children?.[1];
        const items = (node?.children ?? []).map(({ offset, length }) => text.slice(offset, offset + length));
        expect(items.map((item) => parse(item, [], { allowTrailingComma: true }))).toEqual(
          JSON.parse(JSON.stringify(list)),
        );
      }),
    );
  });

  it("is undefined where the text is no object or has a fault on the way", () => {
    for (const text of [
      "",
      "[1]",
      '{ "list": [1 2] }',
      '{ "list": [1',
      "{ list: 1 }",
      '{ "list": [,] }',
      '{ "a" 1 }',
    ])
      expect(sparseTree(text, [["list", -1]]), text).toBeUndefined();
  });
});
