import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "./orders.ts";

interface Town {
  readonly country: string;
  readonly city: string;
  /** What its postcodes begin with, and their form: 0 a digit, A a letter. */
  readonly area: string;
  readonly form: string;
}

const towns: readonly Town[] = [
  { country: "DE", city: "Berlin", area: "10", form: "10000" },
  { country: "DE", city: "Dresden", area: "01", form: "01000" },
  { country: "AT", city: "Graz", area: "8", form: "8000" },
  { country: "FR", city: "Lyon", area: "69", form: "69000" },
  { country: "GB", city: "Leeds", area: "LS", form: "LS0 0AA" },
  { country: "GB", city: "London", area: "SW", form: "SW0 0AA" },
];

const written = ({ area, form }: Town, random: Random): string =>
  area +
  form
    .slice(area.length)
    .replace(/[0A]/g, (place) =>
      place === "0" ? String(random.below(10)) : String.fromCharCode(65 + random.below(26)),
    );

const isWritten = (text: string, { area, form }: Town): boolean =>
  text.startsWith(area) &&
  text.replace(/\d/g, "0").replace(/[A-Z]/g, "A") === form.replace(/\d/g, "0").replace(/[A-Z]/g, "A");

describe("a postcode that differs in nearly every row", () => {
  for (const [seed, chosen] of [
    [1, towns],
    [2, towns.filter(({ country }) => country === "DE")],
    [3, towns.filter(({ country }) => country === "GB")],
    // numbers
    [4, towns.filter(({ city }) => city === "Berlin" || city === "Lyon")],
  ] as const)
    it(`is a new one that fits city and country, no real rare one (${chosen.map(({ city }) => city).join(", ")})`, async () => {
      const random = new Random(seed);
      const real: string[] = [];
      const lines = Array.from({ length: 1200 }, (_, row) => {
        const town = chosen[random.below(chosen.length)]!;
        real.push(written(town, random));
        return `${row},mail${row}@firma.de,${town.country},${town.city},${real[row]},${random.below(90)}`;
      });
      const { loaded, specs } = await loadCsv(`id,email,country,city,postcode,items\n${lines.join("\n")}\n`);
      const { data, restore } = prepare(loaded.table, specs, { seed });
      const made = restoreBatch(restore, data.table, { firstRow: 0, seed });
      const column = (name: string): string[] => {
        const found = findColumn(made, name)!;
        return found.kind === "string"
          ? Array.from(found.codes, (code) => found.dictionary[code] ?? "")
          : Array.from(found.values, String);
      };
      const [cities, postcodes] = [column("city"), column("postcode")];
      const town = (city: string) => chosen.find((one) => one.city === city)!;
      expect(postcodes.filter((text, row) => !isWritten(text, town(cities[row]!)))).toEqual([]);
      expect(new Set(postcodes).size).toBeGreaterThan(10);
      const counts = new Map<string, number>();
      for (const text of real) counts.set(text, (counts.get(text) ?? 0) + 1);
      const saved = JSON.stringify(restore);
      for (const [text, count] of counts) if (count < 5) expect(saved).not.toContain(text);
      expect(postcodes.filter((text) => (counts.get(text) ?? 5) < 5)).toEqual([]);
    });
});
