import fc from "fast-check";
import { expect, it } from "vitest";
import { drawTable, fitTo } from "../../../bench/rules/generate.ts";
import { modelSchema } from "../../../src/config/modelOptions/model.ts";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { fitModel } from "../../../src/models/registry.ts";
import type { DensityModel } from "../../../src/models/synthesizer.ts";
import { Random } from "../../../src/numerics/random.ts";
import { imputeRows } from "../../../src/pipeline/savedModel/imputeRows.ts";
import { missingCount, missingMask, type Table, takeColumn } from "../../../src/table/table.ts";
import { blanker, fillDown, findFirstLines } from "../../../src/transform/entities/firstLines.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { loadCsv } from "../personal/orders.ts";
import { cells } from "./orderTables.ts";

const exports = fc.record({
  seed: fc.nat(1e6),
  orders: fc.integer({ min: 200, max: 350 }),
  key: fc.constantFrom<(n: number) => string>(
    (n) => `#${1001 + n}`,
    (n) => String(500_000 + 3 * n),
    (n) => `ORD-${((n + 7) * 2_654_435_761) >>> 0}`,
  ),
  lines: fc.integer({ min: 2, max: 6 }),
  gaps: fc.constantFrom<number>(0, 0.2),
  /** Whether another column is the same in all lines. */
  repeated: fc.boolean(),
});
type Export = typeof exports extends fc.Arbitrary<infer T> ? T : never;

const first = ["total", "status", "created", "coupon"];

/** A list of order lines as shops export them: what belongs to the order stands in its first line. */
function exported({ seed, orders, key, lines, gaps, repeated }: Export): string {
  const random = new Random(seed);
  const rows = Array.from({ length: orders }, (_, order) => {
    const total =
      random.uniform() < gaps ? "" : (Math.exp(3 + random.uniform()) * (1 + 2 * random.uniform())).toFixed(2);
    const status = ["paid", "open", "refunded"][random.below(3)];
    const created = new Date(Date.UTC(2024, 0, 1 + Math.floor((300 * order) / orders)))
      .toISOString()
      .slice(0, 10);
    const coupon = random.uniform() < 0.4 ? ["SPRING", "VIP"][random.below(2)] : "";
    const country = repeated ? [["DE", "FR", "US"][random.below(3)]] : [];
    return Array.from({ length: 1 + random.below(lines) }, (__, line) => [
      key(order),
      ...country,
      ...(line === 0 ? [total, status, created, coupon] : ["", "", "", ""]),
      `article ${random.below(12)}`,
      1 + random.below(5),
    ]);
  }).flat();
  const header = ["order", ...(repeated ? ["country"] : []), ...first, "article", "quantity"];
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`;
}

/** Rows whose key is that of the row before. */
function further(table: Table): boolean[] {
  const keys = cells(table, "order");
  return keys.map((one, row) => row > 0 && one === keys[row - 1]);
}

const maskOf = (table: Table, name: string): Uint8Array =>
  missingMask(table.columns.find((column) => column.name === name)!);

it("what stands in the first row of each key is found, filled down and blanked again; nothing that is missing by chance is found", () =>
  fc.assert(
    fc.asyncProperty(exports, async (given) => {
      const { table } = (await loadCsv(exported(given))).loaded;
      const found = findFirstLines(table, ["order"]);
      expect(found).toEqual({ key: "order", columns: first });
      const whole = fillDown(found, table);
      expect(maskOf(whole, "status").some((bit) => bit === 1)).toBe(false);
      expect(blanker(found!)(whole)).toEqual(table);
      // the same gaps, anywhere
      const order = new Random(given.seed).permutation(table.rows);
      const elsewhere = table.columns.map((column) =>
        first.includes(column.name) ? takeColumn(column, order) : column,
      );
      expect(findFirstLines({ rows: table.rows, columns: elsewhere }, ["order"])).toBeNull();
    }),
    { numRuns: 15 },
  ));

it("stands in the first row of each new key only, as often as in the data", () =>
  fc.assert(
    fc.asyncProperty(exports, async (given) => {
      const { loaded, specs } = await loadCsv(exported(given));
      const { table } = loaded;
      const fitted = await fitTo("independent", { table, specs, rules: [] }, 1);
      const made = await drawTable(fitted, { drawn: 2 * table.rows, seed: 1 });
      const isFurther = further(made);
      expect(isFurther.filter((one) => one).length).toBeGreaterThan(0.2 * made.rows);
      const share = (of: Table, name: string) => {
        const [blank, later] = [maskOf(of, name), further(of)];
        const heads = later.flatMap((one, row) => (one ? [] : [blank[row]!]));
        return heads.reduce((sum, bit) => sum + bit, 0) / heads.length;
      };
      for (const name of first) {
        const blank = maskOf(made, name);
        expect(isFurther.every((one, row) => !one || blank[row] === 1)).toBe(true);
        expect(Math.abs(share(made, name) - share(table, name))).toBeLessThan(0.15);
      }
      await fitted.model.dispose();
    }),
    { numRuns: 8 },
  ));

it("a cell that is blank for that reason is not imputed, one that lacks its value is", async () => {
  const given = {
    seed: 4,
    orders: 250,
    key: (n: number) => `#${1001 + n}`,
    lines: 4,
    gaps: 0.2,
    repeated: true,
  };
  const { loaded, specs } = await loadCsv(exported(given));
  const { table } = loaded;
  const { data, restore } = prepare(table, specs, { seed: 1 });
  const model = (await fitModel(modelSchema.parse({ type: "circuit", refine: "off", epochs: 2 }), data, {
    seed: 1,
    signal: new AbortController().signal,
    progress: () => undefined,
    warn: () => undefined,
  })) as unknown as DensityModel;
  const [imputed] = await imputeRows(model, restore, table, { seed: 1, draws: 1 });
  const [blank, isFurther] = [maskOf(imputed!.table, "total"), further(table)];
  expect(missingCount(table.columns.find(({ name }) => name === "total")!)).toBeGreaterThan(
    isFurther.filter((one) => one).length,
  );
  expect(Array.from(blank, (bit) => bit === 1)).toEqual(isFurther);
});

