import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
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
const apply = (edits: NextStep["edits"], before = text): string =>
  applyEdits(before, editConfigAll(before, stepChanges({ text: "", edits }, parseConfig(before, "").value)));

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

it("adds a rule behind those that are there, once, with their comments kept", () => {
  const rule = (text: string) => ({ path: ["rules", "-"], value: { rule: text, repair: true } }) as const;
  const [total, order] = [rule("total = months * amount"), rule("start <= end")];
  const first = apply([total]);
  expect(parseConfig(first, "").value).toMatchObject({ rules: [total.value] });
  expect(first).toContain("// ours");
  const commented = first.replace(/"rules": \[/, '"rules": [ /* found by hand */');
  const both = apply([order], commented);
  expect(parseConfig(both, "").value).toMatchObject({ rules: [total.value, order.value] });
  expect(both).toContain("/* found by hand */");
  expect(apply([total], both)).toBe(both);
  const written = text.replace('"model"', '"rules": ["a <= b"],\n  "model"');
  expect(parseConfig(apply([total], written), "").value).toMatchObject({ rules: ["a <= b", total.value] });
});
