import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { columnsOfRule } from "../../../src/config/rules/ruleSyntax.ts";
import type { Table } from "../../../src/table/table.ts";
import { columnBlocks, detectRules, isExact } from "../../../src/transform/rules/detect/detectRules.ts";
import { isFound } from "./isFound.ts";
import { independentTables, type PlantedTable, plantedTables } from "./plantedTables.ts";

/** `npm run bench -- --only rules` does the same with twenty tables and ten. */
const [tables, rows] = [7, 1200];

async function foundIn({ table, specs }: PlantedTable) {
  return await detectRules(table, specs, { seed: 1 });
}

it("finds what generated tables hide, and nothing that holds in 99.5 % of rows", async () => {
  const missed: string[] = [];
  for (const planted of plantedTables(rows, tables)) {
    const found = await foundIn(planted);
    for (const one of planted.planted)
      if (!isFound(one, found)) {
        const near = found.filter(({ rule }) => columnsOfRule(rule).some((n) => one.columns.includes(n)));
        missed.push(
          `${one.kind} ${one.columns.join()}: ${near.map(({ rule }) => describeRule(rule)).join("; ")}`,
        );
      }
    const ties = planted.planted.map(({ columns }) => columns);
    const beside = found.filter(
      ({ rule }) => !ties.some((columns) => columnsOfRule(rule).every((name) => columns.includes(name))),
    );
    expect(beside.map(({ rule }) => describeRule(rule))).toEqual([]);
  }
  expect(missed).toEqual([]);
});

it("searches very wide tables by neighbors, and says each rule once", async () => {
  const [planted] = plantedTables(300, 1);
  const [wide] = independentTables(300, 1);
  const columns = Array.from({ length: 204 }, (_, i) => {
    const own = wide!.table.columns[i % wide!.table.columns.length]!;
    return { ...own, name: `noise_${i}` };
  });
  const specs = columns.map(({ name }, i) => ({ ...wide!.specs[i % wide!.specs.length]!, name }));
  const at = 75;
  const table = {
    rows: 300,
    columns: [...columns.slice(0, at), ...planted!.table.columns, ...columns.slice(at)],
  };
  const rulesOf = async (one: Table) =>
    (await detectRules(one, [...specs, ...planted!.specs], { seed: 1 }))
      .filter(({ rule }) => columnsOfRule(rule).every((name) => !name.startsWith("noise_")))
      .map(({ rule }) => describeRule(rule))
      .sort();
  const found = await rulesOf(table);
  expect(found.length).toBeGreaterThan(0);
  expect(found).toEqual(await rulesOf(planted!.table));
  for (const columns of [201, 250, 999]) {
    const blocks = columnBlocks(columns);
    expect([blocks[0]!.start, blocks.at(-1)!.end]).toEqual([0, columns]);
    for (let k = 0; k + 16 <= columns; k++)
      expect(blocks.some(({ start, end }) => start <= k && k + 16 <= end)).toBe(true);
  }
});

it("finds nothing where there is nothing", async () => {
  for (const table of independentTables(rows, 5))
    expect((await foundIn(table)).map(({ rule }) => describeRule(rule))).toEqual([]);
});

it("offers what holds in nearly all rows, after what holds in all", async () => {
  const rows = 6000;
  const [planted] = plantedTables(rows, 1);
  const { table, specs } = planted!;
  const column = table.columns.find(({ name }) => name === planted!.planted[0]!.columns[0])!;
  if (column.kind === "string") throw new Error("not a number");
  const spoiled = column.values.map((value, i) => (i === 1000 || i === 4000 ? 1e6 : value));
  const columns = table.columns.map((one) => (one === column ? { ...column, values: spoiled } : one));
  const found = await detectRules({ ...table, columns }, specs, { seed: 1 });
  const near = found.filter((one) => !isExact(one));
  expect(near.map(({ broken, heldBroken }) => broken + heldBroken)).toContain(2);
  expect(found.findIndex((one) => !isExact(one))).toBe(found.length - near.length);
});
