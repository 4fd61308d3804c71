import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { findColumn, type StringColumn, type Table } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "./orders.ts";

const firsts = "Anna Ben Carla David Elif Farid Greta Hugo Ines Jonas Katrin Liam Mia Noah Olga Paul".split(
  " ",
);
const lasts = "Albrecht Bauer Costa Dvorak Eriksen Fischer Garcia Huber Ivanov Jansen Kaya Lopez".split(" ");

const tables = fc.record({
  seed: fc.nat(1e6),
  sellers: fc.integer({ min: 4, max: 20 }),
  whole: fc.boolean(),
  seller: fc.constantFrom("Owner", "Sales Rep", "Created by", "Manager"),
});

/** Contacts, each with a name in one column or two, an address made of it, and one of a few sellers in charge. */
function contactsCsv({
  seed,
  sellers,
  whole,
  seller,
}: typeof tables extends fc.Arbitrary<infer T> ? T : never): string {
  const random = new Random(seed);
  const pick = (list: readonly string[]) => list[random.below(list.length)]!;
  const inCharge = Array.from(
    { length: sellers },
    (_, i) => `${firsts[i % firsts.length]} ${lasts[(5 * i) % lasts.length]}`,
  );
  const lines = Array.from({ length: 400 }, (_, i) => {
    const [first, last] = [pick(firsts), pick(lasts)];
    const named = whole ? [`${first} ${last}`] : [first, last];
    return [...named, `${first}.${last}${i}@firma.cz`.toLowerCase(), pick(inCharge), random.below(4)].join();
  });
  return `${whole ? "Contact Name" : "First Name,Last Name"},Email,${seller},stage\n${lines.join("\n")}\n`;
}

const texts = (table: Table, name: string) => {
  const { codes, dictionary } = findColumn(table, name) as StringColumn;
  return Array.from(codes, (code) => dictionary[code] ?? "");
};

describe("a row that names two persons", () => {
  it("names two in the new table: few sellers of many contacts stay few, and are not the contacts", async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (kind) => {
        const { loaded, specs } = await loadCsv(contactsCsv(kind));
        const { data, restore } = prepare(loaded.table, specs, { seed: 1 });
        const made = restoreBatch(restore, data.table, { firstRow: 0, seed: 1 });
        const sellers = texts(made, kind.seller);
        const [before, after] = (kind.whole ? ["Contact Name"] : ["First Name", "Last Name"]).map((name) =>
          texts(made, name),
        );
        const contacts = before!.map((first, i) => (after === undefined ? first : `${first} ${after[i]}`));
        expect(new Set(sellers).size).toBeLessThanOrEqual(kind.sellers);
        expect(new Set(sellers).size).toBeGreaterThanOrEqual(kind.sellers / 2);
        expect(sellers.filter((seller, i) => seller === contacts[i]).length).toBeLessThan(8);
        const own = texts(made, "Email").filter((email, i) => {
          const [first] = contacts[i]!.toLowerCase().normalize("NFD").split(/[ -]/);
          return email.includes(first!.replace(/[^a-z]/g, ""));
        });
        expect(own.length).toBeGreaterThan(340);
      }),
      { numRuns: 8 },
    );
  });
});
