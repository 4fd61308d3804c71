import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/jsonc/textEdit.ts";
import { changedList, listChange } from "../../src/product/page/boardMessages.ts";
import { idPlace } from "../../src/product/page/idPlace.ts";
import { type ProductEdit, productEdits } from "../../src/product/page/productEdits.ts";
import { ProductReader } from "../../src/product/page/productReader.ts";
import { readProduct } from "../../src/product/readProduct.ts";

const today = "2026-12-01";

function edited(text: string, ...edits: ProductEdit[]): string {
  const product = new ProductReader().read(text);
  expect(product, text).toBeDefined();
  return applyEdits(text, productEdits(text, product!, edits, today));
}

/** A file with `count` features, each with a comment above and behind it. */
function file(count: number, newline = "\n"): string {
  const groups = ["must", "should", "could", "wont"];
  const features = Array.from(
    { length: count },
    (_, i) =>
      `    // above f${i}\n    { "id": "f${i}", "title": "Feature ${i}",   "moscow": "${groups[i % 4]}", "phase": "p${i % 2}", "needs": [${i > 0 ? `"f${i - 1}"` : ""}] }, // behind f${i}`,
  );
  const text = `// head
{
  "version": 1, "product": "P",
  "phases": [{ "id": "p0" }, { "id": "p1" }],
  "personas": [
    { "id": "nurse", "name": "Nurse" },
  ],
  "features": [
${features.join("\n")}
  ], // end
}
`;
  return text.replaceAll("\n", newline);
}

describe("edits of a product", () => {
  const text = file(6);

  it("set one value and nothing else; a new status brings its day", () => {
    expect(
      edited(text, {
        edit: "set",
        list: "features",
        id: "f2",
        changes: [{ path: ["moscow"], value: "must" }],
      }),
    ).toBe(text.replace('2",   "moscow": "could"', '2",   "moscow": "must"'));
    const doing = edited(text, {
      edit: "set",
      list: "features",
      id: "f2",
      changes: [{ path: ["status"], value: "done" }],
    });
    expect(doing).toContain('"needs": ["f1"], "status": "done", "done": "2026-12-01" }, // behind f2');
    expect(
      edited(doing, {
        edit: "set",
        list: "features",
        id: "f2",
        changes: [{ path: ["status"], value: "todo" }],
      }),
    ).toContain('"needs": ["f1"], "status": "todo" }, // behind f2');
  });

  it("add a feature behind the last of its phase and group", () => {
    const added = edited(text, {
      edit: "add",
      list: "features",
      item: { id: "new", title: "New", moscow: "must", phase: "p0" },
    });
    expect(readProduct(added, "p").product!.features.map(({ id }) => id)).toEqual([
      "f0",
      "f1",
      "f2",
      "f3",
      "f4",
      "new",
      "f5",
    ]);
    expect(added.replace(/^.*"new".*\n/m, "")).toBe(text);
  });

  it("take an entry out with what refers to it, and rename both", () => {
    const removed = edited(text, { edit: "remove", list: "features", id: "f2" });
    const { product, diagnostics } = readProduct(removed, "p");
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(product!.features.find(({ id }) => id === "f3")!.needs).toEqual([]);
    expect(edited(text, { edit: "rename", list: "features", id: "f2", to: "second" })).toBe(
      text.replaceAll('"f2"', '"second"'),
    );
    const phase = edited(text, { edit: "rename", list: "phases", id: "p1", to: "beta" });
    expect(phase).toBe(text.replaceAll('"p1"', '"beta"'));
  });

  it("refuse entries that are gone and ids that are taken", () => {
    expect(() => edited(text, { edit: "move", id: "f9", before: null })).toThrow(
      "there is no f9 in features",
    );
    expect(() => edited(text, { edit: "rename", list: "features", id: "f1", to: "f2" })).toThrow("taken");
    const crowded =
      '{ "version": 1, "product": "P", "features": [{ "id": "a", "title": "A" }, { "id": "b", "title": "B" }] }';
    expect(() => edited(crowded, { edit: "move", id: "b", before: "a" })).toThrow("share a line");
  });

  it("keep every comment and every byte of the other entries, whatever is changed", () => {
    const ids = fc.integer({ min: 0, max: 7 }).map((i) => `f${i}`);
    const edit: fc.Arbitrary<ProductEdit> = fc.oneof(
      fc.record({ edit: fc.constant("move" as const), id: ids, before: fc.option(ids) }),
      fc.record({
        edit: fc.constant("set" as const),
        list: fc.constant("features" as const),
        id: ids,
        changes: fc.constantFrom(
          [{ path: ["moscow"], value: "must" }],
          [{ path: ["rice", "effort"], value: 2 }],
          [{ path: ["phase"] }],
        ),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("\n", "\r\n"),
        (edits, newline) => {
          const before = file(8, newline);
          const after = edited(before, ...edits);
          expect(readProduct(after, "p").product!.features).toHaveLength(8);
          const touched = new Set(edits.map((made) => (made as { id: string }).id));
          const lines = new Set(after.split(newline));
          for (const line of before.split(newline)) {
            const id = /"id": "(f\d)"/.exec(line)?.[1];
            if (id === undefined || !touched.has(id)) expect(lines.has(line), line).toBe(true);
          }
          // comments stay with their features
          const at = after.split(newline);
          for (const [i, line] of at.entries()) {
            const id = /"id": "(f\d)"/.exec(line)?.[1];
            if (id === undefined) continue;
            expect(at[i - 1]).toBe(`    // above ${id}`);
            expect(line.endsWith(`// behind ${id}`)).toBe(true);
          }
        },
      ),
    );
  });
});

describe("the quick reader", () => {
  it("reads what readProduct reads, and keeps features whose text stayed", () => {
    const reader = new ProductReader();
    const text = file(5);
    const first = reader.read(text)!;
    expect(first).toEqual(readProduct(text, "p").product);
    const next = reader.read(text.replace('"Feature 3"', '"Renamed"'))!;
    expect(next.features.map((feature, i) => feature === first.features[i])).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
    expect(changedList(first.features, listChange(first.features, next.features))).toEqual(next.features);
    expect(listChange(first.features, next.features)).toEqual({
      first: 3,
      between: JSON.stringify([next.features[3]]),
      last: 1,
    });
  });

  it("gives nothing where the text has errors", () => {
    const text = file(3);
    for (const wrong of [
      text.replace('"moscow": "must"', '"moscow": "most"'),
      text.replace('["f1"]', '["f7"]'),
      text.replace("], // end", ", // end"),
      text.replace('"version": 1,', '"version": 1'),
      `<<<<<<< ours\n${text}`,
      "",
    ])
      expect(new ProductReader().read(wrong), wrong).toBeUndefined();
  });
});

describe("ids to complete", () => {
  it("are those of the list that a value refers to, without the feature itself", () => {
    const text = file(3);
    const at = (place: string) => idPlace(text, text.indexOf(place) + place.length);
    expect(at('"needs": ["f')?.entries.map(({ id }) => id)).toEqual(["f0", "f2"]);
    expect(at('"phase": "p')?.entries.map(({ id }) => id)).toEqual(["p0", "p1"]);
    expect(at('"title": "Fea')).toBeUndefined();
    expect(at('"need')).toBeUndefined();
  });
});
