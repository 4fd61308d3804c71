import { fakerCS_CZ, fakerEL, fakerRU } from "@faker-js/faker";
import fc from "fast-check";
import { isValidIBAN } from "ibantools";
import { describe, expect, it } from "vitest";
import { passesLuhn } from "../../../src/transform/personal/numbers/checkDigits.ts";
import { checkNamed } from "../../../src/transform/personal/numbers/nationalIds.ts";
import { recognizers } from "../../../src/transform/personal/numbers/recognizers.ts";
import { pseudonymOf } from "../../../src/transform/personal/replace/pseudonym.ts";

const key = Buffer.from("sixteen bytes or more");
const other = Buffer.from("another secret of enough bytes");

function oneToOne(values: readonly string[], check?: Parameters<typeof pseudonymOf>[2]): string[] {
  const distinct = [...new Set(values)];
  const made = distinct.map((value) => pseudonymOf(value, key, check));
  expect(new Set(made).size).toBe(distinct.length);
  expect(distinct.map((value) => pseudonymOf(value, key, check))).toEqual(made);
  return made;
}

/** Digits, capitals and small letters by class, the rest as it is. */
const shape = (text: string): string =>
  text
    .replace(/\d/g, "9")
    .replace(/\p{Lu}/gu, "A")
    .replace(/\p{Ll}/gu, "a");

describe("pseudonyms", () => {
  it("are one-to-one on all values of a short form, and a permutation of them", () => {
    const two = Array.from({ length: 676 }, (_, i) =>
      String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26)),
    );
    expect(new Set(oneToOne(two))).toEqual(new Set(two));
    const numbers = Array.from({ length: 900 }, (_, i) => String(100 + i));
    expect(new Set(oneToOne(numbers))).toEqual(new Set(numbers));
  });

  it("keep the form of any text, and differ by key", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."aZbé9-. Łж"), minLength: 8, maxLength: 40 }),
        (text) => {
          const made = pseudonymOf(text, key);
          if (recognizers.email(text)) return;
          expect(shape(made)).toBe(shape(text.normalize("NFC")));
          if (/[\p{L}\d]{6}/u.test(text)) expect(pseudonymOf(text, other)).not.toBe(made);
        },
      ),
    );
  });

  it("change names of other scripts, and are the same whatever the case and the separators", () => {
    for (const faker of [fakerCS_CZ, fakerEL, fakerRU]) {
      faker.seed(3);
      const names = Array.from({ length: 200 }, () => faker.person.fullName());
      const made = oneToOne(names);
      expect(made.filter((name, i) => name === [...new Set(names)][i])).toEqual([]);
    }
    expect(pseudonymOf("ANNA BERG", key)).toBe(pseudonymOf("Anna Berg", key).toUpperCase());
    expect(pseudonymOf("12-345.678", key).replace(/\D/g, "")).toBe(pseudonymOf("12345678", key));
  });

  it("are valid where the values are: e-mail, IBAN, card, IP, MAC, phone", () => {
    fakerCS_CZ.seed(5);
    const many = (make: () => string): string[] => Array.from({ length: 150 }, make);
    const emails = oneToOne(many(() => fakerCS_CZ.internet.email().toLowerCase()));
    expect(emails.every((text) => recognizers.email(text) && text.endsWith(".example"))).toBe(true);
    for (const countryCode of ["DE", "NL", "GB", "PL"]) {
      const ibans = oneToOne(
        many(() => fakerCS_CZ.finance.iban({ countryCode })).filter((one) => isValidIBAN(one)),
      );
      expect(ibans.every((text) => isValidIBAN(text) && text.startsWith(countryCode))).toBe(true);
    }
    const cards = oneToOne(many(() => fakerCS_CZ.finance.creditCardNumber("mastercard")));
    expect(cards.every((text) => passesLuhn(text.replace(/\D/g, "")))).toBe(true);
    expect(oneToOne(many(() => fakerCS_CZ.internet.ipv4())).every(recognizers.ip)).toBe(true);
    expect(oneToOne(many(() => fakerCS_CZ.internet.ipv6())).every(recognizers.ip)).toBe(true);
    expect(oneToOne(many(() => fakerCS_CZ.internet.mac())).every(recognizers.mac)).toBe(true);
    const phones = oneToOne(
      many(() => `+420 ${fakerCS_CZ.string.numeric({ length: 9, allowLeadingZeros: false })}`),
    );
    expect(phones.every((text) => /^\+420? \d{9}$|^\+42\d \d{9}$/.test(text))).toBe(true);
  });

  it.each(["NL bsn", "PL pesel", "DE idnr", "FI hetu", "ES dni"])("pass the check of %s", (name) => {
    const check = checkNamed(name)!;
    const real: string[] = [];
    const forms: Readonly<Record<string, (i: number) => string>> = {
      "NL bsn": (i) => String(111_000_000 + 7919 * i),
      "PL pesel": (i) => `8${i % 10}0${1 + (i % 9)}1${i % 10}${String(10_000 + 37 * i).slice(-5)}`,
      "DE idnr": (i) => String(26_954_371_000 + 101 * i),
      "FI hetu": (i) =>
        `1${i % 10}0${1 + (i % 9)}7${i % 10}-${String(100 + (i % 800))}${"0123456789ABCDEFHJKLMNPRSTUVWXY"[i % 31]}`,
      "ES dni": (i) => `${String(54_362_000 + i)}${"TRWAGMYFPDXBNJZSQVHLCKE"[(54_362_000 + i) % 23]}`,
    };
    for (let i = 0; real.length < 12 && i < 4000; i++) {
      const text = forms[name]!(i);
      if (check.passes(text)) real.push(text);
    }
    expect(real.length).toBe(12);
    const made = oneToOne(real, check);
    expect(made.every((text) => check.passes(text))).toBe(true);
    expect(made.filter((text) => real.includes(text))).toEqual([]);
  });
});
