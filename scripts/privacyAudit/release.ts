import { parseConfig } from "../../src/config/parseConfig.ts";
import { declaredColumns } from "../../src/config/privacy/domain.ts";
import { planDomain } from "../../src/config/privacy/domainPlan.ts";
import { planTables, type TablePlan } from "../../src/config/privacy/tablePlan.ts";
import { buyDomain } from "../../src/privacy/bought/buyDomain.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import { encodeRows } from "../../src/privacy/encodeRows.ts";
import { addNoise, estimateRows } from "../../src/privacy/measure.ts";
import { type PublicTable, publicTable } from "../../src/privacy/publicTable.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";
import { makeTable, type StringColumn, type Table } from "../../src/table/table.ts";

/** All that leaves the house of one run. */
export interface Release {
  /** Domain and restore plan, as JSON. */
  readonly said: string;
  readonly noisy: Int32Array;
  /** Rows that the model says the source has. */
  readonly rows: number;
}

export type Releaser = (rows: readonly Cells[], bits: SecretBits) => Release;

/** A row of the audited table: a number, a category, and a column that the config drops. */
export type Cells = readonly [number: string, category: string, dropped: string];

export const auditedNames = ["number", "category", "dropped"];
export const auditedPrivacy = { epsilon: 2, delta: 1e-4 } as const;
const declared = { number: { min: 0, max: 100, bins: 5 }, category: { values: ["a", "b"] } };

/** The release of the product; a planted fault is a change of what it asks. */
export interface ReleaseOptions {
  readonly columns?: (rows: readonly Cells[]) => Readonly<Record<string, unknown>>;
  readonly bits?: (given: SecretBits) => SecretBits;
  readonly rows?: (rows: readonly Cells[], estimated: number) => number;
}

/** With a declared domain. */
export function releaseOf({
  columns = () => ({ ...declared, dropped: { role: "drop" } }),
  bits: bitsOf = (given) => given,
  rows: rowsOf = (_, estimated) => estimated,
}: ReleaseOptions = {}): Releaser {
  return (rows, bits) => {
    const { table, plan } = planned(JSON.stringify(columns(rows)));
    const sizes = table.domain.map(({ size }) => size);
    const counts = countTables(plan, encodeRows(tableOf(rows), table.domain), sizes);
    const noisy = addNoise(plan, counts, bitsOf(bits));
    return {
      said: JSON.stringify([table.domain, table.restore]),
      noisy,
      rows: Math.round(rowsOf(rows, estimateRows(plan, noisy))),
    };
  };
}

const plans = new Map<string, { readonly table: PublicTable; readonly plan: TablePlan }>();

function planned(columns: string) {
  const known = plans.get(columns);
  if (known !== undefined) return known;
  const text = JSON.stringify({
    source: { path: "t.csv" },
    columns: JSON.parse(columns),
    privacy: auditedPrivacy,
  });
  const { config } = parseConfig(text, "t.synth.json");
  const table = publicTable(config!, auditedNames, declaredColumns(config!, auditedNames));
  const made = { table, plan: planTables(table.domain, config!.privacy!, { pairs: true }) };
  plans.set(columns, made);
  return made;
}

/** The first rows, which hold nothing of their own. */
export const commonRows = 19;

/** With a bought domain; `threshold`: as planned, or another one. */
export function boughtRelease(threshold?: number): Releaser {
  const privacy = { ...auditedPrivacy, domain: "private", unit: "row", maxRowsPerUnit: 1 } as const;
  const plan = planDomain(auditedNames.length, privacy)!;
  return (rows, bits) => {
    const open = auditedNames.map((name) => ({ name, missing: "model" }) as const);
    // what is common must stand out of the noise, or nothing is bought at all
    const many = rows.flatMap((row, i) => (i < commonRows ? Array.from({ length: 12 }, () => row) : [row]));
    const bought = buyDomain(tableOf(many), open, {
      plan: threshold === undefined ? plan : { ...plan, threshold },
      most: 100,
      bits,
    });
    return { said: JSON.stringify(bought), noisy: new Int32Array(), rows: 0 };
  };
}

function tableOf(rows: readonly Cells[]): Table {
  return makeTable(
    auditedNames.map((name, j): StringColumn => {
      const cells = rows.map((row) => row[j]!);
      const dictionary = [...new Set(cells)];
      return {
        kind: "string",
        name,
        codes: Int32Array.from(cells, (cell) => dictionary.indexOf(cell)),
        dictionary,
      };
    }),
  );
}
