import { type Faker, fakerCS_CZ } from "@faker-js/faker";
import { isValidIBAN } from "ibantools";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { synthConfigSchema } from "../../src/config/schema.ts";
import { plainColumn, plainCsv } from "../../src/table/format.ts";
import { type Column, findColumn, makeTable, type Table } from "../../src/table/table.ts";
import { detectPersonal } from "../../src/transform/personal/detect/detectPersonal.ts";
import { addressPart } from "../../src/transform/personal/invent/localParts.ts";
import { genderOf } from "../../src/transform/personal/invent/person.ts";
import { nameLists } from "../../src/transform/personal/lists/nameLists.ts";
import { passesLuhn } from "../../src/transform/personal/numbers/checkDigits.ts";
import { profilePersonal } from "../../src/transform/personal/profilePersonal.ts";
import { pseudonymOf } from "../../src/transform/personal/replace/pseudonym.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";

const rows = 100_000;
const people = 5000;
const key = Buffer.from("a key for the bench of 32 bytes!");

/** Orders of 5,000 persons in 100,000 rows: what comes out where persons are invented, and how fast. */
export function benchReplacement(): Record<string, unknown> {
  fakerCS_CZ.seed(4);
  const table = ordersTable(fakerCS_CZ, people);
  const { made, seconds } = timedRestore(table);
  return {
    replacement: {
      realValues: realValues(table, made),
      emailHasNameReal: emailsWithNames(table),
      emailHasNameMade: emailsWithNames(made),
      genderAgrees: gendersThatAgree(made),
      ibansValid: share(made, "iban", isValidIBAN),
      cardsValid: share(made, "card", passesLuhn),
      rowsPerPersonKs: rowsPerPersonKs(table, made),
      people: distinct(made, "customer_id"),
    },
    "replacement goal": "0 real, e-mail within ± .02, gender ≥ .98, valid 1, KS complement ≥ .97",
    speed: {
      inventedRowsPerSecond: Math.round(rows / seconds),
      eachRowAPersonOfItsOwn: Math.round(rows / timedRestore(ordersTable(fakerCS_CZ, rows)).seconds),
      detectionSeconds: detectionSeconds(),
      pseudonymsPerSecond: pseudonymsPerSecond(table),
    },
    "speed goal": "invented ≥ 200,000 rows/s a core, detection of 100,000 × 50 ≤ 1 s",
  };
}

/** The table with invented persons, and seconds for the columns of 100,000 rows from a model's rows. */
function timedRestore(table: Table): { made: Table; seconds: number } {
  const format = { ...plainColumn, physical: "text", decimals: 0, fileType: null } as const;
  const formats = table.columns.map(({ kind }) =>
    kind === "string" ? format : ({ ...format, physical: "integer" } as const),
  );
  const loaded = {
    table,
    format: plainCsv,
    formats,
    notes: [],
    warnings: [],
    path: "orders.csv",
    leftOut: [],
  };
  const config = synthConfigSchema.parse({ source: { path: "orders.csv" } });
  const { data, restore } = prepare(table, resolveColumns(config, profilePersonal(loaded)), { seed: 1 });
  const restored = (): Table => restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
  return { made: restored(), seconds: bestOfThree(restored) };
}

function ordersTable(faker: Faker, persons: number): Table {
  const list = Array.from({ length: persons }, (_, i) => {
    const sex = faker.helpers.arrayElement(["female", "male"] as const);
    const [first, last] = [faker.person.firstName(sex), faker.person.lastName(sex)];
    const local =
      i % 5 === 0
        ? faker.string.alpha({ length: 8, casing: "lower" })
        : `${addressPart(first)}.${addressPart(last)}${i}`;
    return {
      customer_id: `K-${100_000 + 13 * i}`,
      first_name: first,
      last_name: last,
      sex: sex === "female" ? "F" : "M",
      email: `${local}@firma${i % 7}.cz`,
      phone: `+420 ${faker.string.numeric({ length: 3, exclude: ["0"] })} ${faker.string.numeric(3)} ${faker.string.numeric(3)}`,
      iban: faker.finance.iban({ countryCode: "DE" }),
      card: faker.finance.creditCardNumber("visa").replace(/\D/g, ""),
    };
  });
  const who = Int32Array.from({ length: rows }, (_, i) =>
    i < persons ? i : Math.floor(persons * faker.number.float() ** 2),
  );
  const names = Object.keys(list[0]!) as (keyof (typeof list)[0])[];
  const columns = names.map((name): Column => {
    const dictionary = [...new Set(list.map((person) => person[name]))];
    const index = new Map(dictionary.map((text, code) => [text, code]));
    return {
      kind: "string",
      name,
      dictionary,
      codes: who.map((person) => index.get(list[person]![name])!),
    };
  });
  const items = Float64Array.from({ length: rows }, () => faker.number.int({ min: 1, max: 9 }));
  return makeTable([...columns, { kind: "number", name: "items", values: items }]);
}

