import { Random } from "../../../src/numerics/random.ts";
import { type Column, makeTable } from "../../../src/table/table.ts";
import { columnSpec } from "../columnSpecs.ts";
import { type RuledTable, typed } from "./ruledTables.ts";

const start = Date.UTC(2019, 2, 1);
const boroughs = ["Manhattan", "Queens", "Brooklyn", "Bronx"];

/**
 * Rides as taxi meters record them: fares by distance and minutes, tips of 20, 25 or 30 % of what is to be paid on cards and none
 * in cash, tolls on few rides, surcharges of few amounts in the total.
 */
export function taxiTable(rows: number, seed: number, rules: readonly string[]): RuledTable {
  const random = new Random(seed);
  const made = Array.from({ length: rows }, () => ride(random));
  const numbers = (["distance", "fare", "tip", "tolls", "total"] as const).map((name) => ({
    column: { kind: "number", name, values: Float64Array.from(made, (one) => one[name]) } as Column,
    spec: columnSpec(name, "numerical", { decimals: 2, format: { physical: "decimal", decimals: 2 } }),
  }));
  const dates = (["pickup", "dropoff"] as const).map((name) => ({
    column: { kind: "datetime", name, values: Float64Array.from(made, (one) => one[name]) } as Column,
    spec: columnSpec(name, "datetime", {
      format: { physical: "timestamp", dateFormat: "%Y-%m-%d %H:%M:%S" },
    }),
  }));
  const texts = (["payment", "borough"] as const).map((name) => {
    const dictionary = [...new Set(made.map((one) => one[name]))];
    const codes = Int32Array.from(made, (one) => dictionary.indexOf(one[name]));
    return {
      column: { kind: "string", name, codes, dictionary } as Column,
      spec: columnSpec(name, "categorical", { minCategoryCount: 5 }),
    };
  });
  const all = [...dates, ...numbers, ...texts];
  const specs = all.map(({ spec }) => ({ ...spec, minCategoryCount: 5 }));
  return {
    table: makeTable(all.map(({ column }) => column)),
    specs,
    rules: typed(rules, specs),
    products: new Set(),
  };
}

function ride(random: Random) {
  const cents = (value: number) => Math.round(100 * value) / 100;
  const borough = boroughs[Math.floor(random.uniform() ** 2.5 * boroughs.length)]!;
  const distance = cents(0.3 - (borough === "Manhattan" ? 2 : 4.5) * Math.log(1 - random.uniform()));
  const minutes = distance * (2.5 + 4 * random.uniform()) + 2;
  const fare = Math.round(2 * (2.5 + 1.6 * distance + 0.3 * minutes)) / 2;
  const tolls = distance > 8 && random.uniform() < 0.4 ? 5.76 : 0;
  const extra = [0.8, 1.3, 3.3, 3.8][Math.floor(random.uniform() ** 0.6 * 4)]!;
  const payment = random.uniform() < 0.72 ? "credit card" : "cash";
  const tip =
    payment === "cash" || random.uniform() < 0.06
      ? 0
      : cents([0.2, 0.25, 0.3, 0.1 + 0.2 * random.uniform()][random.below(4)]! * (fare + extra + tolls));
  const pickup = start + Math.floor(random.uniform() * 31 * 86_400) * 1000;
  const dropoff = pickup + Math.round(60 * minutes) * 1000;
  return {
    pickup,
    dropoff,
    distance,
    fare,
    tip,
    tolls,
    total: cents(fare + tip + tolls + extra),
    payment,
    borough,
  };
}
