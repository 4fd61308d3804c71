import { expect, it } from "vitest";
import { replacedLike } from "../../src/pipeline/savedModel/replacedLike.ts";
import { findColumn } from "../../src/table/table.ts";
import type { ModelColumn } from "../../src/transform/modelTable.ts";
import { loadCsv } from "../transform/personal/orders.ts";

const lines = Array.from({ length: 60 }, (_, i) => `A${i % 3},1010${i % 4},${20 + (i % 9)},${i % 7}`);
const { loaded, specs } = await loadCsv(`plate,zip,age,n\n${lines.join("\n")}\n`, {
  columns: {
    plate: { personal: "licensePlate", replace: "pseudonym", key: "env:X" },
    zip: { personal: "postcode", replace: "generalize", type: "categorical" },
    age: { personal: "age", replace: "generalize" },
  },
});
const fittedOn = (...categories: string[]): ModelColumn[] => [
  { kind: "discrete", name: "plate", categories, missing: false },
];

const texts = (table: typeof loaded.table, name: string): string[] => {
  const column = findColumn(table, name)!;
  return column.kind === "string"
    ? [...new Set(Array.from(column.codes, (code) => column.dictionary[code]!))].sort()
    : [];
};

it("makes the values of a scored table as coarse as those the model was fitted on, once", () => {
  const once = replacedLike(loaded, { specs, columns: fittedOn("A0", "A1") });
  expect(texts(once.loaded.table, "zip")).toEqual(["101**"]);
  expect(texts(once.loaded.table, "age")).toEqual(["20-24", "25-29"]);
  expect(once.note).toContain('"zip" and "age": masked or made coarser');
  const twice = replacedLike(once.loaded, { specs, columns: fittedOn("A0", "A1") });
  expect(texts(twice.loaded.table, "zip")).toEqual(["101**"]);
  expect(texts(twice.loaded.table, "age")).toEqual(["20-24", "25-29"]);
});

it("refuses real values where the model knows pseudonyms, and names none of them", () => {
  const refused = () => replacedLike(loaded, { specs, columns: fittedOn("Q7", "Q9") });
  expect(refused).toThrow(/fitted on pseudonyms of column "plate", and none of its values is one of them/);
  expect(refused).not.toThrow(/A0|A1/);
});