function texts(table: Table, name: string): string[] {
  const column = findColumn(table, name) as Column;
  return column.kind === "string" ? Array.from(column.codes, (code) => column.dictionary[code] ?? "") : [];
}

function share(table: Table, name: string, passes: (text: string) => boolean): number {
  const values = texts(table, name);
  return values.filter(passes).length / values.length;
}

function distinct(table: Table, name: string): number {
  return new Set(texts(table, name)).size;
}

function realValues(real: Table, made: Table): number {
  return ["customer_id", "email", "phone", "iban", "card"].reduce((sum, name) => {
    const known = new Set(texts(real, name));
    return sum + texts(made, name).filter((text) => known.has(text)).length;
  }, 0);
}

function emailsWithNames(table: Table): number {
  const last = texts(table, "last_name");
  const emails = texts(table, "email");
  return emails.filter((text, row) => text.includes(addressPart(last[row]!))).length / emails.length;
}

function gendersThatAgree(table: Table): number {
  const lists = nameLists("en");
  const known = { female: new Set(lists.female), male: new Set(lists.male) };
  for (const language of ["de", "fr", "es", "it", "pt", "nl", "pl"] as const)
    for (const gender of ["female", "male"] as const)
      for (const name of nameLists(language)[gender]) known[gender].add(name);
  const first = texts(table, "first_name");
  return (
    share(table, "sex", () => true) *
    (texts(table, "sex").filter((sex, row) => known[genderOf(sex)!].has(first[row]!)).length / table.rows)
  );
}

function rowsPerPersonKs(real: Table, made: Table): number {
  const sizes = (table: Table): number[] => {
    const counts = new Map<string, number>();
    for (const who of texts(table, "customer_id")) counts.set(who, (counts.get(who) ?? 0) + 1);
    return [...counts.values()];
  };
  const [before, after] = [sizes(real), sizes(made)];
  const atMost = (list: readonly number[], most: number): number =>
    list.filter((n) => n <= most).length / list.length;
  return (
    1 -
    Math.max(
      ...[...new Set([...before, ...after])].map((n) => Math.abs(atMost(before, n) - atMost(after, n))),
    )
  );
}

/** Best of three on 100,000 rows × 50 columns of addresses, names, numbers and counters. */
function detectionSeconds(): number {
  const columns = Array.from({ length: 50 }, (_, c): Column => {
    if (c % 2 === 1)
      return {
        kind: "number",
        name: `n${c}`,
        values: Float64Array.from({ length: rows }, (_, i) =>
          c % 4 === 1 ? 1e9 + ((i * 7919) % 9e9) : ((i * 31) % 1000) / 7,
        ),
      };
    const dictionary = Array.from({ length: c % 4 === 0 ? 500 : rows }, (_, i) =>
      c % 6 === 0
        ? `user${i}@mail${i % 7}.example`
        : c % 6 === 2
          ? `Anna ${i} Meyer`
          : String(100_000_000 + 13 * i),
    );
    return {
      kind: "string",
      name: `c${c}`,
      dictionary,
      codes: Int32Array.from({ length: rows }, (_, i) => i % dictionary.length),
    };
  });
  return bestOfThree(() => detectPersonal({ columns }));
}

/** Seconds of processor time. */
function bestOfThree(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1e6;
  });
  return Math.min(...times);
}

function pseudonymsPerSecond(table: Table): number {
  const values = ["email", "phone", "customer_id"].flatMap((name) => [...new Set(texts(table, name))]);
  const started = process.cpuUsage();
  for (const value of values) pseudonymOf(value, key);
  const { user, system } = process.cpuUsage(started);
  return Math.round(values.length / ((user + system) / 1e6));
}
