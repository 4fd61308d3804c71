import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, makeTable, type Table } from "../../../src/table/table.ts";
import { roundAs } from "../../../src/transform/rules/judge/evaluate.ts";
import { columnSpec } from "../columnSpecs.ts";

/** A rule of a generated table: its kind and the columns it ties together. */
export interface Planted {
  readonly kind: string;
  readonly columns: readonly string[];
}

export interface PlantedTable {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly planted: readonly Planted[];
}

type Cell = number | string | null;
type Kind = "int" | "money" | "date" | "text" | "flag";
interface Part {
  readonly cells: readonly (readonly [Kind, Cell[]])[];
  /** Columns of the rule, by place; the rest are companions. */
  readonly tied: readonly number[];
}

const dayMs = 86_400_000;
const start = Date.UTC(2020, 0, 1);

class Maker {
  readonly random: Random;
  readonly rows: number;
  constructor(seed: number, rows: number) {
    this.random = new Random(seed);
    this.rows = rows;
  }
  fill(cell: (row: number) => Cell): Cell[] {
    return Array.from({ length: this.rows }, (_, i) => cell(i));
  }
  below(n: number): number {
    return this.random.below(n);
  }
  money(top: number): number {
    return Math.round(100 * (1 + this.random.uniform() ** 2 * top)) / 100;
  }
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }
}

