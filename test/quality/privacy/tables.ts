import { readFileSync } from "node:fs";
import { Random } from "../../../src/numerics/random.ts";
import type { QualityInput } from "../../../src/quality/input.ts";
import { type Column, makeTable, type Table, takeRows } from "../../../src/table/table.ts";

const goldenFolder = new URL("../../fixtures/golden/", import.meta.url);

export interface GoldenPair {
  readonly real: Table;
  readonly synthetic: Table;
  readonly dcr: readonly number[];
}

/** A golden pair as tables with common dictionaries, and the reference's distances to the closest record. */
export function loadGolden(name: "adult" | "penguins"): GoldenPair {
  const metadata = JSON.parse(readFileSync(new URL(`${name}_metadata.json`, goldenFolder), "utf8")) as {
    columns: Record<string, { sdtype: string }>;
  };
  const golden = JSON.parse(readFileSync(new URL(`${name}_golden.json`, goldenFolder), "utf8")) as Record<
    string,
    Record<string, number>
  >;
  const dictionaries = new Map<string, string[]>();
  const read = (side: string): Table => {
    const lines = readFileSync(new URL(`${name}_${side}.csv`, goldenFolder), "utf8")
      .trim()
      .split(/\r?\n/);
    const cells = lines.map((line) => line.split(","));
    const rows = cells.slice(1);
    return makeTable(
      cells[0]!.map((column, c): Column => {
        const text = rows.map((row) => row[c]!);
        if (metadata.columns[column]!.sdtype === "numerical")
          return {
            kind: "number",
            name: column,
            values: Float64Array.from(text, (t) => (t === "" ? NaN : Number(t))),
          };
        const dictionary = dictionaries.get(column) ?? [];
        dictionaries.set(column, dictionary);
        return textColumn(column, text, dictionary);
      }),
    );
  };
  return {
    real: read("real"),
    synthetic: read("synth"),
    dcr: Object.values(golden["dcr_first200synth_vs_first1000real"]!),
  };
}

export function textColumn(name: string, text: readonly string[], dictionary: string[] = []): Column {
  const codes = Int32Array.from(text, (t) => {
    if (t === "") return -1;
    let code = dictionary.indexOf(t);
    if (code < 0) code = dictionary.push(t) - 1;
    return code;
  });
  return { kind: "string", name, codes, dictionary };
}

export function numberColumn(name: string, values: Iterable<number>): Column {
  return { kind: "number", name, values: Float64Array.from(values) };
}

export function slice(table: Table, from: number, to: number): Table {
  return takeRows(
    table,
    Array.from({ length: Math.min(to, table.rows) - from }, (_, i) => from + i),
  );
}

export function qualityInput(
  real: Table,
  synthetic: Table,
  holdout: Table | null,
  options: Partial<QualityInput> = {},
): QualityInput {
  return {
    real,
    synthetic,
    holdout,
    columns: real.columns.map((c) => ({
      name: c.name,
      sdtype: c.kind === "string" ? "categorical" : c.kind === "number" ? "numerical" : "datetime",
      role: "feature",
    })),
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed: 7,
    signal: new AbortController().signal,
    progress: () => {},
    ...options,
  };
}

/** Independent draws from one population: correlated numbers, categories that depend on them, missing values, a date. */
export function population(rows: number, seed: number): Table {
  const random = new Random(seed);
  const income = new Float64Array(rows);
  const age = new Float64Array(rows);
  const joined = new Float64Array(rows);
  const job: string[] = [];
  const city: string[] = [];
  for (let i = 0; i < rows; i++) {
    const skill = random.normal();
    age[i] = Math.round(40 + 12 * random.normal());
    income[i] = Math.round(Math.exp(10 + 0.6 * skill + 0.3 * random.normal()));
    joined[i] = random.uniform() < 0.1 ? NaN : Date.UTC(2020, 0, 1) + random.below(1000) * 86_400_000;
    job.push(skill + 0.7 * random.normal() > 0.5 ? "engineer" : random.uniform() < 0.5 ? "clerk" : "driver");
    city.push(random.uniform() < 0.05 ? "" : cities[Math.floor(random.uniform() ** 2 * cities.length)]!);
  }
  return makeTable([
    numberColumn("age", age),
    numberColumn("income", income),
    { kind: "datetime", name: "joined", values: joined },
    textColumn("job", job, jobs),
    textColumn("city", city, cities),
  ]);
}

const jobs = ["clerk", "driver", "engineer"];
const cities = ["Bonn", "Kyiv", "Lima", "Oslo", "Pune", "Riga", "Rome", "Suva"];

/** Every number in a plain value is finite. */
export function everyNumberFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value !== "object") return true;
  return Object.values(value).every(everyNumberFinite);
}
