import { expect, it } from "vitest";
import { stepChanges } from "../../src/config/stepChanges.ts";
import { editConfigAll } from "../../src/jsonc/editConfig.ts";
import { applyEdits } from "../../src/jsonc/textEdit.ts";
import type { NextStep } from "../../src/protocol/sharing.ts";

const text = `{
  "version": 1, // ours
  "source": { "path": "a.csv" },
  "columns": { "unit.price": { "type": "numerical" } },
  "model": { "type": "ctgan", "epochs": 300 }
}
`;
const apply = (edits: NextStep["edits"]): string =>
  applyEdits(text, editConfigAll(text, stepChanges({ text: "", edits })));

it("changes what a next step names, and nothing else", () => {
  const changed = apply([{ path: ["columns", "unit.price", "minCategoryCount"], value: 5 }]);
  expect(changed).toBe(text.replace('"numerical" }', '"numerical", "minCategoryCount": 5 }'));
  expect(apply([{ path: ["report", "holdout"], value: 0.2 }])).toMatch(/"report": \{\s*"holdout": 0\.2\s*\}/);
});

it("gives another model without the options of the one before", () => {
  const changed = apply([{ path: ["model", "type"], value: "circuit" }]);
  expect(changed).toContain('"type": "circuit"');
  expect(changed).not.toContain("epochs");
  expect(changed).toContain("// ours");
});