const rounds = ["round", "roundEven", "floor"] as const;
const names = ["Ada", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gus", "Hal", "Ida", "Jon", "Kim", "Lou"];
const families = [
  "Abel",
  "Bauer",
  "Clark",
  "Doyle",
  "Ekman",
  "Frey",
  "Gold",
  "Hahn",
  "Ivens",
  "Jung",
  "Klein",
];

/** Every kind of rule that detection looks for. */
export const plantedKinds: Readonly<Record<string, (m: Maker) => Part>> = {
  order: (m) => {
    const a = m.fill(() => m.below(80));
    return part([
      ["int", a],
      ["int", m.fill((i) => Number(a[i]) + m.below(60))],
    ]);
  },
  gap: (m) => {
    const a = m.fill(() => m.below(80));
    return part([
      ["int", a],
      ["int", m.fill((i) => Number(a[i]) + 3 + m.below(12))],
    ]);
  },
  dates: (m) => {
    const a = m.fill(() => start + m.below(1000) * dayMs);
    return part([
      ["date", a],
      ["date", m.fill((i) => Number(a[i]) + m.below(300) * dayMs)],
    ]);
  },
  sum: (m) => {
    const n = 2 + m.below(4);
    const parts = Array.from({ length: n }, () => m.fill(() => m.money(50)));
    const total = m.fill((i) => cents(parts.reduce((sum, one) => sum + Number(one[i]), 0)));
    return part([["money", total], ...parts.map((cells) => ["money", cells] as const)]);
  },
  difference: (m) => {
    const [a, b] = [m.fill(() => m.money(300)), m.fill(() => m.money(90))];
    return part([
      ["money", a],
      ["money", b],
      ["money", m.fill((i) => cents(Number(a[i]) - Number(b[i]) + 5))],
    ]);
  },
  product: (m) => {
    const how = m.pick(rounds);
    const [a, b] = [m.fill(() => 1 + m.below(40)), m.fill(() => cents(m.money(99) / 3))];
    const price = m.fill((i) => roundAs("round", Number(b[i]), 3));
    const product = m.fill((i) => roundAs(how, Number(a[i]) * Number(price[i]), 2));
    return part([
      ["int", a],
      ["money", price],
      ["money", product],
    ]);
  },
  ratio: (m) => {
    const [a, b] = [m.fill(() => m.money(900)), m.fill(() => 2 + m.below(60))];
    return part([
      ["money", a],
      ["int", b],
      ["money", m.fill((i) => roundAs("round", Number(a[i]) / Number(b[i]), 2))],
    ]);
  },
  factor: (m) => {
    const how = m.pick(rounds);
    const [c, a] = [m.pick([1.19, 0.0725, 2.54, 0.453]), m.fill(() => m.money(400))];
    return part([
      ["money", a],
      ["money", m.fill((i) => roundAs(how, c * Number(a[i]), 2))],
    ]);
  },
  copy: (m) => {
    const a = m.fill(() => m.money(400));
    return part([
      ["money", a],
      ["money", [...a]],
    ]);
  },
  oneOf: (m) => flags(m, 3 + m.below(3), false),
  atMostOneOf: (m) => flags(m, 3 + m.below(3), true),
  combinations: (m) => {
    const groups = 5;
    const a = m.fill(() => m.below(8));
    return part([
      ["text", a.map((v) => `a${v}`)],
      ["text", a.map((v) => `b${(Number(v) % groups) + m.below(3)}`)],
    ]);
  },
  missing: (m) => {
    const states = m.fill(() => m.pick(["open", "done", "paid"]));
    return part([
      ["text", states],
      ["money", m.fill((i) => (states[i] === "open" ? null : m.money(70)))],
    ]);
  },
  days: (m) => {
    const [a, n] = [m.fill(() => start + m.below(1000) * dayMs), m.fill(() => m.below(200))];
    return part([
      ["date", a],
      ["date", m.fill((i) => Number(a[i]) + Number(n[i]) * dayMs)],
      ["int", n],
    ]);
  },
  datePart: (m) => {
    const a = m.fill(() => start + m.below(1000) * dayMs);
    return part([
      ["date", a],
      ["int", a.map((ms) => new Date(Number(ms)).getUTCMonth() + 1)],
    ]);
  },
  unique: (m) => {
    const lines = 1 + Math.ceil(Math.sqrt(m.rows) / 4);
    const order = Array.from(m.random.permutation(m.rows));
    return part([
      ["int", order.map((i) => 10 + Math.floor(i / lines))],
      ["int", order.map((i) => 1 + (i % lines))],
    ]);
  },
  text: (m) => {
    const [a, b] = [m.fill(() => m.pick(names)), m.fill(() => m.pick(families))];
    return part([
      ["text", a],
      ["text", b],
      ["text", a.map((first, i) => `${first} ${b[i]}`)],
    ]);
  },
};

function part(cells: readonly (readonly [Kind, Cell[]])[]): Part {
  return { cells, tied: cells.map((_, i) => i) };
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

function flags(m: Maker, n: number, none: boolean): Part {
  const set = m.fill(() => m.below(n + (none ? 1 : 0)));
  return part(Array.from({ length: n }, (_, k) => ["flag", set.map((v) => (v === k ? 1 : 0))] as const));
}

/**
 * A table with rules of the kinds named, 5 % of cells missing (not where missing is the rule, not of keys), rules that hold in
 * 99.5 % of rows only, independent columns up to `columns` in all, shuffled and renamed.
 */
export function makePlanted(
  seed: number,
  options: { readonly kinds: readonly string[]; readonly columns: number; readonly rows: number },
): PlantedTable {
  const m = new Maker(seed, options.rows);
  const made: { kind: Kind; cells: Cell[]; whole: boolean }[] = [];
  const rules: { kind: string; places: number[] }[] = [];
  for (const kind of options.kinds) {
    const { cells } = plantedKinds[kind]!(m);
    rules.push({ kind, places: cells.map((_, i) => made.length + i) });
    for (const [own, values] of cells)
      made.push({ kind: own, cells: values, whole: kind === "unique" || kind === "missing" });
  }
  if (made.length + 2 <= options.columns) {
    const a = m.fill(() => m.below(70));
    const b = m.fill((i) =>
      m.random.uniform() < 0.005 ? Number(a[i]) - 1 - m.below(5) : Number(a[i]) + m.below(40),
    );
    made.push({ kind: "int", cells: a, whole: false }, { kind: "int", cells: b, whole: false });
  }
  while (made.length < options.columns) made.push({ ...independent(m), whole: false });
  const order = Array.from(m.random.permutation(made.length));
  const nameOf = (place: number) => `v${order.indexOf(place)}`;
  const columns = order.map((place, at) => toColumn(`v${at}`, made[place]!, m));
  return {
    table: makeTable(columns.map(({ column }) => column)),
    specs: columns.map(({ spec }) => spec),
    planted: rules.map(({ kind, places }) => ({ kind, columns: places.map(nameOf) })),
  };
}

function independent(m: Maker): { kind: Kind; cells: Cell[] } {
  const kind = m.pick<Kind>(["int", "money", "date", "text", "flag"]);
  const cell = {
    int: () => m.below(90),
    money: () => m.money(120),
    date: () => start + m.below(1500) * dayMs,
    text: () => `k${m.below(7)}`,
    flag: () => (m.random.uniform() < 0.3 ? 1 : 0),
  }[kind];
  return { kind, cells: m.fill(cell) };
}

function toColumn(
  name: string,
  { kind, cells, whole }: { kind: Kind; cells: Cell[]; whole: boolean },
  m: Maker,
): { column: Column; spec: ColumnSpec } {
  const shown = cells.map((cell) => (!whole && m.random.uniform() < 0.05 ? null : cell));
  if (kind === "text") {
    const dictionary = [...new Set(shown.filter((cell) => cell !== null))].map(String);
    const codes = Int32Array.from(shown, (cell) => (cell === null ? -1 : dictionary.indexOf(String(cell))));
    const spec = columnSpec(name, "categorical", { minCategoryCount: 5 });
    return { column: { kind: "string", name, codes, dictionary }, spec };
  }
  const values = Float64Array.from(shown, (cell) => (cell === null ? Number.NaN : Number(cell)));
  if (kind === "date") {
    const format = { physical: "date", dateFormat: "%Y-%m-%d" } as const;
    return { column: { kind: "datetime", name, values }, spec: columnSpec(name, "datetime", { format }) };
  }
  const decimals = kind === "money" ? decimalsOf(values) : 0;
  const format = { physical: decimals === 0 ? "integer" : "decimal", decimals } as const;
  const sdtype = kind === "flag" ? "boolean" : "numerical";
  return {
    column: { kind: "number", name, values },
    spec: columnSpec(name, sdtype, {
      decimals: kind === "flag" ? null : decimals,
      format,
      minCategoryCount: 5,
    }),
  };
}

function decimalsOf(values: Float64Array): number {
  let most = 0;
  for (const v of values) if (!Number.isNaN(v)) most = Math.max(most, (String(v).split(".")[1] ?? "").length);
  return most;
}

/** Twenty tables of 3 to 60 columns in which every kind stands equally often, as far as it goes. */
export function plantedTables(rows: number): PlantedTable[] {
  const kinds = Object.keys(plantedKinds);
  return Array.from({ length: 20 }, (_, t) => {
    const count = 1 + (t % 12);
    const own = Array.from({ length: count }, (_, k) => kinds[(t * 7 + k * 5) % kinds.length]!);
    return makePlanted(1000 + t, { kinds: [...new Set(own)], columns: 3 + 3 * t, rows });
  });
}

/** Ten tables of independent columns. */
export function independentTables(rows: number): PlantedTable[] {
  return Array.from({ length: 10 }, (_, t) => {
    const m = new Maker(2000 + t, rows);
    const made = Array.from({ length: 4 + 6 * t }, (_, at) =>
      toColumn(`v${at}`, { ...independent(m), whole: false }, m),
    );
    const table = makeTable(made.map(({ column }) => column));
    return { table, specs: made.map(({ spec }) => spec), planted: [] };
  });
}
