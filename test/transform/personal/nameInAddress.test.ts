import { type Faker, fakerCS_CZ, fakerFI, fakerHU, fakerSV, fakerTR } from "@faker-js/faker";
import { expect, it } from "vitest";
import type { StringColumn } from "../../../src/table/table.ts";
import { detectPersonal } from "../../../src/transform/personal/detect/detectPersonal.ts";
import { addressPart } from "../../../src/transform/personal/invent/localParts.ts";
import { planPeople } from "../../../src/transform/personal/people.ts";

const rows = 400;
const forms: readonly ((first: string, last: string, i: number) => string)[] = [
  (first, last, i) => `${first}.${last}${i}`,
  (first, last) => `${last}_${first}`,
  (first, last, i) => `${first.charAt(0)}${last}${i}`,
];

function text(name: string, values: readonly string[]): StringColumn {
  const dictionary = [...new Set(values)];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(values, (value) => dictionary.indexOf(value)),
  };
}

/** A table of `persons` persons in 400 rows, in columns whose names say nothing. */
function tableOf(faker: Faker, form: (typeof forms)[number], persons: number) {
  const list = Array.from({ length: persons }, (_, i) => {
    const [first, last] = [faker.person.firstName(), faker.person.lastName()];
    return { first, last, mail: `${form(addressPart(first), addressPart(last), i)}@firma.test` };
  });
  const who = Array.from({ length: rows }, (_, i) => list[i < persons ? i : faker.number.int(persons - 1)]!);
  const ward = Array.from({ length: 14 }, () => faker.location.city());
  return [
    text(
      "q1",
      who.map(({ first, last }) => `${last}, ${first}`),
    ),
    text(
      "q2",
      who.map(({ last }) => last),
    ),
    text(
      "q3",
      who.map(({ mail }) => mail),
    ),
    text(
      "q4",
      who.map(() => faker.helpers.arrayElement(ward)),
    ),
    text(
      "q5",
      who.map(() => faker.commerce.productName()),
    ),
  ];
}

it.each([
  ["cs", fakerCS_CZ],
  ["sv", fakerSV],
  ["fi", fakerFI],
  ["hu", fakerHU],
  ["tr", fakerTR],
] as const)("finds names of no list by the addresses of their rows, and nothing else: %s", (_, faker) => {
  faker.seed(3);
  for (const form of forms)
    for (const persons of [60, rows]) {
      const found = detectPersonal({ columns: tableOf(faker, form, persons) });
      const byName = Object.fromEntries(found.map(({ column, type }) => [column, type]));
      expect(byName).toMatchObject({ q1: "fullName", q3: "email" });
      // before the other one in an address, a name may be either
      expect(byName["q2"]).toBe(form === forms[1] ? "firstName" : "lastName");
      expect(["city", undefined]).toContain(byName["q4"]);
      expect(byName["q5"]).toBeUndefined();
    }
});

it("does not take the departments that mailboxes are named after for persons", () => {
  const teams = ["Einkauf", "Vertrieb", "Lager", "Kasse", "Empfang", "Werkstatt", "Labor", "Archiv"];
  const column = text(
    "q1",
    Array.from({ length: rows }, (_, i) => teams[i % teams.length]!),
  );
  const mail = text(
    "mail",
    Array.from({ length: rows }, (_, i) => `${teams[i % 8]!.toLowerCase()}${i % 40}@firma.test`),
  );
  expect(detectPersonal({ columns: [column, mail] }).map(({ type }) => type)).toEqual(["email"]);
});

it("knows two genders by their words beside other columns of persons, and not in a table of things", () => {
  const columns = (values: readonly string[]) => [
    text(
      "c",
      Array.from({ length: rows }, (_, i) => values[(i * 7) % values.length]!),
    ),
    text(
      "mail",
      Array.from({ length: rows }, (_, i) => `x${i}@firma.test`),
    ),
  ];
  for (const values of [
    ["M", "F"],
    ["m", "w", "d"],
    ["K", "M"],
    ["Herr", "Frau"],
    ["male", "female", "unknown"],
  ]) {
    expect(detectPersonal({ columns: columns(values) })).toContainEqual(
      expect.objectContaining({ column: "c", type: "gender" }),
    );
    expect(detectPersonal({ columns: columns(values).slice(0, 1) })).toEqual([]);
  }
  for (const values of [
    ["M", "L"],
    ["S", "M", "F", "L", "K"],
    ["1", "2"],
  ])
    expect(detectPersonal({ columns: columns(values) }).map(({ column }) => column)).toEqual(["mail"]);
});

it("makes one person of columns whose rows show that they are one's, whatever they are called", () => {
  for (const faker of [fakerCS_CZ, fakerSV, fakerHU])
    for (const form of forms) {
      faker.seed(8);
      const columns = tableOf(faker, form, 120);
      const clerks = Array.from({ length: 9 }, () => `${addressPart(faker.person.lastName())}@amt.test`);
      columns.push(
        text(
          "k9",
          Array.from({ length: rows }, () => faker.helpers.arrayElement(clerks)),
        ),
      );
      const findings = new Map(detectPersonal({ columns }).map((one) => [one.column, one.type]));
      const specs = columns.map(({ name }) => {
        const type = findings.get(name);
        return {
          name,
          role: "feature",
          minCategoryCount: 5,
          personal: type ? { type, replace: "invent" } : null,
        };
      });
      const plan = planPeople({ rows, columns }, specs as never, { rows });
      expect(plan?.groups.map((group) => group.columns.toSorted())).toEqual([["q1", "q2", "q3"], ["k9"]]);
    }
});
