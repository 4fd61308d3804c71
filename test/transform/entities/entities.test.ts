import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn } from "../../../src/table/table.ts";
import { findEntities } from "../../../src/transform/entities/findEntities.ts";
import { loadCsv } from "../personal/orders.ts";
import { cells, differing, orderLines, remade, rowsByKey } from "./orderTables.ts";

const keys: readonly (readonly [string, (n: number) => string])[] = [
  ["whole numbers that count on", (n) => String(500_000 + n)],
  ["whole numbers with gaps", (n) => String(7_000 + 3 * n + (n % 2))],
  ["texts with a prefix", (n) => `ORD-${String(10_000 + 7 * n)}`],
  ["hashes", (n) => ((n * 2_654_435_761) >>> 0).toString(16).padStart(8, "0")],
];

describe.each(keys)("orders named by %s", (_, key) => {
  it.each([1, 2])(
    "keep what is the same in all their lines, and their numbers of lines (seed %i)",
    async (seed) => {
      const { real, made } = await remade(orderLines({ orders: 400, seed, key }));
      expect(made.rows).toBe(real.rows);
      for (const name of ["order_date", "customer_id", "country"])
        expect(differing(made, "order_id", name), name).toBe(0);
      expect(differing(made, "customer_id", "country")).toBe(0);
      const [was, is] = [rowsByKey(real, "order_id"), rowsByKey(made, "order_id")];
      expect([...is.keys()].filter((one) => was.has(one))).toEqual([]);
      expect(Math.abs(is.size / was.size - 1)).toBeLessThan(0.12);
      const share = (sizes: Map<string, number[]>, n: number): number =>
        [...sizes.values()].filter(({ length }) => length === n).length / sizes.size;
      for (const n of [1, 2, 3, 4]) expect(Math.abs(share(is, n) - share(was, n))).toBeLessThan(0.09);
      // lines stand together, and articles differ within an order
      const ids = cells(made, "order_id");
      expect(ids.filter((id, row) => row === 0 || id !== ids[row - 1])).toHaveLength(is.size);
      expect(differing(made, "order_id", "article")).toBeGreaterThan(0.4 * is.size);
      const lines = cells(made, "line");
      for (const rows of is.values())
        expect(rows.map((row) => Number(lines[row]))).toEqual(rows.map((__, at) => at + 1));
    },
  );
});

it("orders of a customer are as many as in the data, and have days of their own", async () => {
  const csv = orderLines({ orders: 600, seed: 5, key: (n) => String(500_000 + n) });
  const { real, made } = await remade(csv);
  const ordersOf = (table: typeof real): number => {
    const orders = new Map([...rowsByKey(table, "order_id")].map(([id, rows]) => [id, rows[0]!]));
    const customers = cells(table, "customer_id");
    return orders.size / new Set([...orders.values()].map((row) => customers[row])).size;
  };
  expect(Math.abs(ordersOf(made) / ordersOf(real) - 1)).toBeLessThan(0.15);
  expect(differing(made, "customer_id", "order_date")).toBeGreaterThan(50);
});

it("lines that stand anywhere do so again, and count from 0 where they did", async () => {
  const csv = orderLines({ orders: 400, seed: 6, key: (n) => `B${n}X`, firstLine: 0, shuffled: true });
  const { made } = await remade(csv);
  for (const name of ["order_date", "customer_id", "country"])
    expect(differing(made, "order_id", name), name).toBe(0);
  const lines = cells(made, "line");
  const orders = rowsByKey(made, "order_id");
  expect(orders.size).toBeLessThan(0.6 * made.rows);
  for (const rows of orders.values())
    expect(rows.map((row) => Number(lines[row]))).toEqual(rows.map((_, at) => at));
});

it("what is the same in an order never follows from what differs in it", async () => {
  const random = new Random(8);
  const articles = ["tea", "rice", "salt", "soap"];
  const rows = Array.from({ length: 300 }, (_, order) => {
    // an order holds articles of one group only
    const group = Math.floor(random.uniform() * 2);
    return Array.from({ length: 1 + Math.floor(random.uniform() * 5) }, () =>
      [
        9000 + order,
        group === 0 ? "food" : "home",
        articles[2 * group + Math.floor(random.uniform() * 2)],
      ].join(),
    );
  });
  const { made } = await remade(`order_no,shelf,article\n${rows.flat().join("\n")}\n`);
  expect(differing(made, "order_no", "shelf")).toBe(0);
});

