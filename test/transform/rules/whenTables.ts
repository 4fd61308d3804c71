import fc from "fast-check";
import type { RuleConfig } from "../../../src/config/rules/ruleSchema.ts";
import { Random } from "../../../src/numerics/random.ts";
import { type Column, makeTable, type Table, takeRows } from "../../../src/table/table.ts";
import { judgeRule } from "../../../src/transform/rules/judge/judgeRule.ts";
import { viewTable } from "../../../src/transform/rules/judge/ruleView.ts";
import { columnSpec } from "../columnSpecs.ts";
import { type RuledTable, typed } from "./ruledTables.ts";

const drawn = 4000;
const day = 86_400_000;
const whole = { physical: "integer", decimals: 0 } as const;

/** Of the columns `state` and `kind` (texts), `x`, `y` and `z` (whole numbers), `from` and `until` (dates); `y` and `until` have gaps. */
const entries: readonly (string | readonly [when: string, then: string])[] = [
  ["state = 's0'", "x <= 12"],
  ["state = 's1'", "x >= 9"],
  ["state in ('s0', 's2')", "y is missing"],
  ["state = 's1'", "y is present"],
  ["y is missing", "until is missing"],
  ["until is missing", "kind in ('k0', 'k1', 'k2')"],
  ["x > 20", "kind = 'k0'"],
  ["kind = 'k1'", "state in ('s1', 's2')"],
  ["kind = 'k3'", "z = 0"],
  ["x < 6", "until >= 2021-01-01"],
  ["kind = 'k2'", "x != z"],
  ["z > 10", "x + z < 30"],
  ["kind = 'k4'", "from <= until"],
  "z != 7",
  "x * z <= 200",
];

/** Tables of independent columns from which the rows that break one to four implications and orders are taken out. */
export const whenTables: fc.Arbitrary<RuledTable> = fc
  .record({
    picked: fc.uniqueArray(fc.nat(entries.length - 1), { minLength: 1, maxLength: 4 }),
    seed: fc.nat(1e6),
  })
  .map(({ picked, seed }) => {
    const all = drawTable(new Random(seed));
    const specs = all.columns.map(({ name, kind }) =>
      kind === "string"
        ? columnSpec(name, "categorical", { minCategoryCount: 5 })
        : kind === "datetime"
          ? columnSpec(name, "datetime", { format: { physical: "date", dateFormat: "%Y-%m-%d" } })
          : columnSpec(name, "numerical", { decimals: 0, format: whole }),
    );
    const written = picked.map((at): RuleConfig => {
      const entry = entries[at]!;
      return typeof entry === "string" ? entry : { when: entry[0], then: entry[1], repair: false };
    });
    const rules = typed(written, specs);
    return { table: keeping(all, rules), specs, rules, products: new Set() };
  });

function keeping(table: Table, rules: RuledTable["rules"]): Table {
  const view = viewTable(table, () => 0);
  const broken = new Set(rules.flatMap((rule) => [...judgeRule(rule, view).broken]));
  return takeRows(
    table,
    Array.from({ length: table.rows }, (_, i) => i).filter((i) => !broken.has(i)),
  );
}

function drawTable(random: Random): Table {
  const numbers = (kind: "number" | "datetime", name: string, draw: () => number): Column => ({
    kind,
    name,
    values: Float64Array.from({ length: drawn }, draw),
  });
  const texts = (name: string, count: number): Column => ({
    kind: "string",
    name,
    codes: Int32Array.from({ length: drawn }, () => random.below(count)),
    dictionary: Array.from({ length: count }, (_, k) => `${name[0]}${k}`),
  });
  const below = (top: number) => () => random.below(top);
  const or = (share: number, draw: () => number) => () => (random.uniform() < share ? Number.NaN : draw());
  const date = (days: number) => () => Date.UTC(2020, 0, 1) + random.below(days) * day;
  return makeTable([
    texts("state", 4),
    numbers("number", "x", below(30)),
    numbers("datetime", "from", date(700)),
    texts("kind", 5),
    numbers("number", "y", or(0.3, below(90))),
    numbers("datetime", "until", or(0.3, date(900))),
    numbers("number", "z", below(16)),
  ]);
}
