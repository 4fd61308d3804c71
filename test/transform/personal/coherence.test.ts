import { fakerCS_CZ } from "@faker-js/faker";
import { isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { findColumn, type Table } from "../../../src/table/table.ts";
import { languageOfCountry } from "../../../src/transform/personal/invent/countries.ts";
import { addressPart } from "../../../src/transform/personal/invent/localParts.ts";
import { eraOf, namesOf } from "../../../src/transform/personal/lists/namesOfEra.ts";
import { replaceColumn } from "../../../src/transform/personal/replace/replaceValues.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "./orders.ts";

const countries = [
  { name: "Germany", prefix: "+49", iban: "DE" },
  { name: "France", prefix: "+33", iban: "FR" },
  { name: "PL", prefix: "+48", iban: "PL" },
  { name: "España", prefix: "+34", iban: "ES" },
] as const;

/** One person a row, with names of a locale that no list has. */
function peopleCsv(rows: number): string {
  const faker = fakerCS_CZ;
  faker.seed(21);
  const lines = Array.from({ length: rows }, (_, i) => {
    const country = faker.helpers.arrayElement(countries);
    const sex = faker.helpers.arrayElement(["female", "male"] as const);
    const [first, last] = [faker.person.firstName(sex), faker.person.lastName(sex)];
    const email = `${addressPart(first)}.${addressPart(last)}${i}@firma.cz`;
    const born = faker.date.birthdate({ min: 1930, max: 2005, mode: "year" }).toISOString().slice(0, 10);
    const phone = `${country.prefix} ${faker.string.numeric(3)} ${faker.string.numeric(6)}`;
    return [
      first,
      last,
      sex.charAt(0),
      born,
      country.name,
      email,
      phone,
      faker.finance.iban({ countryCode: country.iban }),
    ].join(",");
  });
  return `first_name,last_name,sex,birth_date,country,email,phone,iban\n${lines.join("\n")}\n`;
}

function texts(table: Table, name: string): string[] {
  const column = findColumn(table, name)!;
  return column.kind === "string"
    ? Array.from(column.codes, (code) => column.dictionary[code]!)
    : Array.from(column.values, (ms) => new Date(ms).toISOString());
}

/** German, American and Polish forms: the area code depends on the city. */
const cities = [
  { city: "Leipzig", start: "0341 ", digits: 7 },
  { city: "Ulm", start: "(0731) ", digits: 6 },
  { city: "Boston", start: "+1 617-", digits: 7 },
  { city: "Kraków", start: "+48 12 ", digits: 7 },
  { city: "Berlin", start: "030/", digits: 8 },
];

it("phone numbers have the area code of the row's city", async () => {
  const faker = fakerCS_CZ;
  faker.seed(5);
  const lines = Array.from({ length: 900 }, (_, i) => {
    const { city, start, digits } = cities[(i * i) % cities.length]!;
    return `${faker.person.lastName()},${city},${start}${faker.string.numeric({ length: digits, allowLeadingZeros: false })}`;
  });
  const { loaded, specs } = await loadCsv(`last_name,city,phone\n${lines.join("\n")}\n`);
  const { data, restore } = prepare(loaded.table, specs, { seed: 4 });
  const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 4 });
  const real = new Set(texts(loaded.table, "phone"));
  const [city, phone] = [texts(made, "city"), texts(made, "phone")];
  const starts = new Map(cities.map((one) => [one.city, one]));
  for (const [row, text] of phone.entries()) {
    const { start, digits } = starts.get(city[row]!)!;
    expect(text.startsWith(start) && text.length === start.length + digits, `${city[row]}: ${text}`).toBe(
      true,
    );
    expect(real.has(text)).toBe(false);
  }
});

describe("invented people", async () => {
  const { loaded, specs } = await loadCsv(peopleCsv(600));
  const { data, restore } = prepare(loaded.table, specs, { seed: 3 });
  const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 3 });
  const columns = Object.fromEntries(made.columns.map(({ name }) => [name, texts(made, name)]));

  it("have first names of their country, gender and generation", () => {
    const fit = columns["first_name"]!.map((first, row) => {
      const language = languageOfCountry(columns["country"]![row]!)!;
      const gender = columns["sex"]![row] === "f" ? "female" : "male";
      const era = eraOf(Number(columns["birth_date"]![row]!.slice(0, 4)));
      return namesOf(language, gender, era).firsts.includes(first);
    });
    expect(fit.filter((one) => !one)).toEqual([]);
    expect(new Set(columns["country"])).toEqual(new Set(countries.map(({ name }) => name)));
  });

  it("have phone numbers and IBANs of their country, and addresses with their name", () => {
    for (const [row, name] of columns["country"]!.entries()) {
      const country = countries.find((one) => one.name === name)!;
      expect(columns["phone"]![row]!.slice(0, 3)).toBe(country.prefix);
      expect(columns["iban"]![row]!.slice(0, 2)).toBe(country.iban);
      expect(isValidIBAN(columns["iban"]![row]!)).toBe(true);
      expect(columns["email"]![row]).toContain(addressPart(columns["last_name"]![row]!));
    }
    for (const name of ["email", "phone", "iban"]) expect(new Set(columns[name]).size, name).toBe(600);
  });

  it("come out the same in batches", () => {
    const part = { rows: 100, columns: data.table.columns.map((column) => tail(column, 500)) };
    const last = restoreBatch(restore, part, { firstRow: 500, seed: 3 });
    for (const name of ["first_name", "email", "phone", "iban"])
      expect(texts(last, name)).toEqual(columns[name]!.slice(500));
  });
});

function tail(column: Table["columns"][number], from: number): Table["columns"][number] {
  return column.kind === "string"
    ? { ...column, codes: column.codes.slice(from) }
    : { ...column, values: column.values.slice(from) };
}

describe("eras", () => {
  it("share no full name, so that an address built from a name stays one person's", () => {
    for (const language of ["en", "de", "fr", "es", "it", "pt", "nl", "pl"] as const) {
      const lasts = ([0, 1, 2] as const).flatMap((era) => namesOf(language, "female", era).lasts);
      expect(new Set(lasts).size).toBe(lasts.length);
      for (const era of [0, 1, 2] as const)
        for (const gender of ["female", "male"] as const)
          expect(namesOf(language, gender, era).firsts.length).toBeGreaterThanOrEqual(28);
    }
  });
});

describe("free text with identifiers that is masked", () => {
  it("comes out as placeholders, without a word of the texts", async () => {
    const said = ["please call back", "asked for a refund of the order", "was friendly on the phone"];
    const lines = Array.from({ length: 300 }, (_, i) => {
      const contact =
        i % 3 === 0 ? ` under kunde${i}@firma.cz` : i % 3 === 1 ? ` at +420 777 123 4${10 + (i % 80)}` : "";
      return `Mrs Novakova ${said[i % 3]} twice this week${contact},${i % 9}`;
    });
    const { loaded, specs } = await loadCsv(`note,n\n${lines.join("\n")}\n`);
    expect(specs[0]?.personal).toEqual({ type: "freeText", replace: "drop" });
    const note = findColumn(loaded.table, "note")!;
    const masked = replaceColumn(note, { type: "freeText", replace: "mask", wordsOnly: true });
    const shown = { rows: 300, columns: [masked] };
    expect(new Set(texts(shown, "note"))).toEqual(
      new Set(["[text with e-mail address]", "[text with phone number]", "[text]"]),
    );
    const again = replaceColumn(masked, { type: "freeText", replace: "mask", wordsOnly: true });
    expect(texts({ rows: 300, columns: [again] }, "note")).toEqual(texts(shown, "note"));
  });
});
