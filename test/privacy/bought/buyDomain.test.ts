import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededBits } from "../../../scripts/privacyAudit/seededBits.ts";
import { rhoOf } from "../../../src/config/privacy/accounting.ts";
import { planDomain, tableRho } from "../../../src/config/privacy/domainPlan.ts";
import { type Variance, varianceOf } from "../../../src/config/privacy/tablePlan.ts";
import { buyDomain } from "../../../src/privacy/bought/buyDomain.ts";
import { formCount, formOf } from "../../../src/privacy/bought/cellForms.ts";
import { encodeRows } from "../../../src/privacy/encodeRows.ts";
import { makeTable, type StringColumn } from "../../../src/table/table.ts";
import "../../fixedSeeds.ts";

const privacy = { epsilon: 2, delta: 1e-6, domain: "private", unit: "row", maxRowsPerUnit: 1 } as const;

function textColumn(name: string, cells: readonly string[]): StringColumn {
  const dictionary = [...new Set(cells.filter((cell) => cell !== ""))];
  const place = new Map(dictionary.map((text, code) => [text, code]));
  return { kind: "string", name, codes: Int32Array.from(cells, (cell) => place.get(cell) ?? -1), dictionary };
}

function buy(cells: readonly string[], seed = 1, epsilon = 20) {
  const plan = planDomain(1, { ...privacy, epsilon })!;
  const table = makeTable([textColumn("a", cells)]);
  const bought = buyDomain(table, [{ name: "a", missing: "model" }], {
    plan,
    most: 50,
    bits: seededBits(seed),
  });
  return { ...bought, tokens: encodeRows(table, bought.columns) };
}

/** P(Z ≥ x) of the discrete Gaussian, summed up. */
function tail(x: number, variance: Variance): number {
  const density = (z: number) => Math.exp(-(z ** 2) / (2 * varianceOf(variance)));
  const reach = Math.ceil(40 * Math.sqrt(varianceOf(variance)));
  let [all, beyond] = [0, 0];
  for (let z = -reach; z <= reach; z++) {
    all += density(z);
    if (z >= x) beyond += density(z);
  }
  return beyond / all;
}

describe("the plan of a bought domain", () => {
  const plans = fc.record({
    epsilon: fc.double({ min: 0.2, max: 10, noNaN: true }),
    delta: fc.constantFrom(1e-9, 1e-6, 1e-4),
    columns: fc.integer({ min: 1, max: 40 }),
    m: fc.integer({ min: 1, max: 5 }),
  });

  it("spends with the tables what (ε, δ) allows, and a tenth of it for itself", () => {
    fc.assert(
      fc.property(plans, ({ epsilon, delta, columns, m }) => {
        const asked = { ...privacy, epsilon, delta, unit: "person", maxRowsPerUnit: m };
        const { round, texts, cost } = planDomain(columns, asked)!;
        const all = rhoOf(epsilon, delta - cost.delta);
        expect(cost.rho).toBeLessThanOrEqual(0.1 * all * (1 + 1e-9));
        expect(cost.rho).toBeGreaterThan(0.09 * all);
        expect(cost.rho + tableRho(asked, cost)).toBeLessThanOrEqual(all * (1 + 1e-12));
        // a column pays for what it holds, then for its texts or for four rounds of ranges
        const once = m ** 2 / (2 * varianceOf(round));
        expect(columns * (once + m ** 2 / (2 * varianceOf(texts)))).toBeLessThanOrEqual(
          cost.rho * (1 + 1e-9),
        );
        expect(columns * 5 * once).toBeLessThanOrEqual(cost.rho * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  it("releases what one unit alone has with a probability below its δ", () => {
    fc.assert(
      fc.property(plans, ({ epsilon, delta, columns, m }) => {
        const asked = { ...privacy, epsilon, delta, unit: "person", maxRowsPerUnit: m };
        const { texts, threshold, cost } = planDomain(columns, asked)!;
        // m texts of one row each, or one of m rows: m of m rows is worse than both
        expect(columns * m * tail(threshold - m, texts)).toBeLessThanOrEqual(cost.delta);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a bought domain", () => {
  it("sorts every cell into one of a fixed list of forms, by itself", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String), fc.date().map(String)), (cell) => {
        const form = formOf(cell);
        expect(form).toBeGreaterThan(0);
        expect(form).toBeLessThan(formCount);
      }),
    );
    expect(new Set(["12", "-3", "+0"].map(formOf)).size).toBe(1);
    expect(formOf("007")).toBe(formOf("abc"));
    expect(formOf("1234567890123456")).toBe(formOf("abc"));
    expect(formOf("31/12/2024")).not.toBe(formOf("12/31/2024"));
  });

  it("finds categories that many rows share, and never what one row has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 6 }), (seed, kinds) => {
        const cells = Array.from({ length: 3000 }, (_, i) => (i === 77 ? "only me" : `kind ${i % kinds}`));
        const { columns } = buy(cells, seed);
        expect(columns[0]).toMatchObject({
          kind: "values",
          values: Array.from({ length: kinds }, (_, k) => `kind ${k}`),
          missing: false,
        });
      }),
      { numRuns: 15 },
    );
  });

  it("finds bins of about equal count for numbers of any size and for dates", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: -6, max: 9 }),
        fc.integer({ min: 0, max: 3 }),
        (seed, magnitude, decimals) => {
          const step = 10 ** Math.max(-decimals, magnitude - 3);
          const cells = Array.from({ length: 6000 }, (_, i) =>
            i % 20 === 0 ? "" : (((i * 7919) % 1000) * step).toFixed(decimals),
          );
          const { columns, tokens } = buy(cells, seed);
          const column = columns[0]!;
          if (column.kind !== "bins") throw new Error("no bins");
          expect(column.missing).toBe(true);
          expect(column.edges.length).toBeGreaterThan(8);
          expect(column.edges.every((edge, i) => i === 0 || edge > column.edges[i - 1]!)).toBe(true);
          const counts = new Int32Array(column.size);
          for (const token of tokens[0]!) counts[token]!++;
          expect(Math.max(...counts)).toBeLessThan(6000 / 4);
          expect(column.min).toBeGreaterThanOrEqual(-999 * step);
          expect(column.max).toBeLessThan(2100 * step);
        },
      ),
      { numRuns: 20 },
    );
    const days = Array.from({ length: 3000 }, (_, i) => `${1 + (i % 28)}/${1 + (i % 12)}/20${10 + (i % 13)}`);
    expect(buy(days).columns[0]).toMatchObject({ kind: "bins", sdtype: "datetime", dateFormat: "%d/%m/%Y" });
  });

  it("keeps a value with many rows apart, and takes stray texts among numbers as missing", () => {
    const cells = Array.from({ length: 6000 }, (_, i) =>
      i % 50 === 1 ? "n/k" : i % 3 !== 0 ? "0" : String(100 + (i % 400)),
    );
    const column = buy(cells).columns[0]!;
    if (column.kind !== "bins") throw new Error("no bins");
    expect(column.edges.slice(0, 2)).toEqual([-0.5, 0.5]);
    expect(column.missing).toBe(true);
  });

  it("leaves out ids, and what is too little for the noise", () => {
    const { columns, leftOut } = buy(Array.from({ length: 2000 }, (_, i) => `V-${i}x`));
    expect(columns).toEqual([]);
    expect(leftOut[0]!.reason).toMatch(/no text is shared by enough rows/);
    expect(buy(["a", "a", "b"], 1, 0.5).columns).toEqual([]);
  });
});
