import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { applyEdits } from "../../src/jsonc/textEdit.ts";
import { type ProductEdit, productEdits } from "../../src/product/page/productEdits.ts";
import { readProduct } from "../../src/product/readProduct.ts";
import { moscowGroups } from "../../src/product/words.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-merges-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** What git makes of two branches of one text; `union`: both sides of every conflict are taken. */
function merge(texts: readonly string[], union: boolean): { text: string; conflicts: number } {
  const paths = ["ours", "base", "theirs"].map((name) => join(folder, name));
  for (const [i, path] of paths.entries()) writeFileSync(path, texts[i]!);
  const { stdout, status } = spawnSync("git", ["merge-file", "-p", ...(union ? ["--union"] : []), ...paths], {
    encoding: "utf8",
  });
  return { text: stdout, conflicts: status ?? -1 };
}

const group = fc.constantFrom(...moscowGroups);
const feature = (id: string, moscow: string) =>
  `    // about ${id}\n    { "id": "${id}", "title": "Feature ${id}", "moscow": "${moscow}", "status": "idea" },\n`;

it("two branches that add or change different features merge, at worst by taking both", () => {
  const branch = (name: string, changes: number) =>
    fc.oneof(
      fc.record({
        edit: fc.constant("add" as const),
        list: fc.constant("features" as const),
        item: group.map((moscow) => ({ id: name, title: `New ${name}`, moscow })),
      }),
      fc.record({
        edit: fc.constant("set" as const),
        list: fc.constant("features" as const),
        id: fc.constant(`f${changes}`),
        changes: fc.constantFrom<{ path: string[]; value: unknown }[]>(
          [{ path: ["status"], value: "doing" }],
          [{ path: ["rice"], value: { reach: 10, impact: 1, confidence: 80, effort: 1 } }],
          [{ path: ["moscow"], value: "must" }],
        ),
      }),
    );
  let clean = 0;
  fc.assert(
    fc.property(
      fc.array(group, { minLength: 6, maxLength: 9 }),
      branch("ours", 1),
      branch("theirs", 4),
      (groups, ours, theirs) => {
        const base = `{\n  "version": 1,\n  "product": "P",\n  "features": [\n${groups
          .map((moscow, i) => feature(`f${i}`, moscow))
          .join("")}  ],\n}\n`;
        const { product } = readProduct(base, "p.mvp.json");
        const change = (edit: ProductEdit) =>
          applyEdits(base, productEdits(base, product!, [edit], "2026-12-01"));
        const texts = [change(ours), base, change(theirs)];
        const plain = merge(texts, false);
        if (plain.conflicts === 0) clean++;
        const { text } = plain.conflicts === 0 ? plain : merge(texts, true);
        const merged = readProduct(text, "p.mvp.json");
        expect(merged.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const ids = merged.product!.features.map(({ id }) => id);
        for (const edit of [ours, theirs])
          if (edit.edit === "add") expect(ids).toContain(edit.item.id);
          else {
            const [{ path, value }] = edit.changes as [{ path: [string]; value: unknown }];
            const changed = merged.product!.features.find(({ id }) => id === edit.id);
            expect(changed).toHaveProperty(path, value);
          }
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.length).toBe(groups.length + [ours, theirs].filter(({ edit }) => edit === "add").length);
      },
    ),
    { numRuns: 40 },
  );
  expect(clean).toBeGreaterThan(20);
});
