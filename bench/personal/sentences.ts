import { type Faker, fakerCS_CZ, fakerDA, fakerFI, fakerHU, fakerSV, fakerTR } from "@faker-js/faker";
import { isValidIBAN } from "ibantools";
import { findIdentifiers, type TextIdentifier } from "../../src/transform/personal/detect/freeText.ts";

/** Locales whose word lists the product does not ship. */
const locales: readonly Faker[] = [fakerCS_CZ, fakerSV, fakerFI, fakerHU, fakerTR, fakerDA];

const makers: Readonly<Record<TextIdentifier, (faker: Faker) => string>> = {
  email: (faker) => faker.internet.email(),
  iban: (faker) => spaced(validIban(faker), faker.datatype.boolean()),
  paymentCard: (faker) =>
    spaced(
      faker.finance
        .creditCardNumber({ issuer: faker.helpers.arrayElement(["visa", "mastercard"]) })
        .replace(/\D/g, ""),
      faker.datatype.boolean(),
    ),
  ip: (faker) => (faker.datatype.boolean() ? faker.internet.ipv4() : faker.internet.ipv6()),
  mac: (faker) => faker.internet.mac(),
  secret: (faker) =>
    faker.datatype.boolean()
      ? `sk_live_${faker.string.alphanumeric(24)}`
      : `AKIA${faker.string.alphanumeric({ length: 16, casing: "upper" })}`,
  nationalId: (faker) => faker.helpers.arrayElement([cpf, personnummer, dni])(faker),
  url: (faker) => `${faker.internet.url()}/${faker.lorem.slug()}`,
  phone: (faker) => faker.phone.number({ style: "international" }).replace(/^(\+\d{2})(\d{3})/, "$1 $2 "),
};

/** What looks like an identifier and is none. */
const decoys: readonly ((faker: Faker) => string)[] = [
  (faker) => faker.date.past().toISOString(),
  (faker) => faker.string.uuid(),
  (faker) => `${faker.number.int({ min: 1, max: 9 })}.${faker.number.int(20)}.${faker.number.int(20)}`,
  (faker) => faker.commerce.price(),
  (faker) => `order ${faker.string.numeric(9)}`,
  (faker) => `${faker.number.int({ min: 10, max: 99 })}/${faker.number.int({ min: 10, max: 99 })}/2024`,
  (faker) => `#${faker.string.numeric(12)}`,
];

/**
 * F1 of identifiers with grammar or checksum inside 3,000 sentences, made with locales that the product ships no lists of: a hit is the
 * right type at exactly the right place. Half of the sentences hold decoys.
 */
export function benchSentences(): Record<string, unknown> {
  const counts = new Map<string, { hit: number; made: number; found: number }>();
  const of = (type: string) => {
    const known = counts.get(type) ?? { hit: 0, made: 0, found: 0 };
    counts.set(type, known);
    return known;
  };
  for (const [i, faker] of Array.from(
    { length: 3000 },
    (_, n) => [n, locales[n % locales.length]!] as const,
  )) {
    if (i < locales.length) faker.seed(100 + i);
    const type = faker.helpers.objectKey(makers);
    const value = makers[type](faker);
    const decoy = i % 2 === 0 ? ` ${faker.helpers.arrayElement(decoys)(faker)}` : "";
    const before = `${faker.lorem.sentence({ min: 2, max: 8 }).slice(0, -1)}${decoy}: `;
    const text = `${before}${value}${faker.helpers.arrayElement([". ", ", ", " ", ") ", "; ", "! "])}${faker.lorem.sentence()}`;
    of(type).made++;
    for (const span of findIdentifiers(text)) {
      of(span.type).found++;
      const isValue = span.start === before.length && span.end === before.length + value.length;
      if (span.type === type && isValue) of(type).hit++;
    }
  }
  const f1 = (list: readonly { hit: number; made: number; found: number }[]): number => {
    const sum = (key: "hit" | "made" | "found"): number => list.reduce((n, one) => n + one[key], 0);
    return (2 * sum("hit")) / (sum("made") + sum("found"));
  };
  return {
    sentences: {
      f1: f1([...counts.values()]),
      ...Object.fromEntries([...counts].map(([type, count]) => [type, f1([count])])),
    },
    "sentences goal": "F1 ≥ .95",
  };
}

/** Brazil: two check digits modulo 11. */
function cpf(faker: Faker): string {
  const digits = Array.from({ length: 9 }, () => faker.number.int(9));
  for (const weight of [10, 11])
    digits.push(((digits.reduce((sum, digit, i) => sum + digit * (weight - i), 0) * 10) % 11) % 10);
  const text = digits.join("");
  return `${text.slice(0, 3)}.${text.slice(3, 6)}.${text.slice(6, 9)}-${text.slice(9)}`;
}

/** Sweden: date of birth, serial number, Luhn digit. */
function personnummer(faker: Faker): string {
  const born = faker.date.birthdate().toISOString().slice(2, 10).replaceAll("-", "");
  const digits = `${born}${faker.string.numeric({ length: 3, exclude: ["0"] })}`;
  const sum = [...digits].reduce((total, digit, i) => {
    const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${born}-${digits.slice(6)}${(10 - (sum % 10)) % 10}`;
}

/** Spain: a letter modulo 23. */
function dni(faker: Faker): string {
  const number = faker.number.int({ min: 10_000_000, max: 99_999_999 });
  return `${number}${"TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]}`;
}

function validIban(faker: Faker): string {
  for (;;) {
    const iban = faker.finance.iban({
      countryCode: faker.helpers.arrayElement(["CZ", "SE", "FI", "HU", "TR", "DK", "DE"]),
    });
    if (isValidIBAN(iban)) return iban;
  }
}

function spaced(text: string, yes: boolean): string {
  return yes ? text.replace(/(.{4})(?=.)/g, "$1 ") : text;
}