it("what one order has, in however many lines, is told nowhere", async () => {
  const given = {
    seed: 6,
    orders: 250,
    key: (n: number) => `#${1001 + n}`,
    lines: 4,
    gaps: 0,
    repeated: true,
  };
  const own = Array.from({ length: 12 }, (_, line) =>
    [
      "#9999",
      "DE",
      ...(line === 0 ? ["7391.37", "zebra", "2031-05-17", "OKAPI"] : ["", "", "", ""]),
      "article 1",
      2,
    ].join(","),
  );
  const { loaded, specs } = await loadCsv(`${exported(given)}${own.join("\n")}\n`);
  const { restore, data } = prepare(loaded.table, specs, { seed: 1 });
  expect(restore.firstLines?.columns).toEqual(first);
  const kept = JSON.stringify([restore, data.columns]);
  for (const secret of ["7391", "zebra", "OKAPI", String(Date.UTC(2031, 4, 17))])
    expect(kept).not.toContain(secret);
  const numbers = data.table.columns.flatMap((column) =>
    column.kind === "string" ? [] : [...column.values],
  );
  expect(numbers).not.toContain(7391.37);
  expect(numbers).not.toContain(Date.UTC(2031, 4, 17));
});

it("no rule says that such columns are missing together", async () => {
  const given = {
    seed: 5,
    orders: 300,
    key: (n: number) => `#${1001 + n}`,
    lines: 4,
    gaps: 0,
    repeated: true,
  };
  const { loaded, specs } = await loadCsv(exported(given));
  const { table } = loaded;
  const found = await detectRules(table, specs, { seed: 1 });
  expect(found.map(({ rule }) => describeRule(rule)).filter((text) => text.includes("missing"))).toEqual([]);
});
