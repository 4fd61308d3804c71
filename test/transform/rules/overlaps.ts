import type { RuleConfig } from "../../../src/config/rules/ruleSchema.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, makeTable, missingMask, type Table } from "../../../src/table/table.ts";
import { columnSpec } from "../columnSpecs.ts";
import { type RuledTable, typed } from "./ruledTables.ts";

const n = 4000;
type Draw = (random: Random) => Record<string, number | null>;

/** The table of a case, 4,000 rows. */
export function overlapTable(name: string): RuledTable {
  const [draw, entries] = overlapCases[name]!;
  const random = new Random(11);
  const rows = Array.from({ length: n }, () => draw(random));
  const names = Object.keys(rows[0]!);
  const columns = names.map(
    (name): Column => ({
      kind: "number",
      name,
      values: Float64Array.from(rows, (row) => row[name] ?? Number.NaN),
    }),
  );
  const format = { physical: "integer", decimals: 0 } as const;
  const specs = names.map((name) =>
    columnSpec(name, "numerical", { decimals: 0, format, minCategoryCount: 5 }),
  );
  return { table: makeTable(columns), specs, rules: typed(entries, specs), products: new Set() };
}

const whole = (random: Random, top: number) => Math.floor(random.uniform() ** 2 * top);
const maybe = (random: Random, share: number, value: number) => (random.uniform() < share ? null : value);

/** Rules that share columns, on whole numbers with gaps. */
export const overlapCases: Readonly<Record<string, readonly [Draw, RuleConfig[]]>> = {
  "a <= b <= c": [
    (r) => {
      const a = whole(r, 100);
      const b = a + whole(r, 50);
      return { c: maybe(r, 0.2, b + whole(r, 30)), a: maybe(r, 0.1, a), b: maybe(r, 0.3, b) };
    },
    ["a <= b <= c"],
  ],
  "total = a + b + c with a <= d": [
    (r) => {
      const [a, b, c] = [whole(r, 40), whole(r, 90), whole(r, 10)];
      return {
        a,
        b: maybe(r, 0.1, b),
        c,
        total: maybe(r, 0.1, a + b + c),
        d: maybe(r, 0.3, a + whole(r, 9)),
      };
    },
    ["total = a + b + c", "a <= d"],
  ],
  "one column below five others": [
    (r) => {
      const low = whole(r, 50);
      const others = [1, 2, 3, 4, 5].map((i) => [`h${i}`, maybe(r, 0.1, low + whole(r, 20 * i))] as const);
      return { ...Object.fromEntries(others), low: maybe(r, 0.05, low) };
    },
    [1, 2, 3, 4, 5].map((i) => `low <= h${i}`),
  ],
  "one column above five others, and their sum": [
    (r) => {
      const parts = [1, 2, 3, 4, 5].map((i) => [`p${i}`, whole(r, 10 * i)] as const);
      const values = parts.map(([, v]) => v);
      return {
        ...Object.fromEntries(parts),
        top: Math.max(...values) + whole(r, 30),
        sum: values.reduce((a, b) => a + b, 0),
      };
    },
    [...[1, 2, 3, 4, 5].map((i) => `p${i} <= top`), "sum = p1 + p2 + p3 + p4 + p5"],
  ],
  "strict, with a bound of a product and a range": [
    (r) => {
      const net = 1 + whole(r, 300);
      return { net, tax: Math.round(0.19 * net), paid: Math.round(1.19 * net) + 1 + whole(r, 20) };
    },
    ["tax = round(0.19 * net)", "net < paid", "tax <= paid", "paid <= 2 * net + 40"],
  ],
};

/** Two rules of combinations share `currency`; each column has gaps of its own. */
export function linkedCombinations(rows: number, seed: number, gaps: number): RuledTable {
  const random = new Random(seed);
  const countries = Array.from({ length: rows }, () => Math.floor(24 * random.uniform() ** 2));
  const cells = {
    country: countries.map((c) => `country ${c}`),
    currency: countries.map((c) => `currency ${Math.floor(c / 2) + random.below(2)}`),
    office: countries.map((c) => `office ${Math.floor(c / 3)}`),
  };
  const columns = Object.entries(cells).map(([name, texts]): Column => {
    const dictionary = [...new Set(texts)];
    const codes = Int32Array.from(texts, (text) => (random.uniform() < gaps ? -1 : dictionary.indexOf(text)));
    return { kind: "string", name, codes, dictionary };
  });
  const specs = columns.map(({ name }) => columnSpec(name, "categorical", { minCategoryCount: 5 }));
  const entries = [
    ["country", "currency"],
    ["currency", "office"],
  ].map((combinations) => ({
    combinations,
    repair: false,
  }));
  return { table: makeTable(columns), specs, rules: typed(entries, specs), products: new Set() };
}

/** Share of the rows with each pattern of missing cells. */
export function patternShares(table: Table): Map<string, number> {
  const shares = new Map<string, number>();
  const masks = table.columns.map(missingMask);
  for (let i = 0; i < table.rows; i++) {
    const pattern = masks.map((mask) => mask[i]).join("");
    shares.set(pattern, (shares.get(pattern) ?? 0) + 1 / table.rows);
  }
  return shares;
}
