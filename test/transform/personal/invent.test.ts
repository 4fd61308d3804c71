import { fakerCS_CZ, fakerEN_US } from "@faker-js/faker";
import { isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { type Column, findColumn, type Table } from "../../../src/table/table.ts";
import { genderOf } from "../../../src/transform/personal/invent/person.ts";
import { type Language, nameLists } from "../../../src/transform/personal/lists/nameLists.ts";
import { namesOf } from "../../../src/transform/personal/lists/namesOfEra.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { type Loaded, loadCsv, ordersCsv } from "./orders.ts";

const eraFirsts = (language: Language, gender: "female" | "male"): readonly string[] =>
  ([0, 1, 2] as const).flatMap((era) => namesOf(language, gender, era).firsts);

const people = 120;
const orders = 3000;

function texts(table: Table, name: string): string[] {
  const column = findColumn(table, name) as Column;
  if (column.kind !== "string") return Array.from(column.values, String);
  return Array.from(column.codes, (code) => (code < 0 ? "" : column.dictionary[code]!));
}

function invent({ loaded, specs }: Loaded, seed = 1): { made: Table; plan: string } {
  const { data, restore } = prepare(loaded.table, specs, { seed });
  return { made: restoreBatch(restore, data.table, { firstRow: 0, seed }), plan: JSON.stringify(restore) };
}

const personal = ["customer_id", "first_name", "last_name", "email", "phone", "iban"];

describe("orders of people with several rows", async () => {
  fakerCS_CZ.seed(2);
  const real = await loadCsv(ordersCsv(fakerCS_CZ, people, orders));
  const { made, plan } = invent(real);
  const columns = Object.fromEntries(made.columns.map(({ name }) => [name, texts(made, name)]));

  it("have no real value, in the output or the plan", () => {
    for (const name of ["customer_id", "email", "phone", "iban"]) {
      const known = new Set(texts(real.loaded.table, name));
      expect(columns[name]!.filter((text) => known.has(text))).toEqual([]);
      for (const value of known) expect(plan).not.toContain(value);
    }
  });

  it("keep the columns of a person the same in all rows of the person", () => {
    const known = new Map<string, string>();
    for (let row = 0; row < made.rows; row++) {
      const who = columns["customer_id"]![row]!;
      const all = [...personal, "sex", "birth_date"].map((name) => columns[name]![row]).join("|");
      expect(known.get(who) ?? all).toBe(all);
      known.set(who, all);
    }
    expect(known.size).toBeGreaterThan(0.8 * people);
    expect(known.size).toBeLessThan(1.25 * people);
  });

  it("have numbers as wide as the data, also where these lie close together", async () => {
    for (const start of [10_000, 100, 4_000_000]) {
      const rows = Array.from(
        { length: 2000 },
        (_, i) => `${start + (i % 300)},C-${start + (i % 300)},${i % 9}`,
      );
      const close = await loadCsv(`customer_id,customer_no,items\n${rows.join("\n")}\n`);
      const table = invent(close).made;
      for (const name of ["customer_id", "customer_no"]) {
        const known = new Set(texts(close.loaded.table, name));
        const width = String(start).length + (name === "customer_no" ? 2 : 0);
        // 900 numbers of three digits are too few for 2,000 rows
        const widths = start === 100 ? [width, width + 1] : [width];
        for (const text of texts(table, name)) {
          expect(widths).toContain(text.length);
          expect(known.has(text)).toBe(false);
        }
      }
    }
  });

  it("stand in the file as in the data: scattered, or one person after the other", async () => {
    const runs = (list: readonly string[]): number =>
      list.filter((who, row) => row === 0 || who !== list[row - 1]).length / list.length;
    expect(runs(columns["customer_id"]!)).toBeGreaterThan(0.9);
    const [header, ...lines] = ordersCsv(fakerCS_CZ, 60, 900).trimEnd().split("\n");
    const sorted = lines.toSorted((a, b) => (a.split(",")[1]! < b.split(",")[1]! ? -1 : 1));
    const together = invent(await loadCsv(`${header}\n${sorted.join("\n")}\n`)).made;
    expect(runs(texts(together, "customer_id"))).toBeLessThan(0.12);
  });

  it("have as many rows a person as the data", () => {
    const sizes = (list: readonly string[]): number[] => {
      const counts = new Map<string, number>();
      for (const who of list) counts.set(who, (counts.get(who) ?? 0) + 1);
      return [...counts.values()].sort((a, b) => a - b);
    };
    const [before, after] = [sizes(texts(real.loaded.table, "customer_id")), sizes(columns["customer_id"]!)];
    const share = (list: readonly number[], most: number): number =>
      list.filter((n) => n <= most).length / list.length;
    const gap = Math.max(...before.map((n) => Math.abs(share(before, n) - share(after, n))));
    // the two-sided 99 % band of Kolmogorov and Smirnov for two samples of about 120
    expect(gap).toBeLessThan(1.63 * Math.sqrt(2 / people));
  });

  it("have names that fit the gender, addresses that hold the name, and valid check digits", () => {
    const known = { female: new Set<string>(), male: new Set<string>() };
    for (const language of ["en", "de", "fr", "es", "it", "pt", "nl", "pl"] as const)
      for (const gender of ["female", "male"] as const)
        for (const name of [...nameLists(language)[gender], ...eraFirsts(language, gender)])
          known[gender].add(name);
    for (let row = 0; row < made.rows; row++) {
      const gender = genderOf(columns["sex"]![row]!)!;
      expect(known[gender].has(columns["first_name"]![row]!)).toBe(true);
      expect(columns["email"]![row]).toMatch(/^[a-z]+\.[a-z]+\d*@[a-z.]+$/);
      expect(isValidIBAN(columns["iban"]![row]!)).toBe(true);
      expect(columns["phone"]![row]).toMatch(/^\+420 \d{3} \d{3} \d{3,4}$/);
    }
  });

  it("are the same for one seed and others for another", () => {
    expect(texts(invent(real).made, "email")).toEqual(columns["email"]);
    expect(texts(invent(real, 2).made, "email")).not.toEqual(columns["email"]);
  });
});

describe("people of one row each", () => {
  it("get different values in every row, none of them real", async () => {
    fakerEN_US.seed(9);
    const lines = Array.from({ length: 500 }, (_, i) =>
      [
        fakerEN_US.string.numeric({ length: 9, allowLeadingZeros: false }),
        fakerEN_US.internet.ipv4(),
        fakerEN_US.internet.mac(),
        fakerEN_US.finance.creditCardNumber("visa"),
        `${fakerEN_US.number.int({ min: 100, max: 665 })}-${10 + (i % 90)}-${1000 + ((i * 37) % 9000)}`,
        fakerEN_US.location.streetAddress(),
        i % 7,
      ].join(","),
    );
    const real = await loadCsv(`account_id,ip,mac,card_number,ssn,street,n\n${lines.join("\n")}\n`);
    const { made } = invent(real);
    for (const name of ["ip", "mac", "card_number", "ssn", "street"]) {
      const known = new Set(texts(real.loaded.table, name));
      const values = texts(made, name);
      expect(new Set(values).size, name).toBe(500);
      expect(
        values.filter((text) => known.has(text)),
        name,
      ).toEqual([]);
    }
  });

  it("copy no value of a column that is only called card, iban or email, however few rows a value has", async () => {
    const lines = Array.from({ length: 300 }, (_, i) => {
      const who = i % 15;
      return [
        `4000 1234 5678 9${100 + who}`,
        `DE00 ${1000 + who} 2222 3333 44`,
        `person${who} at firma`,
        i % 7,
      ].join(",");
    });
    const real = await loadCsv(`card,iban,email,n\n${lines.join("\n")}\n`);
    const { made, plan } = invent(real);
    for (const name of ["card", "iban", "email"]) {
      const known = new Set(texts(real.loaded.table, name));
      expect(
        texts(made, name).filter((text) => known.has(text)),
        name,
      ).toEqual([]);
      for (const value of known) expect(plan).not.toContain(value);
    }
  });

  it("keep what the config wants kept", async () => {
    const text = `email,n\n${Array.from({ length: 60 }, (_, i) => `x${i % 6}@firma.cz,${i % 7}`).join("\n")}\n`;
    const kept = await loadCsv(text, { columns: { email: { personal: "email", replace: "keep" } } });
    expect(new Set(texts(invent(kept).made, "email")).has("x3@firma.cz")).toBe(true);
    const none = await loadCsv(text);
    expect(texts(invent(none).made, "email").filter((value) => value.endsWith("@firma.cz"))).toEqual([]);
  });
});
