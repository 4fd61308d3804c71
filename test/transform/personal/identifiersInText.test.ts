import { fakerDA, fakerFI } from "@faker-js/faker";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findIdentifiers } from "../../../src/transform/personal/detect/freeText.ts";
import { checkedNumbers } from "../../../src/transform/personal/numbers/nationalIds.ts";

/** A valid number of a country, of the form of a known one, by trial. */
function validNumber(key: string, form: string, random: Random): string {
  Error.stackTraceLimit = 0;
  const number = checkedNumbers.find((one) => one.key === key)!;
  for (let tries = 0; tries < 100_000; tries++) {
    const text = form.replace(/[09X]/g, (place) =>
      place === "X"
        ? "ABCDEFGHJKLMNPQRSTUVWXYZ"[random.below(24)]!
        : String(place === "9" ? 1 + random.below(9) : random.below(10)),
    );
    if (number.passes(text)) return text;
  }
  throw new Error(`no valid number of ${key}`);
}

const sentences = [
  (id: string) => `${id} stays open until Monday.`,
  (id: string) => `soitti ja antoi numeron ${id}, kiitos`,
  (id: string) => `(${id})`,
  (id: string) => `ring till ${id}; sedan hem`,
];

describe("identifiers inside texts", () => {
  it.each([
    ["BR cpf", "000.000.000-00"],
    ["SE personnummer", "701010-0000"],
    ["ES dni", "00000000X"],
    ["ES nie", "Y0000000X"],
    ["DK cpr", "010170-0000"],
    ["FI hetu", "010170-000X"],
    ["CH ssn", "756.0000.0000.00"],
  ])("finds %s as it is written, alone", (key, form) => {
    const random = new Random(1);
    for (let i = 0; i < 40; i++) {
      const id = validNumber(key, form, random);
      const text = sentences[i % sentences.length]!(id);
      expect(findIdentifiers(text).map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
        ["nationalId", id],
      ]);
    }
  });

  it.each([
    ["PL pesel", "70010100000", ["PESEL", "nr PESEL:"]],
    ["NL bsn", "000000000", ["BSN", "bsn-nummer is BSN nr."]],
    ["DE idnr", "90000000000", ["IdNr.", "Steuer-ID:"]],
    ["BR cpf", "90000000000", ["CPF do titular:", "cpf"]],
  ] as const)("finds %s behind a word that names it, and not without", (key, form, words) => {
    const random = new Random(2);
    for (let i = 0; i < 40; i++) {
      const id = validNumber(key, form, random);
      const text = `Zapis ${words[i % words.length]} ${id} a wiecej, ok`;
      expect(findIdentifiers(text).map(({ start, end }) => text.slice(start, end))).toEqual([id]);
      expect(findIdentifiers(`order ${id} arrived`)).toEqual([]);
    }
  });

  it("finds MAC addresses, keys and tokens", () => {
    for (const faker of [fakerFI, fakerDA]) faker.seed(4);
    for (let i = 0; i < 60; i++) {
      const faker = i % 2 === 0 ? fakerFI : fakerDA;
      const mac = faker.internet.mac();
      const key = [
        `sk_live_${faker.string.alphanumeric(24)}`,
        `ghp_${faker.string.alphanumeric(36)}`,
        `AKIA${faker.string.alphanumeric({ length: 16, casing: "upper" })}`,
        `eyJ${faker.string.alphanumeric(20)}.eyJ${faker.string.alphanumeric(30)}.${faker.string.alphanumeric(43)}`,
      ][i % 4]!;
      const text = `Router ${mac} with ${key}.`;
      expect(findIdentifiers(text).map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
        ["mac", mac],
        ["secret", key],
      ]);
    }
  });

  it("takes no other number, date, id or code for one", () => {
    const random = new Random(3);
    const digits = (n: number) =>
      Array.from({ length: n }, (_, i) => (i === 0 ? 1 + random.below(9) : random.below(10))).join("");
    const others = [
      () => `invoice ${digits(9)}`,
      () => `order no. ${digits(11)}`,
      () => `2024-0${1 + random.below(9)}-1${random.below(9)} 12:${10 + random.below(49)}:05`,
      () => `id ${uuidOf(random)}`,
      () => `#${digits(12)}`,
      () => `${digits(3)}.${digits(3)},00 EUR`,
      () => `v${random.below(9)}.${random.below(20)}.${random.below(20)}`,
      () => `article ${digits(5)}-${digits(2)}`,
    ];
    for (let i = 0; i < 800; i++) {
      const text = `Noted: ${others[i % others.length]!()} and nothing more`;
      expect([text, findIdentifiers(text)]).toEqual([text, []]);
    }
    // one in three thousand has digits that pass the checksum of a card or of a national id
    for (let i = 0; i < 9_000; i++) {
      const text = `id ${uuidOf(random)}`;
      expect([text, findIdentifiers(text)]).toEqual([text, []]);
    }
  });
});

function uuidOf(random: Random): string {
  const hex = (n: number) => Array.from({ length: n }, () => random.below(16).toString(16)).join("");
  return [8, 4, 4, 4, 12].map(hex).join("-");
}
