import { expect, it } from "vitest";
import { hashConfig } from "../../src/config/hashConfig.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";

const hash = (text: string): string => hashConfig(parseConfig(text, "test").config!);
const base = hash(
  '{ "source": { "path": "a.csv" }, "columns": { "x": { "type": "id" }, "y": {} }, "seed": 1 }',
);

it("does not see comments, key order, $schema or the output's place", () => {
  expect(
    hash(
      '// new\n{ "seed": 1, "$schema": "s", "columns": { "y": {}, "x": { "type": "id" } }, "output": { "path": "b.csv" }, "source": { "path": "a.csv" } }',
    ),
  ).toBe(base);
});

it.each([
  '{ "source": { "path": "a.csv" }, "columns": { "x": { "type": "id" }, "y": {} }, "seed": 2 }',
  '{ "source": { "path": "a.csv" }, "columns": { "x": { "type": "text" }, "y": {} }, "seed": 1 }',
  '{ "source": { "path": "a.csv" }, "columns": { "x": { "type": "id" }, "y": {} }, "seed": 1, "output": { "rows": 5 } }',
  '{ "source": { "path": "a.csv" }, "columns": { "x": { "type": "id" }, "y": {} }, "seed": 1, "report": { "holdout": 0.3 } }',
])("sees what decides the bytes: %s", (text) => expect(hash(text)).not.toBe(base));
