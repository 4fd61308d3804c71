import "../../fixedSeeds.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { cellReader } from "../../../src/table/cellReader.ts";
import { likelyPattern } from "../../../src/table/infer/idPattern.ts";
import { type Column, findColumn, makeTable, takeRows } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { columnSpec } from "../columnSpecs.ts";

const rows = 400;
const day = 86_400_000;

interface Row {
  readonly group: string;
  readonly ms: number;
}

/** What ids begin with. */
const beginnings: ((row: Row) => string)[] = [
  ({ group }) => `${group.slice(0, 2).toUpperCase()}-${group.slice(-3)}-`,
  ({ group }) => group.slice(0, 3).toUpperCase(),
  ({ group }) => `10${group.length}-`,
  ({ ms }) => `INV-${new Date(ms).getUTCFullYear()}-`,
  ({ ms }) => `ORD-${new Date(ms).toISOString().slice(0, 10).replaceAll("-", "")}-`,
  ({ ms }) => `${new Date(ms).toISOString().slice(2, 7)}/`,
];
const groups = ["Kitchen", "Garden tools", "Office", "Books, used"];

const cases = fc.record({
  beginning: fc.constantFrom(...beginnings),
  counts: fc.boolean(),
  seed: fc.nat(1e6),
});

function textColumn(name: string, values: readonly string[]): Column {
  const dictionary = [...new Set(values)];
  return { kind: "string", name, dictionary, codes: Int32Array.from(values, (v) => dictionary.indexOf(v)) };
}

function tableOf({ beginning, counts, seed }: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
  const random = new Random(seed);
  const all = Array.from({ length: rows }, () => ({
    group: groups[random.below(groups.length)]!,
    ms: Date.UTC(2022, 0, 1) + random.below(800) * day,
  }));
  const taken = new Set<number>();
  const ids = all.map((row, i) => {
    let number = counts ? 10_000 + i : random.below(90_000) + 10_000;
    while (taken.has(number)) number = random.below(90_000) + 10_000;
    taken.add(number);
    return beginning(row) + String(number);
  });
  return makeTable([
    textColumn("id", ids),
    textColumn(
      "group",
      all.map(({ group }) => group),
    ),
    { kind: "datetime", name: "on", values: Float64Array.from(all, ({ ms }) => ms) },
    { kind: "number", name: "x", values: Float64Array.from(all, () => random.below(50)) },
  ]);
}

describe("ids whose beginning another column says", () => {
  it("begin as their own row's value says, are all different, and none is a real one", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const table = tableOf(one);
        const id = findColumn(table, "id") as Extract<Column, { kind: "string" }>;
        const specs = [
          columnSpec("id", "id", { role: "id", pattern: likelyPattern(id.dictionary), minCategoryCount: 5 }),
          columnSpec("group", "categorical", { minCategoryCount: 5 }),
          columnSpec("on", "datetime"),
          columnSpec("x", "numerical", { decimals: 0 }),
        ];
        const { data, restore } = prepare(table, specs, { seed: 3 });
        expect(restore.columns.find(({ name }) => name === "id")!.kind).toBe("headed");
        const random = new Random(one.seed);
        const batch = takeRows(
          data.table,
          Array.from({ length: 600 }, () => random.below(rows)),
        );
        const made = restoreBatch(restore, batch, { firstRow: 0, seed: 9 });
        const [ids, group, on] = ["id", "group", "on"].map((name) => cellReader(findColumn(made, name)!));
        const seen = new Set<string>();
        for (let i = 0; i < made.rows; i++) {
          const value = String(ids!(i));
          expect(value.startsWith(one.beginning({ group: String(group!(i)), ms: Number(on!(i)) }))).toBe(
            true,
          );
          expect(id.dictionary).not.toContain(value);
          seen.add(value);
        }
        expect(seen.size).toBe(made.rows);
      }),
      { numRuns: 40 },
    );
  });

  it("are made from their pattern alone where nothing says what they begin with", () => {
    const random = new Random(1);
    const table = tableOf({
      beginning: () => `${"ABC"[random.below(3)]}${"XYZ"[random.below(3)]}-`,
      counts: false,
      seed: 2,
    });
    const id = findColumn(table, "id") as Extract<Column, { kind: "string" }>;
    const { restore } = prepare(
      table,
      [
        columnSpec("id", "id", { role: "id", pattern: likelyPattern(id.dictionary) }),
        columnSpec("group", "categorical"),
        columnSpec("on", "datetime"),
      ],
      { seed: 3 },
    );
    expect(restore.columns.find(({ name }) => name === "id")!.kind).toBe("pattern");
  });
});
