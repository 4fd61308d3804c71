import { expect, it } from "vitest";
import type { ColumnSpec } from "../../src/config/columnSpec.ts";
import { Random } from "../../src/numerics/random.ts";
import { type DatetimeColumn, makeTable, type Table } from "../../src/table/table.ts";
import { conditionsAfter, toModelConditions } from "../../src/transform/conditions.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { toModelTable } from "../../src/transform/toModelTable.ts";
import { columnSpec } from "./columnSpecs.ts";

const minute = 60_000;
const day = 1440 * minute;

const spec = (name: string): ColumnSpec =>
  columnSpec(name, "datetime", { format: { physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M" } });

/** Trips over a month of 3 to 60 minutes; every tenth has no end. `order` 1: the end comes after. */
function trips(order: 1 | -1, gaps = true): Table {
  const random = new Random(4);
  const start = Float64Array.from(
    { length: 500 },
    () => Math.floor(random.uniform() * 43_200) * minute + 17_000 * day,
  );
  const end = start.map((ms, i) =>
    gaps && i % 10 === 0 ? Number.NaN : ms + order * (3 + random.below(58)) * minute,
  );
  return makeTable([
    { kind: "datetime", name: "start", values: start },
    { kind: "datetime", name: "end", values: end },
  ]);
}

const values = (table: Table, name: string): Float64Array =>
  (table.columns.find((c) => c.name === name) as DatetimeColumn).values;

it.each([1, -1] as const)(
  "learns a date that follows another one as the time between, and gives it back (%i)",
  (order) => {
    const table = trips(order);
    const { data, restore } = prepare(table, [spec("start"), spec("end")], { seed: 1 });
    expect(restore.columns[1]).toMatchObject({ kind: "elapsed", since: "start", unit: minute });
    expect(data.columns[1]).toMatchObject(order === 1 ? { min: 3, max: 60 } : { min: -60, max: -3 });
    const back = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
    expect(values(back, "end")).toEqual(values(table, "end"));
    expect(toModelTable(restore, data.columns, table)).toEqual(data.table);
  },
);

it("keeps the order whatever the model draws", () => {
  const table = trips(1);
  const { data, restore } = prepare(table, [spec("start"), spec("end")], { seed: 1 });
  const wild = {
    ...data.table,
    columns: data.table.columns.map((c) =>
      c.kind === "number" ? { ...c, values: c.values.map((_, i) => (i - 250) * 1e6) } : c,
    ),
  };
  const made = restoreBatch(restore, wild, { firstRow: 0, seed: 1 });
  const [starts, ends] = [values(made, "start"), values(made, "end")];
  expect(starts.every((from, i) => ends[i]! >= from)).toBe(true);
});

it("leaves dates alone that are not close, not ordered, or present where the other is missing", () => {
  const table = trips(1, false);
  const random = new Random(1);
  const others: [string, Float64Array][] = [
    ["unordered", values(table, "end").map((ms, i) => (i % 3 === 0 ? ms - 2 * day : ms))],
    [
      "far",
      values(table, "start").map(
        () => 17_000 * day + Math.floor(random.uniform() * 80_000) * minute + 40 * day,
      ),
    ],
  ];
  for (const [name, column] of others) {
    const pair = makeTable([table.columns[0]!, { kind: "datetime", name, values: column }]);
    expect(prepare(pair, [spec("start"), spec(name)], { seed: 1 }).restore.columns[1]!.kind).toBe("datetime");
  }
  const gappy = makeTable([
    {
      kind: "datetime",
      name: "start",
      values: values(table, "start").map((ms, i) => (i % 9 === 0 ? Number.NaN : ms)),
    },
    table.columns[1]!,
  ]);
  expect(prepare(gappy, [spec("start"), spec("end")], { seed: 1 }).restore.columns[1]!.kind).toBe("datetime");
});

it("takes conditions on presence, and has rows checked for others", () => {
  const { restore } = prepare(trips(1), [spec("start"), spec("end")], { seed: 1 });
  expect(toModelConditions(restore, [{ column: "end", op: "missing" }])).toEqual([
    { column: "end", op: "missing" },
  ]);
  const later = { column: "end", op: "range", min: 0, max: null } as const;
  expect(toModelConditions(restore, [later])).toEqual([{ column: "end", op: "present" }]);
  expect(conditionsAfter(restore, [later])).toEqual([later]);
  expect(() => toModelConditions(restore, [{ column: "end", op: "range", min: null, max: 0 }])).toThrow(
    /column end lies between/,
  );
});