it("orders that come on weekdays do so again, and most on Mondays where they did", async () => {
  const random = new Random(14);
  const rows = Array.from({ length: 700 }, (_, order) => {
    // Monday, 1 January 2024, is day 0 of a week
    const weekday = random.uniform() < 0.5 ? 0 : 1 + Math.floor(random.uniform() * 4);
    const day = new Date(Date.UTC(2024, 0, 1 + 7 * Math.floor(random.uniform() * 40) + weekday));
    const lines = 1 + Math.floor(random.uniform() * 5);
    return Array.from(
      { length: lines },
      (__, line) =>
        `${9000 + order},${day.toISOString().slice(0, 10)},${line + 1},art ${(order * 7 + line) % 9}`,
    );
  }).flat();
  const { real, made } = await remade(`order_id,order_date,line,article\n${rows.join("\n")}\n`);
  const weekdays = (table: typeof real): number[] =>
    cells(table, "order_date").map((ms) => new Date(Number(ms)).getUTCDay());
  expect(weekdays(made).filter((day) => day === 0 || day === 6)).toEqual([]);
  const mondays = (table: typeof real): number =>
    weekdays(table).filter((day) => day === 1).length / table.rows;
  expect(Math.abs(mondays(made) - mondays(real))).toBeLessThan(0.06);
});

it("no key and no number of rows that few keys have is in the plan", async () => {
  const csv = orderLines({ orders: 300, seed: 9, key: (n) => `ORD-${10_000 + 7 * n}` });
  const big = Array.from({ length: 57 }, (_, line) => `ORD-99999,2024-05-05,C-1000,DE,${line + 1},art 1,1`);
  const { plan, made } = await remade(`${csv}${big.join("\n")}\n`);
  for (let n = 0; n < 300; n++) expect(plan).not.toContain(`ORD-${10_000 + 7 * n}`);
  expect(plan).not.toMatch(/"min":57|"min":5[0-9],"max":57/);
  expect(cells(made, "order_id")).not.toContain("ORD-99999");
});

describe("tables without entities", () => {
  const random = new Random(12);
  const rows = (count: number, cell: (row: number) => readonly (string | number)[]): string =>
    Array.from({ length: count }, (_, row) => cell(row).join()).join("\n");
  const below = (n: number): number => Math.floor(random.uniform() * n);
  it.each([
    [
      "stores of many days",
      `store_id,kind,sales\n${rows(3000, () => [below(45), "x", below(900)].map(String))}`,
    ],
    [
      "countries by year",
      `country,continent,year,life\n${rows(1800, (i) => [`K${Math.floor(i / 30)}`, `c${Math.floor(i / 30) % 3}`, 1990 + (i % 30), below(500)])}`,
    ],
    [
      "articles with names",
      `sale_id,product_id,product,price\n${rows(3000, (i) => {
        const product = below(400);
        return [i + 1, 1000 + product, `thing ${product}`, (product * 37) % 91];
      })}`,
    ],
    ["ids of one row each", `order_id,country,amount\n${rows(500, (i) => [i + 1, "DE", below(900)])}`],
    ["measurements", `weight,height,age\n${rows(800, () => [50 + below(60), 150 + below(50), below(90)])}`],
  ])("%s", async (_, csv) => {
    const { loaded, specs } = await loadCsv(`${csv}\n`);
    expect(findEntities(loaded.table, specs, { persons: true })).toEqual([]);
  });
});

it("a manager of several rows is no entity: his number names rows", async () => {
  const random = new Random(13);
  const csv = Array.from({ length: 400 }, (_, i) => {
    const manager = 1 + Math.floor(random.uniform() * 40);
    return `${i + 1},${manager},D${manager % 5},${i % 9}`;
  });
  const { loaded, specs } = await loadCsv(`employee_id,manager_id,department,grade\n${csv.join("\n")}\n`);
  expect(findEntities(loaded.table, specs, { persons: true })).toEqual([]);
  expect(findColumn(loaded.table, "manager_id")).toBeDefined();
});

describe("what no key has twice", () => {
  it.each([1, 2, 3])("none has in the new table: months and subjects (seed %i)", async (seed) => {
    const random = new Random(seed);
    const subjects = ["art", "biology", "history", "maths", "music", "physics"];
    const rows = Array.from({ length: 150 }, (_, n) => {
      const first = Math.floor(random.uniform() * 12);
      const dept = ["sales", "works", "office"][Math.floor(random.uniform() * 3)];
      const taught = subjects.filter(() => random.uniform() < 0.8);
      return taught.map((subject, at) => {
        const month = first + 2 * at;
        const day = `${2023 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, "0")}`;
        return [4000 + 3 * n, dept, day, subject, Math.floor(100 * random.uniform())].join();
      });
    }).flat();
    const { real, made } = await remade(`pupil_no,dept,month,subject,points\n${rows.join("\n")}\n`);
    const repeats = (table: typeof real, name: string): number => {
      const values = cells(table, name);
      return [...rowsByKey(table, "pupil_no").values()].filter(
        (own) => new Set(own.map((row) => values[row])).size < own.length,
      ).length;
    };
    expect(differing(made, "pupil_no", "dept")).toBe(0);
    for (const name of ["month", "subject"]) {
      expect(repeats(real, name)).toBe(0);
      expect(repeats(made, name)).toBe(0);
    }
    const share = (table: typeof real, subject: string): number =>
      cells(table, "subject").filter((one) => one === subject).length / table.rows;
    for (const one of subjects) expect(Math.abs(share(made, one) - share(real, one))).toBeLessThan(0.05);
  });
});
