import { describe, expect, it } from "vitest";
import { type ModelType, modelSchemas } from "../../src/config/modelOptions/model.ts";
import { fitModel } from "../../src/models/registry.ts";
import { sampleRange } from "../../src/pipeline/shards/sampleRange.ts";
import { makeShardPlan } from "../../src/pipeline/shards/shardPlan.ts";
import { concatTables } from "../../src/table/concat.ts";
import { sliceRows, type Table } from "../../src/table/table.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { quietContext } from "../models/modelRun.ts";
import { cells, differing, orderLines, rowsByKey } from "../transform/entities/orderTables.ts";
import { loadCsv } from "../transform/personal/orders.ts";

const small = { epochs: 1 };
const models: readonly (readonly [ModelType, object])[] = [
  ["independent", {}],
  ["gaussianCopula", {}],
  ["circuit", {}],
  ["argn", { size: "S", ...small }],
  ["tvae", small],
  ["ctgan", small],
  ["copulaGan", small],
];

const { signal } = new AbortController();

async function source(csv: string, [type, options]: readonly [ModelType, object]) {
  const { loaded, specs } = await loadCsv(csv);
  const { data, restore } = prepare(loaded.table, specs, { seed: 1 });
  const model = await fitModel(modelSchemas[type].parse({ type, ...options }), data, quietContext());
  return { model, restore, real: loaded.table };
}

type Source = Awaited<ReturnType<typeof source>>;

async function rowsOf(
  { model, restore }: Source,
  rows: number,
  { from = 0, count = rows, shardRows = 400 }: { from?: number; count?: number; shardRows?: number } = {},
): Promise<Table> {
  const plan = makeShardPlan(restore, { rows, seed: 5, shardRows });
  const tables = [];
  for await (const table of sampleRange({ model, restore, plan, signal }, { firstRow: from, rows: count }))
    tables.push(table);
  return concatTables(tables);
}

function ascends(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value >= values[i - 1]!);
}

describe.each(models)("%s", (...model) => {
  it("orders that come by day do so in each shard, whole, with numbers that count on", async () => {
    const csv = orderLines({ orders: 300, seed: 2, key: (n) => String(70_000 + n), byDay: true });
    const made = await source(csv, model);
    const table = await rowsOf(made, 1000);
    const days = cells(table, "order_date").map(Number);
    const orders = cells(table, "order_id");
    for (const [from, to] of [
      [0, 400],
      [400, 800],
      [800, 1000],
    ]) {
      expect(ascends(days.slice(from, to))).toBe(true);
      expect(ascends(orders.slice(from, to).map(Number))).toBe(true);
    }
    for (const name of ["order_date", "customer_id", "country"])
      expect(differing(table, "order_id", name), name).toBe(0);
    const lines = cells(table, "line");
    for (const rows of rowsByKey(table, "order_id").values()) {
      expect(rows.at(-1)! - rows[0]!).toBe(rows.length - 1);
      expect(rows.map((row) => Number(lines[row]))).toEqual(rows.map((_, at) => at + 1));
    }
    const part = await rowsOf(made, 1000, { from: 400, count: 400 });
    for (const { name } of table.columns)
      expect(cells(sliceRows(table, 400, 800), name)).toEqual(cells(part, name));
    await made.model.dispose();
  });
});

const gaussian = models[1]!;

