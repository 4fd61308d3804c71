import type { ReportJson } from "../../src/protocol/report.ts";
import { buildReport } from "../../src/quality/buildReport.ts";
import type { ReportHooks, ReportInput } from "../../src/quality/reportInput.ts";
import { findColumn, makeTable, type NumberColumn, type Table, takeRows } from "../../src/table/table.ts";
import { fixtureTable } from "./comparison.ts";

export const penguinRows = [
  { name: "species", sdtype: "categorical" },
  { name: "bill_length_mm", sdtype: "numerical" },
  { name: "flipper_length_mm", sdtype: "numerical" },
  { name: "sex", sdtype: "categorical" },
] as const;

/** E-mail addresses that the real table is said to hold: none is in the synthetic one. */
export const addresses: Table = makeTable([
  {
    kind: "string",
    name: "email",
    codes: Int32Array.from({ length: 40 }, (_, i) => i),
    dictionary: Array.from({ length: 40 }, (_, i) => `keeper.${i}@penguins-${i % 7}.org`),
  },
]);

/** The real table, every fourth row held out. */
export async function realPenguins(): Promise<{ readonly training: Table; readonly holdout: Table }> {
  const real = await fixtureTable("golden/penguins_real.csv");
  const rows = Array.from({ length: real.rows }, (_, i) => i);
  const taken = (keep: (i: number) => boolean) => takeRows(real, rows.filter(keep));
  return { training: taken((i) => i % 4 !== 0), holdout: taken((i) => i % 4 === 0) };
}

/** The same tables with a number that is the product of two others. */
export async function penguinsWithProduct() {
  const withProduct = (table: Table): Table => {
    const of = (name: string) => (findColumn(table, name) as NumberColumn).values;
    const flipper = of("flipper_length_mm");
    const values = of("bill_length_mm").map((x, row) => x * flipper[row]!);
    return makeTable([...table.columns, { kind: "number", name: "product", values }]);
  };
  const { training, holdout } = await realPenguins();
  return {
    real: withProduct(training),
    holdout: withProduct(holdout),
    synthetic: withProduct(await fixtureTable("golden/penguins_synth.csv")),
    columns: [...penguinRows, { name: "product", sdtype: "numerical" as const }],
  };
}

/** A report on real penguins (every fourth held out) and a Gaussian copula's. */
export async function penguinsReport(
  overrides: Partial<ReportInput> = {},
  hooks: Partial<ReportHooks> = {},
): Promise<ReportJson> {
  const { training, holdout } = await realPenguins();
  return buildReport(
    {
      real: training,
      synthetic: await fixtureTable("golden/penguins_synth.csv"),
      holdout,
      columns: penguinRows,
      names: { real: "penguins.csv", synthetic: "copula.csv", holdout: "held out" },
      seed: 7,
      created: "2026-01-01T00:00:00Z",
      ...overrides,
    },
    { progress: () => {}, signal: new AbortController().signal, ...hooks },
  );
}
