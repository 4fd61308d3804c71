import type { Faker } from "@faker-js/faker";
import type { ColumnSpec } from "../../../src/config/columnSpec.ts";
import { resolveColumns } from "../../../src/config/resolveColumns.ts";
import { type SynthConfigInput, synthConfigSchema } from "../../../src/config/schema.ts";
import type { LoadedTable } from "../../../src/table/read/read.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { profilePersonal } from "../../../src/transform/personal/profilePersonal.ts";
import { tableFile } from "./tableFile.ts";

/** Orders of `people` persons, a few rows each, as CSV text. */
export function ordersCsv(faker: Faker, people: number, orders: number): string {
  const customers = Array.from({ length: people }, (_, i) => {
    const sex = faker.helpers.arrayElement(["female", "male"] as const);
    const first = faker.person.firstName(sex).replaceAll(",", "");
    const last = faker.person.lastName(sex).replaceAll(",", "");
    return [
      `K-${String(10_000 + 17 * i)}`,
      first,
      last,
      sex === "female" ? "F" : "M",
      `${first}.${last}${i}@firma${i % 3}.cz`
        .toLowerCase()
        .normalize("NFD")
        .replace(/[^a-z\d@.]/g, ""),
      `+420 ${faker.string.numeric({ length: 3, exclude: ["0"] })} ${faker.string.numeric(3)} ${faker.string.numeric(3)}`,
      faker.finance.iban({ countryCode: "DE" }),
      faker.date.birthdate().toISOString().slice(0, 10),
    ].join(",");
  });
  const rows = Array.from({ length: orders }, (_, i) => {
    const who = i < people ? i : Math.floor(people * faker.number.float() ** 2);
    return `${i + 1},${customers[who]},${faker.number.int({ min: 1, max: 9 })}`;
  });
  return `order_no,customer_id,first_name,last_name,sex,email,phone,iban,birth_date,items\n${rows.join("\n")}\n`;
}

export interface Loaded {
  readonly loaded: LoadedTable;
  readonly specs: readonly ColumnSpec[];
}

export async function loadCsv(text: string, config: Partial<SynthConfigInput> = {}): Promise<Loaded> {
  const path = tableFile(text);
  const loaded = await readTable(path);
  const parsed = synthConfigSchema.parse({ source: { path }, ...config });
  return { loaded, specs: resolveColumns(parsed, profilePersonal(loaded)) };
}
