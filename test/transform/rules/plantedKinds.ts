import { Random } from "../../../src/numerics/random.ts";
import { roundAs } from "../../../src/transform/rules/judge/evaluate.ts";

export type Cell = number | string | null;
export type Kind = "int" | "money" | "date" | "moment" | "text" | "flag";
export interface Part {
  readonly cells: readonly (readonly [Kind, Cell[]])[];
}

export const dayMs = 86_400_000;
export const start = Date.UTC(2020, 0, 1);

export class Maker {
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
  chain: (m) => {
    const a = m.fill(() => m.below(80));
    const b = m.fill((i) => Number(a[i]) + m.below(60));
    return part([
      ["int", a],
      ["int", b],
      ["int", m.fill((i) => Number(b[i]) + m.below(60))],
    ]);
  },
  linear: (m) => {
    const how = m.pick(rounds);
    const [c, e] = m.pick([
      [1.8, 32],
      [0.35, -4.5],
      [1.19, 4.9],
    ] as const);
    const a = m.fill(() => m.money(90));
    return part([
      ["money", a],
      ["money", m.fill((i) => roundAs(how, c * Number(a[i]) + e, 2))],
    ]);
  },
  implies: (m) => {
    const a = m.fill(() => m.pick(["card", "cash", "check", "other"]));
    const b = m.fill((i) => (a[i] === "cash" ? "none" : m.pick(["none", "visa", "amex", "own"])));
    return part([
      ["text", a],
      ["text", b],
    ]);
  },
  impliesSet: (m) => {
    const a = m.fill(() => m.pick(["north", "south", "east", "west"]));
    const b = m.fill((i) => (a[i] === "east" ? m.pick(["p", "q"]) : m.pick(["p", "q", "r", "s", "t"])));
    return part([
      ["text", a],
      ["text", b],
    ]);
  },
  impliesRange: (m) => {
    const a = m.fill(() => m.pick(["junior", "middle", "senior"]));
    return part([
      ["text", a],
      ["int", m.fill((i) => (a[i] === "senior" ? 50 + m.below(8) : 18 + m.below(52)))],
    ]);
  },
  payByHours: (m) => {
    const hours = m.fill(() => m.pick([0, 0, 1, 2, 4, 8]));
    const rate = m.fill(() => 10 + m.below(400) / 10);
    const factor = m.pick([1.25, 1.5, 0.75]);
    return part([
      ["int", hours],
      ["money", rate],
      ["money", m.fill((i) => roundAs("round", factor * Number(hours[i]) * Number(rate[i]), 2))],
    ]);
  },
  rateInPercent: (m) => {
    const all = m.fill(() => 50 + m.below(9000));
    const hits = m.fill((i) => Math.round((Number(all[i]) * m.below(400)) / 1000));
    return part([
      ["int", all],
      ["int", hits],
      ["money", m.fill((i) => roundAs("round", (100 * Number(hits[i])) / Number(all[i]), 2))],
    ]);
  },
  change: (m) => {
    const before = m.fill(() => m.money(400));
    const after = m.fill((i) => Math.round(Number(before[i]) * (40 + m.below(120))) / 100);
    const scale = m.pick([1, 100]);
    const isMargin = m.below(2) === 1;
    const decimals = scale === 1 ? 3 : 1;
    return part([
      ["money", before],
      ["money", after],
      [
        "money",
        m.fill((i) => {
          const [x, y] = [Number(after[i]), Number(before[i])];
          return roundAs("round", (scale * (x - y)) / (isMargin ? x : y), decimals);
        }),
      ],
    ]);
  },
  emptyState: (m) => {
    const a = m.fill(() => m.pick(["in stock", "in stock", "sold out", "on order"]));
    const first = m.below(2);
    return part([
      ["text", a],
      ["int", m.fill((i) => (a[i] === "in stock" ? first + 1 + m.below(400) : first))],
    ]);
  },
  together: (m) => {
    const gone = m.fill(() => (m.random.uniform() < 0.2 ? 1 : 0));
    const unless = (cell: () => Cell) => m.fill((i) => (gone[i] === 1 ? null : cell()));
    return part([
      ["money", unless(() => m.money(40))],
      ["text", unless(() => m.pick(["a", "b", "c"]))],
    ]);
  },
  dependency: (m) => {
    const [a, b] = [m.fill(() => m.below(5)), m.fill(() => m.below(4))];
    const table = Array.from({ length: 20 }, () => m.below(9));
    return part([
      ["text", a.map((v) => `s${v}`)],
      ["text", b.map((v) => `m${v}`)],
      ["text", a.map((v, i) => `p${table[4 * Number(v) + Number(b[i])]}`)],
    ]);
  },
  unique3: (m) => {
    const side = 2 + Math.ceil(Math.cbrt(m.rows));
    const order = Array.from(m.random.permutation(side ** 3)).slice(0, m.rows);
    return part([
      ["int", order.map((i) => 10 + (i % side))],
      ["int", order.map((i) => Math.floor(i / side) % side)],
      ["int", order.map((i) => Math.floor(i / side / side))],
    ]);
  },
  dayOf: (m) => {
    const a = m.fill(() => start + m.below(500) * dayMs + m.below(24 * 60) * 60_000);
    return part([
      ["moment", a],
      ["date", a.map((ms) => Math.floor(Number(ms) / dayMs) * dayMs)],
    ]);
  },
  code: (m) => {
    const a = m.fill(() => 100 + m.below(60));
    return part([
      ["int", a],
      ["text", a.map((v) => `SKU-${v}`)],
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
  band: (m) => {
    const cuts = m.pick([
      [50, 70, 90],
      [18.5, 25, 30],
      [40, 65],
    ] as const);
    const a = m.fill(() => Math.round(10 * (5 + 100 * m.random.uniform())) / 10);
    const upTo = m.below(2) === 0;
    const label = (x: number) => cuts.filter((cut) => (upTo ? x > cut : x >= cut)).length;
    return part([
      ["money", a],
      ["text", a.map((x) => `band ${label(Number(x))}`)],
    ]);
  },
  side: (m) => {
    const [a, b] = [m.fill(() => start + m.below(60) * dayMs), m.fill(() => start + m.below(60) * dayMs)];
    return part([
      ["date", a],
      ["date", b],
      ["text", a.map((x, i) => (Number(x) > Number(b[i]) ? "late" : "in time"))],
    ]);
  },
  mean: (m) => {
    const marks = Array.from({ length: 2 + m.below(4) }, () => m.fill(() => m.below(101)));
    const mean = m.fill((i) =>
      roundAs("round", marks.reduce((sum, own) => sum + Number(own[i]), 0) / marks.length, 2),
    );
    return part([["money", mean], ...marks.map((cells) => ["int", cells] as const)]);
  },
  rateOfSum: (m) => {
    const [how, rate] = [m.pick(rounds), m.pick([0.32, 0.19, 0.055])];
    const [a, b] = [m.fill(() => m.money(900)), m.fill(() => m.money(200))];
    return part([
      ["money", a],
      ["money", b],
      ["money", m.fill((i) => roundAs(how, rate * (Number(a[i]) + Number(b[i])), 2))],
    ]);
  },
  weighted: (m) => {
    const [w, v] = m.pick([
      [0.4, 0.6],
      [0.25, 0.75],
      [1.5, -0.5],
    ] as const);
    const [a, b] = [m.fill(() => m.below(101)), m.fill(() => m.below(101))];
    return part([
      ["int", a],
      ["int", b],
      ["money", m.fill((i) => roundAs("round", w * Number(a[i]) + v * Number(b[i]), 1))],
    ]);
  },
  twelfth: (m) => {
    const a = m.fill(() => 1000 * (28 + m.below(70)) + 50 * m.below(20));
    const parts = m.pick([12, 52, 7]);
    return part([
      ["int", a],
      ["money", m.fill((i) => roundAs("round", Number(a[i]) / parts, 2))],
    ]);
  },
  index: (m) => {
    const [weight, height] = [m.fill(() => 45 + m.below(700) / 10), m.fill(() => 150 + m.below(45))];
    return part([
      ["money", weight],
      ["int", height],
      ["money", m.fill((i) => roundAs("round", (10_000 * Number(weight[i])) / Number(height[i]) ** 2, 1))],
    ]);
  },
  volume: (m) => {
    const sides = Array.from({ length: 3 }, () => m.fill(() => 5 + m.below(80)));
    const liters = m.fill((i) =>
      roundAs("round", sides.reduce((product, own) => product * Number(own[i]), 1) / 1000, 2),
    );
    return part([["money", liters], ...sides.map((cells) => ["int", cells] as const)]);
  },
};

function part(cells: readonly (readonly [Kind, Cell[]])[]): Part {
  return { cells };
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

function flags(m: Maker, n: number, none: boolean): Part {
  const set = m.fill(() => m.below(n + (none ? 1 : 0)));
  return part(Array.from({ length: n }, (_, k) => ["flag", set.map((v) => (v === k ? 1 : 0))] as const));
}
