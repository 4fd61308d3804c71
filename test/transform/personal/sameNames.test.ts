import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, type Table } from "../../../src/table/table.ts";
import { findEntities } from "../../../src/transform/entities/findEntities.ts";
import { addressPart } from "../../../src/transform/personal/invent/localParts.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "./orders.ts";

const firsts = ["Anna", "Jonas", "Miriam", "Peter", "Lukas", "Sophie", "Clara", "Emil", "Hannah", "Felix"];
const lasts = ["Schmidt", "Weber", "Hoffmann", "Vogel", "Brandt", "Lange", "Busch", "Seidel", "Krause"];

async function invented(csv: string): Promise<(name: string) => string[]> {
  const { loaded, specs } = await loadCsv(csv);
  const { data, restore } = prepare(loaded.table, specs, { seed: 3 });
  const made: Table = restoreBatch(restore, data.table, { firstRow: 0, seed: 3 });
  return (name) => {
    const column = findColumn(made, name)!;
    return column.kind === "string"
      ? Array.from(column.codes, (code) => column.dictionary[code] ?? "")
      : Array.from(column.values, String);
  };
}

/** Whether an address is built from the first and last name. */
const fits = (name: string, address: string): boolean => {
  const [last = "", first = ""] = name.split(", ");
  return address.startsWith(`${addressPart(first)}.${addressPart(last)}`);
};

it("many rows of one name with an address each are different persons, whose addresses hold their names", async () => {
  const random = new Random(1);
  const pick = (list: readonly string[]): string => list[Math.floor(random.uniform() * list.length)]!;
  const lines = Array.from({ length: 900 }, (_, i) => {
    const [first, last] = [pick(firsts), pick(lasts)];
    return `E-${1000 + i},"${last}, ${first}",${addressPart(first)}.${addressPart(last)}${i}@firma.de,${i % 7}`;
  });
  const made = await invented(`staff_no,name,email,grade\n${lines.join("\n")}\n`);
  const [names, addresses] = [made("name"), made("email")];
  expect(names.filter((name, row) => fits(name, addresses[row]!)).length).toBeGreaterThan(
    0.98 * names.length,
  );
  expect(new Set(addresses).size).toBe(names.length);
  // real ones have as many persons as rows, too
  expect(new Set(names).size).toBeGreaterThan(0.6 * names.length);
});

it("a person of several rows has one name, and an address that holds it, where some persons have two", async () => {
  const random = new Random(2);
  const persons = Array.from({ length: 150 }, (_, i) => {
    const [first, last] = [firsts[i % firsts.length]!, lasts[i % lasts.length]!];
    const addresses = [`${addressPart(first)}.${addressPart(last)}${i}@firma.de`];
    if (i % 20 === 0) addresses.push(`${addressPart(first)}.${addressPart(last)}${i}@privat.de`);
    return { id: `C-${2000 + i}`, name: `"${last}, ${first}"`, addresses };
  });
  const lines = Array.from({ length: 1500 }, (_, i) => {
    const { id, name, addresses } = persons[Math.floor(random.uniform() * persons.length)]!;
    return `${i + 1},${id},${name},${addresses[i % addresses.length]},${i % 5}`;
  });
  const made = await invented(`order_no,customer_id,name,email,items\n${lines.join("\n")}\n`);
  const [ids, names, addresses] = [made("customer_id"), made("name"), made("email")];
  const nameOf = new Map<string, string>();
  for (const [row, id] of ids.entries()) {
    expect(nameOf.get(id) ?? names[row]).toBe(names[row]);
    nameOf.set(id, names[row]!);
    expect(fits(names[row]!, addresses[row]!), `${names[row]} ${addresses[row]}`).toBe(true);
  }
});

it("persons stand anywhere in the table where the data have them so, and nothing but the person stays the same", async () => {
  const random = new Random(4);
  const lines = Array.from(
    { length: 1200 },
    (_, i) =>
      `${i + 1},C-${100 + Math.floor(random.uniform() * 40)},${(random.uniform() * 90).toFixed(2)},EUR`,
  );
  const made = await invented(`booking,customer_id,amount,currency\n${lines.join("\n")}\n`);
  const ids = made("customer_id");
  const again = ids.filter((id, row) => row > 0 && id === ids[row - 1]).length;
  // of 40 persons, one in 40 rows is followed by another of the same person
  expect(again).toBeLessThan(0.08 * ids.length);
  expect(new Set(ids).size).toBeGreaterThan(30);
  expect(new Set(ids).size).toBeLessThan(52);
});

it("masked values are nobody's: many persons share each", async () => {
  const lines = Array.from(
    { length: 600 },
    (_, i) =>
      `${"*".repeat(3 + (i % 4))}@***.example,${"*".repeat(4 + (i % 4))},${firsts[(i * 7) % 10]},${i % 9}`,
  );
  const mask = { replace: "mask" } as const;
  const { loaded, specs } = await loadCsv(`email,last_name,first_name,items\n${lines.join("\n")}\n`, {
    columns: { email: { personal: "email", ...mask }, last_name: { personal: "lastName", ...mask } },
  });
  expect(findEntities(loaded.table, specs, { persons: true })).toEqual([]);
});
