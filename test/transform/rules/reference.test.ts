import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, type Table } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "../personal/orders.ts";

function texts(table: Table, name: string): string[] {
  const column = findColumn(table, name)!;
  return column.kind === "string"
    ? Array.from(column.codes, (code) => (code < 0 ? "" : column.dictionary[code]!))
    : Array.from(column.values, (value) => (Number.isNaN(value) ? "" : String(value)));
}

/** Staff, some of whom lead others; the number of a row's superior is missing for one in ten. */
function staffCsv(options: { id: (i: number) => string; leads: number; rows: number; name: string }): string {
  const random = new Random(options.rows);
  const lines = Array.from({ length: options.rows }, (_, i) => {
    const lead =
      random.uniform() < 0.1
        ? ""
        : options.id(Math.floor(options.leads * random.uniform() * random.uniform()));
    return `${options.id(i)},${lead},${(40_000 + 9000 * random.normal()).toFixed(0)},${i % 5}`;
  });
  return `staff_id,${options.name},salary,grade\n${lines.join("\n")}\n`;
}

const forms = {
  letters: (i: number) => `EMP-${String(i + 1).padStart(5, "0")}`,
  counted: (i: number) => String(i + 1),
  apart: (i: number) => String(100_000 + 7919 * i),
} as const;

it("a column that names other rows by their ids names rows of the new table, and holds no real id", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...(Object.keys(forms) as (keyof typeof forms)[])),
      fc.integer({ min: 8, max: 60 }),
      fc.integer({ min: 300, max: 600 }),
      async (form, leads, rows) => {
        const csv = staffCsv({ id: forms[form], leads, rows, name: "manager_id" });
        const { loaded, specs } = await loadCsv(csv);
        expect(specs.find(({ name }) => name === "manager_id")!.sdtype).toBe("id");
        // a part of the rows, as where some are set aside
        const { data, restore } = prepare(loaded.table, specs, { seed: 2 });
        expect(restore.columns.find(({ name }) => name === "manager_id")!.kind).toBe("reference");
        const whole = restoreBatch(restore, data.table, { firstRow: 0, seed: 2 });
        const [ids, named] = [texts(whole, "staff_id"), texts(whole, "manager_id")];
        const real = new Set(texts(loaded.table, "staff_id"));
        const present = named.filter((id) => id !== "");
        expect(present.filter((id) => real.has(id) || !ids.includes(id))).toEqual([]);
        const share = (list: readonly string[]): number =>
          list.filter((id) => id === "").length / list.length;
        expect(Math.abs(share(named) - share(texts(loaded.table, "manager_id")))).toBeLessThan(0.08);
        const distinct = new Set(texts(loaded.table, "manager_id")).size;
        expect(new Set(named).size).toBeGreaterThan(0.6 * distinct);
        expect(new Set(named).size).toBeLessThanOrEqual(distinct + 1);
        // the same rows in parts
        const half = Math.floor(rows / 2);
        const rest = {
          rows: rows - half,
          columns: data.table.columns.map((column) =>
            column.kind === "string"
              ? { ...column, codes: column.codes.slice(half) }
              : { ...column, values: column.values.slice(half) },
          ),
        };
        const second = restoreBatch(restore, rest, { firstRow: half, seed: 2 });
        expect(texts(second, "manager_id")).toEqual(named.slice(half));
      },
    ),
    { numRuns: 12 },
  );
});

it("numbers that lie among the ids by chance name nothing", async () => {
  const csv = staffCsv({ id: forms.counted, leads: 40, rows: 500, name: "boxes" });
  const { specs } = await loadCsv(csv);
  expect(specs.find(({ name }) => name === "boxes")!.sdtype).not.toBe("id");
});
