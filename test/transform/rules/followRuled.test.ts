import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { cellReader } from "../../../src/table/cellReader.ts";
import { likelyPattern } from "../../../src/table/infer/idPattern.ts";
import { type Column, findColumn, makeTable, takeColumn } from "../../../src/table/table.ts";
import { toModelConditions } from "../../../src/transform/conditions.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { detectRules, isExact } from "../../../src/transform/rules/detect/detectRules.ts";
import { columnSpec } from "../columnSpecs.ts";

const rows = 500;
const day = 86_400_000;
const month = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });
const dateText = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function textColumn(name: string, values: readonly string[]): Column {
  const dictionary = [...new Set(values)];
  return { kind: "string", name, dictionary, codes: Int32Array.from(values, (v) => dictionary.indexOf(v)) };
}

/** Bookings: dates that rules tie together, and columns that follow from one of them. */
function bookings(seed: number) {
  const random = new Random(seed);
  const arrival = Float64Array.from({ length: rows }, () => Date.UTC(2022, 0, 1) + random.below(900) * day);
  const nights = arrival.map(() => 1 + random.below(12));
  const lead = arrival.map(() => random.below(90));
  const booked = arrival.map((ms, i) => ms - lead[i]! * day);
  return makeTable([
    textColumn(
      "id",
      Array.from(booked, (ms, i) => `B-${dateText(ms).slice(0, 7).replace("-", "")}-${10_000 + i}`),
    ),
    { kind: "datetime", name: "booked", values: booked },
    { kind: "datetime", name: "arrival", values: arrival },
    { kind: "datetime", name: "departure", values: arrival.map((ms, i) => ms + nights[i]! * day) },
    { kind: "number", name: "nights", values: nights },
    { kind: "number", name: "lead", values: lead },
    textColumn(
      "month",
      Array.from(arrival, (ms) => month.format(ms)),
    ),
    { kind: "number", name: "year", values: arrival.map((ms) => new Date(ms).getUTCFullYear()) },
    { kind: "number", name: "price", values: nights.map((n) => n * (50 + random.below(90))) },
  ]);
}

it("what follows from a date that rules compute follows from it in every row, and can be asked for", async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const table = bookings(seed);
    const id = findColumn(table, "id") as Extract<Column, { kind: "string" }>;
    const specs = table.columns.map((column) =>
      column.name === "id"
        ? columnSpec("id", "id", { role: "id", pattern: likelyPattern(id.dictionary) })
        : columnSpec(
            column.name,
            column.kind === "string" ? "categorical" : column.kind === "datetime" ? "datetime" : "numerical",
            { decimals: 0 },
          ),
    );
    const found = (await detectRules(table, specs, { seed })).filter(isExact).map(({ rule }) => rule);
    const { data, restore } = prepare(table, specs, { seed, rules: found });
    const names = data.columns.map(({ name }) => name);
    expect(names).not.toContain("month");
    const random = new Random(seed);
    // a model that knows single columns only
    const columns = data.table.columns.map((column) => takeColumn(column, random.permutation(rows)));
    const made = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed });
    const at = (name: string) => cellReader(findColumn(made, name)!);
    const [ids, booked, arrival, departure, nights, months] = [
      "id",
      "booked",
      "arrival",
      "departure",
      "nights",
      "month",
    ].map(at);
    for (let i = 0; i < rows; i++) {
      expect(months!(i)).toBe(month.format(Number(arrival!(i))));
      expect(Number(departure!(i)) - Number(arrival!(i))).toBe(Number(nights!(i)) * day);
      expect(String(ids!(i)).slice(0, 8)).toBe(
        `B-${dateText(Number(booked!(i)))
          .slice(0, 7)
          .replace("-", "")}`,
      );
    }
    expect(new Set(Array.from({ length: rows }, (_, i) => ids!(i))).size).toBe(rows);
    expect(() => toModelConditions(restore, [{ column: "month", op: "in", values: ["July"] }])).not.toThrow();
    for (const value of ["Juli", "summer"])
      expect(() => toModelConditions(restore, [{ column: "month", op: "in", values: [value] }])).toThrow(
        /never/,
      );
  }
});
