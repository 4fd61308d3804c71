import { Random } from "../src/numerics/random.ts";
import type { Column } from "../src/table/table.ts";

const day = 86_400_000;

/** Values that one row each has; none of them may ever be seen again. */
export const planted = {
  amount: 7.77e9,
  tiny: 3.3e-19,
  pValue: 5.55e-17,
  stars: 77,
  balance: -98_765.43,
  age: 117,
  code: 643,
  validTo: Date.UTC(2871, 4, 6),
  born: Date.UTC(1783, 6, 14),
} as const;

export const sentinels = { age: -1, code: 999, validTo: Date.UTC(9999, 11, 31) } as const;

/**
 * Columns as people have them and that linear ranges spoil: log-normal over 12 orders of magnitude, p-values below 0.001, heavy
 * ties, amounts of both signs, dates beside 9999-12-31, codes beside 999; each with a value of one row far outside.
 */
export function awkwardColumns(rows: number, seed: number): Column[] {
  const random = new Random(seed).fork("awkward");
  const number = (name: string, decimals: number | null, make: (u: number, z: number) => number): Column => ({
    kind: "number",
    name,
    values: Float64Array.from({ length: rows }, () => {
      const value = make(random.uniform(), random.normal());
      return decimals === null ? value : Number(value.toFixed(decimals));
    }),
  });
  const date = (name: string, make: (u: number) => number): Column => ({
    kind: "datetime",
    name,
    values: Float64Array.from({ length: rows }, () => make(random.uniform())),
  });
  const columns = [
    number("amount", 2, (_, z) => Math.exp(4.6 * z)),
    number("wide", null, (_, z) => Number((Math.exp(4.6 * z) * 1e-6).toPrecision(6))),
    number("pValue", null, (u) => Number((u < 0.3 ? 10 ** (-3 - 9 * u) : u * u).toPrecision(4))),
    number("stars", 0, (u) => (u < 0.62 ? 5 : u < 0.85 ? 4 : u < 0.97 ? 1 : 3)),
    number("balance", 2, (_, z) => 800 * z - 250),
    number("age", 0, (u, z) =>
      u < 0.04 ? sentinels.age : Math.max(18, Math.min(88, Math.round(44 + 15 * z))),
    ),
    number("code", 0, (u) => (u < 0.02 ? sentinels.code : Math.floor(100 * u * u))),
    date("validTo", (u) =>
      u < 0.79 ? sentinels.validTo : Date.UTC(2019, 0, 1) + day * Math.floor((u - 0.79) * 12_000),
    ),
    date("born", (u) => Date.UTC(1930, 0, 1) + day * Math.floor(27_000 * u)),
  ];
  for (const [i, [name, value]] of Object.entries(planted).entries()) {
    const column = columns.find((c) => c.name === (name === "tiny" ? "wide" : name));
    if (column !== undefined && column.kind !== "string") column.values[(i * 7 + 3) % rows] = value;
  }
  return columns;
}