describe("rows", () => {
  const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);

  it.each([
    ["ascending", (i: number) => day(Math.floor(i / 4)), 1],
    ["descending", (i: number) => day(400 - Math.floor(i / 3)), -1],
    ["a little out of order", (i: number) => day(i === 500 ? 3 : Math.floor(i / 2)), 1],
    ["with gaps", (i: number) => (i % 5 === 0 ? "" : day(Math.floor(i / 2))), 1],
  ])("of a column that is %s come in its order, missing cells among them", async (_, cell, direction) => {
    const csv = Array.from({ length: 900 }, (__, i) => `${i + 1},${cell(i)},${(i * 37) % 101}`).join("\n");
    const made = await source(`id,day,value\n${csv}\n`, gaussian);
    const table = await rowsOf(made, 900, { shardRows: 2000 });
    const days = cells(table, "day").map(Number);
    const present = days.filter((value) => !Number.isNaN(value)).map((value) => value * direction);
    expect(ascends(present)).toBe(true);
    expect(ascends(cells(table, "id").map(Number))).toBe(true);
    const missing = days.filter(Number.isNaN).length / days.length;
    expect(Math.abs(missing - (cell(0) === "" ? 0.2 : 0))).toBeLessThan(0.06);
    if (missing > 0) expect(days.slice(0, 450).filter(Number.isNaN).length).toBeGreaterThan(40);
  });

  it("in no order come in none", async () => {
    const csv = Array.from({ length: 600 }, (_, i) => `${day((i * 7919) % 365)},${i % 13}`).join("\n");
    const made = await source(`day,value\n${csv}\n`, gaussian);
    expect(made.restore.order).toBeUndefined();
    expect(ascends(cells(await rowsOf(made, 600), "day").map(Number))).toBe(false);
  });

  it("of a session come in the order of their times, and so do visits that are counted", async () => {
    const rows = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 2 + (i % 4) }, (__, visit) =>
        [
          `V${1000 + i}`,
          "AB"[i % 2],
          visit + 1,
          day(((i * 7919) % 200) + 30 * visit),
          100 - 5 * visit,
        ].join(),
      ),
    ).flat();
    const made = await source(`trial_no,arm,visit,day,value\n${rows.join("\n")}\n`, gaussian);
    const table = await rowsOf(made, 700, { shardRows: 2000 });
    const [days, visits] = [cells(table, "day").map(Number), cells(table, "visit").map(Number)];
    const gaps = (of: Table): number => {
      const all = [...rowsByKey(of, "trial_no").values()].flatMap((own) => {
        const sorted = own.map((row) => Number(cells(of, "day")[row])).sort((x, y) => x - y);
        return sorted.slice(1).map((value, i) => value - sorted[i]!);
      });
      return all.sort((x, y) => x - y)[all.length >> 1]!;
    };
    // as far apart as in the data, where chance would have them twice as far
    expect(gaps(table) / gaps(made.real)).toBeGreaterThan(0.5);
    expect(gaps(table) / gaps(made.real)).toBeLessThan(1.5);
    for (const own of rowsByKey(table, "trial_no").values()) {
      expect(ascends(own.map((row) => days[row]!))).toBe(true);
      expect(own.map((row) => visits[row])).toEqual(own.map((_, at) => at + 1));
    }
  });

  it("of a trip come in the order of their stops, in times beyond midnight as well", async () => {
    const clock = (minutes: number): string =>
      `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}:00`;
    const rows = Array.from({ length: 90 }, (_, trip) =>
      Array.from({ length: 5 + (trip % 5) }, (__, stop) => {
        const arrival = 300 + ((trip * 7919) % 1150) + 4 * stop + ((trip + stop) % 3);
        return [`T${trip}`, clock(arrival), clock(arrival + (stop % 2)), stop].join();
      }),
    ).flat();
    const made = await source(`trip_id,arrival,departure,stop_sequence\n${rows.join("\n")}\n`, gaussian);
    const table = await rowsOf(made, 600, { shardRows: 2000 });
    const [arrivals, departures] = ["arrival", "departure"].map((name) => cells(table, name).map(Number));
    const trips = [...rowsByKey(table, "trip_id").values()];
    for (const own of trips) {
      for (const times of [arrivals!, departures!]) expect(ascends(own.map((row) => times[row]!))).toBe(true);
    }
    const spans = trips.map((own) => arrivals![own.at(-1)!]! - arrivals![own[0]!]!).sort((a, b) => a - b);
    // seconds: half an hour in the data, of twenty hours
    expect(spans[spans.length >> 1]!).toBeLessThan(3 * 3600);
  });
});
