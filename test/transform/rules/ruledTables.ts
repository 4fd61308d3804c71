import fc from "fast-check";
import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { typeRule } from "../../../src/config/rules/checkRules.ts";
import { columnTypes } from "../../../src/config/rules/columnTypes.ts";
import { readRule } from "../../../src/config/rules/readRule.ts";
import type { RuleConfig } from "../../../src/config/rules/ruleSchema.ts";
import type { Rule } from "../../../src/config/rules/ruleSyntax.ts";
import { Random } from "../../../src/numerics/random.ts";
import type { Column, Table } from "../../../src/table/table.ts";
import { roundAs } from "../../../src/transform/rules/judge/evaluate.ts";
import { columnSpec } from "../columnSpecs.ts";

/** How a column of a generated table follows from earlier ones. */
type Step =
  | { readonly kind: "free" }
  | { readonly kind: "above" | "below"; readonly of: readonly number[]; readonly gap: number }
  | { readonly kind: "sum"; readonly of: readonly number[]; readonly signs: readonly number[] }
  | { readonly kind: "factor"; readonly of: number; readonly factor: number };

export interface RuledTable {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly rules: readonly Rule[];
  /** Columns computed by a product, whose value is not kept where what it is computed from is missing. */
  readonly products: ReadonlySet<string>;
}

export function typed(entries: readonly RuleConfig[], specs: readonly ColumnSpec[]): Rule[] {
  return entries.map((entry) => typeRule(readRule(entry), columnTypes(specs)));
}

const step = (at: number): fc.Arbitrary<Step> => {
  if (at === 0) return fc.constant({ kind: "free" });
  const earlier = fc.uniqueArray(fc.nat(at - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.constant<Step>({ kind: "free" }),
    fc.record({ kind: fc.constantFrom("above" as const, "below" as const), of: earlier, gap: fc.nat(3) }),
    earlier.chain((of) =>
      fc.record({
        kind: fc.constant("sum" as const),
        of: fc.constant(of),
        signs: fc.array(fc.constantFrom(1, -1), { minLength: of.length, maxLength: of.length }),
      }),
    ),
    fc.record({
      kind: fc.constant("factor" as const),
      of: fc.nat(at - 1),
      factor: fc.constantFrom(1.19, 0.25, 2, -0.5),
    }),
  );
};

/** Tables of 120 rows whose columns hold sums, orders and products of one another, in a random order, with gaps. */
export const ruledTables: fc.Arbitrary<RuledTable> = fc
  .record({
    steps: fc
      .integer({ min: 2, max: 7 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => step(i)))),
    decimals: fc.constantFrom(0, 1, 2),
    gaps: fc.constantFrom(0, 0, 0.1, 0.4),
    seed: fc.nat(1e6),
  })
  .map(({ steps, decimals, gaps, seed }) => makeRuled(steps, { decimals, gaps, seed }));

const rows = 120;

function makeRuled(
  steps: readonly Step[],
  { decimals, gaps, seed }: { decimals: number; gaps: number; seed: number },
): RuledTable {
  const random = new Random(seed);
  const unit = 10 ** -decimals;
  const round = (v: number) => roundAs("round", v, decimals);
  const draw = () => Math.floor(random.uniform() * 40) * (random.uniform() < 0.3 ? 10 : 1) * unit;
  const values: Float64Array[] = [];
  const rules: RuleConfig[] = [];
  const products = new Set<string>();
  steps.forEach((one, at) => {
    const own = new Float64Array(rows);
    const name = `c${at}`;
    for (let i = 0; i < rows; i++) own[i] = round(cellOf(one, (of) => values[of]![i]!, draw, unit));
    values.push(own);
    if (one.kind === "above") for (const of of one.of) rules.push(`c${of} + ${one.gap} <= ${name}`);
    if (one.kind === "below") for (const of of one.of) rules.push(`${name} <= c${of} - ${one.gap}`);
    if (one.kind === "sum")
      rules.push(`${name} = ${one.of.map((of, i) => `${one.signs[i]} * c${of}`).join(" + ")}`);
    if (one.kind === "factor") {
      rules.push(`${name} = round(${one.factor} * c${one.of}, ${decimals})`);
      products.add(name);
    }
  });
  const order = random.permutation(steps.length);
  const columns = Array.from(
    order,
    (at): Column => ({ kind: "number", name: `c${at}`, values: values[at]! }),
  );
  for (const column of columns)
    if (column.kind === "number")
      for (let i = 0; i < rows; i++) if (random.uniform() < gaps) column.values[i] = Number.NaN;
  const format = { physical: decimals === 0 ? ("integer" as const) : ("decimal" as const), decimals };
  const specs = columns.map(({ name }) => columnSpec(name, "numerical", { decimals, format }));
  return { table: { rows, columns }, specs, rules: typed(rules, specs), products };
}

function cellOf(one: Step, cell: (column: number) => number, draw: () => number, unit: number): number {
  switch (one.kind) {
    case "free":
      return draw() - 20 * unit;
    case "above":
      return Math.max(...one.of.map(cell)) + one.gap + draw();
    case "below":
      return Math.min(...one.of.map(cell)) - one.gap - draw();
    case "sum":
      return one.of.reduce((sum, of, i) => sum + one.signs[i]! * cell(of), 0);
    case "factor":
      return one.factor * cell(one.of);
  }
}
