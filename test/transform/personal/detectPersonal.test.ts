import { fakerCS_CZ, fakerDE_AT, fakerSV } from "@faker-js/faker";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import type { Column } from "../../../src/table/table.ts";
import { detectPersonal } from "../../../src/transform/personal/detect/detectPersonal.ts";

const rows = 200;

function text(name: string, value: (i: number) => string): Column {
  const dictionary = Array.from({ length: rows }, (_, i) => value(i));
  return { kind: "string", name, dictionary, codes: Int32Array.from(dictionary, (_, i) => i) };
}

function number(name: string, value: (i: number) => number): Column {
  return { kind: "number", name, values: Float64Array.from({ length: rows }, (_, i) => value(i)) };
}

function found(...columns: Column[]): Record<string, string> {
  return Object.fromEntries(detectPersonal({ columns }).map(({ column, type }) => [column, type]));
}

function direct(...columns: Column[]): string[] {
  const others = new Set(["recordId", "organization", "url", "bic"]);
  return Object.entries(found(...columns)).flatMap(([column, type]) => (others.has(type) ? [] : [column]));
}

describe("detectPersonal", () => {
  it("knows people of a locale whose lists are not shipped by the names of the columns", () => {
    const faker = fakerCS_CZ;
    faker.seed(5);
    expect(
      found(
        text("jmeno_first_name", () => faker.person.firstName()),
        text("lastName", () => faker.person.lastName()),
        text("E-Mail", () => faker.internet.email()),
        text("Telefon", () => faker.phone.number()),
        text("PLZ", () => faker.location.zipCode()),
      ),
    ).toEqual({
      jmeno_first_name: "firstName",
      lastName: "lastName",
      "E-Mail": "email",
      Telefon: "phone",
      PLZ: "postcode",
    });
  });

  it.each([
    ["Vorname", "firstName"],
    ["Geburtsdatum", "birthDate"],
    ["date_naissance", "birthDate"],
    ["fechaNacimiento", "birthDate"],
    ["data di nascita", "birthDate"],
    ["data_nascimento", "birthDate"],
    ["geboortedatum", "birthDate"],
    ["data_urodzenia", "birthDate"],
    ["Straße", "street"],
    ["nazwisko", "lastName"],
    ["apellidos", "lastName"],
    ["Kundennummer", "customerId"],
  ])("reads the column name %s", (name, type) => {
    const faker = fakerDE_AT;
    faker.seed(7);
    const values: Record<string, () => string> = {
      firstName: () => faker.person.firstName(),
      lastName: () => faker.person.lastName(),
      birthDate: () => faker.date.birthdate().toISOString().slice(0, 10),
      street: () => faker.location.street(),
      customerId: () => faker.string.numeric(7),
    };
    expect(found(text(name, values[type]!))).toEqual({ [name]: type });
  });

  it("finds values with grammar or checksum whatever the column is called", () => {
    const faker = fakerSV;
    faker.seed(3);
    expect(
      found(
        text("a", () => faker.internet.email()),
        text("b", () => faker.finance.iban()),
        text("c", () => faker.internet.ipv4()),
        text("d", () => faker.internet.ipv6()),
        text("e", () => faker.internet.mac()),
        text("f", () => faker.finance.creditCardNumber({ issuer: "visa" })),
        text("g", () => faker.phone.number({ style: "international" })),
        text("h", (i) =>
          i % 2
            ? "no identifiers in here at all"
            : `call me back at ${faker.phone.number({ style: "international" })} or ${faker.internet.email()} please`,
        ),
      ),
    ).toEqual({
      a: "email",
      b: "iban",
      c: "ip",
      d: "ip",
      e: "mac",
      f: "paymentCard",
      g: "phone",
      h: "freeText",
    });
  });

  it("takes no counter, epoch time, GUID, amount or code for personal", () => {
    const random = new Random(11);
    const digits = (n: number): number => Math.floor((1 + 9 * random.uniform()) * 10 ** (n - 1));
    expect(
      direct(
        number("counter9", (i) => 100_000_000 + i),
        number("counter10", (i) => 1_000_000_000 + 7 * i),
        number("random9", () => digits(9)),
        number("random10", () => digits(10)),
        number("random11", () => digits(11)),
        number("random13", () => digits(13)),
        text("text16", () => String(digits(15)) + String(digits(1))),
        number("epoch", (i) => 1_701_671_085 + 3600 * i),
        number("epoch_ms", (i) => 1_701_671_085_481 + 3_600_000 * i),
        text("guid", () => crypto.randomUUID()),
        text("version", (i) => `1.${i}.3`),
        text("part", (i) => `AB-${1000 + i}-X`),
        number("price", () => Math.round(random.uniform() * 1e4) / 100),
        text("date", (i) => `${1 + (i % 28)}/${1 + (i % 12)}/20${10 + (i % 15)}`),
      ),
    ).toEqual([]);
  });

  it.each([
    ["card", (i: number) => `${4000 + i} 1234 ${5000 + 3 * i} 9${i % 10}01`, "paymentCard"],
    ["iban", (i: number) => `DE00 ${1000 + i} 2222 3333 44`, "iban"],
    ["email", (i: number) => `person${i} (at) firma`, "email"],
    ["mobile", (i: number) => `tel:${600_000 + 7 * i}#`, "phone"],
    ["ip_address", (i: number) => `10.${300 + i}.x.x`, "ip"],
    ["mac", (i: number) => `00-1B-44-11-3A-${(i % 90) + 10}-FF-0${i % 10}`, "mac"],
    ["Kartennummer", (i: number) => `XXXX-XXXX-XXXX-${1000 + i}`, "paymentCard"],
  ] as const)("finds %s by its name although the values are not valid", (name, value, type) => {
    const [finding] = detectPersonal({ columns: [text(name, value)] });
    expect(finding?.type).toBe(type);
    // few different values are a kind, not an identifier
    const codes = Int32Array.from({ length: rows }, (_, i) => i % 3);
    expect(direct({ kind: "string", name, dictionary: ["gold", "silver", "blue"], codes })).toEqual([]);
  });

  it("finds exact positions however they are written", () => {
    const degrees = (i: number, start: number): string => (start + i / 997).toFixed(6);
    expect(
      found(
        text("a", (i) => `POINT (${degrees(i, -73)} ${degrees(i, 40)})`),
        text("b", (i) => `SRID=4326;POINT(${degrees(i, 11)} ${degrees(i, 48)})`),
        text("c", (i) => `(${degrees(i, 48)}, ${degrees(i, 11)})`),
        text("grid", (i) => `POINT (${i} ${i + 1})`),
      ),
    ).toEqual({ a: "position", b: "position", c: "position" });
  });

  it("finds identifiers that stand in many rows each", () => {
    const plates = Array.from({ length: 14 }, (_, i) => `B-MW ${100 + 31 * i}`);
    const codes = Int32Array.from({ length: 2000 }, (_, i) => i % plates.length);
    expect(found({ kind: "string", name: "license_plate", dictionary: plates, codes })).toEqual({
      license_plate: "licensePlate",
    });
  });

  it("says why without a value of the data", () => {
    const findings = detectPersonal({
      columns: [text("kontakt_mail", (i) => `zebulon.quux${i}@nowhere.example`)],
    });
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toMatch(/zebulon|nowhere/);
  });

  it("reads versions of programs as no addresses, and addresses in sentences still", () => {
    const systems = ["Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64"];
    const agents = (i: number): string =>
      `Mozilla/5.0 (${systems[i % 3]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (i % 23)}.0.0.0 Safari/537.36 OPR/${90 + (i % 9)}.0.0.0`;
    expect(
      found(
        text("user_agent", agents),
        text(
          "setup",
          (i) => `the installer of version 1.${i % 200}.0.7 (was v1.0.${i % 9}.2) asked twice for a password`,
        ),
        text(
          "note",
          (i) => `the request came from 81.2.69.${i % 250}, and we could not tell why it was refused`,
        ),
      ),
    ).toEqual({ note: "freeText" });
  });

  it("finds nothing in columns without values", () => {
    expect(
      found({ kind: "string", name: "email", dictionary: [], codes: new Int32Array(5).fill(-1) }),
    ).toEqual({});
  });
});

it("says which share of the values is something else, whatever the order of the rows", () => {
  for (const period of [2, 5, 10, 20]) {
    const dictionary = Array.from({ length: 800 }, (_, row) =>
      row % period < 0.7 * period ? `mail${row}@firma.de` : `see note ${row}`,
    );
    const codes = Int32Array.from(dictionary, (_, row) => row);
    const [found] = detectPersonal({ columns: [{ kind: "string", name: "email", dictionary, codes }] });
    const share = dictionary.filter((text) => text.includes("@")).length / dictionary.length;
    expect(Math.abs(found!.valid! - share)).toBeLessThan(0.02);
  }
});
