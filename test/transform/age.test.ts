import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { findColumn, type Table } from "../../src/table/table.ts";
import { toModelConditions } from "../../src/transform/conditions.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { wholeYears } from "../../src/transform/rules/dates/age.ts";
import { loadCsv } from "./personal/orders.ts";

const rows = 150;
const dayMs = 86_400_000;
const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

async function prepared(lines: readonly string[]) {
  const { loaded, specs } = await loadCsv(["birth,visit,age,n", ...lines, ""].join("\n"));
  const { data, restore } = prepare(loaded.table, specs, { seed: 2 });
  return { data, restore };
}

/** What a model that knows nothing of the link between columns would make: each column shuffled by itself. */
function shuffled({ data, restore }: Awaited<ReturnType<typeof prepared>>, seed: number): Table {
  const columns = data.table.columns.map((column, i) => {
    const order = new Random(seed + i).permutation(rows);
    return column.kind === "string"
      ? { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) }
      : { ...column, values: Float64Array.from(order, (row) => column.values[row]!) };
  });
  return restoreBatch(restore, { rows, columns }, { firstRow: 0, seed });
}

function values(table: Table, name: string): Float64Array {
  const column = findColumn(table, name)!;
  if (column.kind === "string") throw new Error(`${name} holds text`);
  return column.values;
}

/** Rows with a birth, a visit and what `age` makes of them; some without a birth. */
function people(seed: number, age: (birth: number, visit: number, random: Random) => number): string[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, () => {
    const birth = Date.UTC(1930, 0) + random.below(28_000) * dayMs;
    const visit = Date.UTC(2015, 0) + random.below(3000) * dayMs;
    const years = age(birth, visit, random);
    return random.uniform() < 0.05
      ? `,${day(visit)},,${random.below(9)}`
      : `${day(birth)},${day(visit)},${years},${random.below(9)}`;
  });
}

describe("an age beside a date of birth", () => {
  it("is that of the birth in every row, at one day or at the date of the row", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), async (seed, fixed) => {
        const at = Date.UTC(2021, seed % 12, 1 + (seed % 28));
        const made = shuffled(
          await prepared(people(seed, (birth, visit) => wholeYears(birth, fixed ? at : visit))),
          seed,
        );
        const [births, visits, ages] = ["birth", "visit", "age"].map((name) => values(made, name));
        const days = new Set<number>();
        for (const [i, age] of ages!.entries()) {
          expect(Number.isNaN(age)).toBe(Number.isNaN(births![i]!));
          if (!fixed) expect(age).toEqual(wholeYears(births![i]!, visits![i]!));
          else if (!Number.isNaN(age) && Math.abs(age - wholeYears(births![i]!, at)) > 0) days.add(i);
        }
        // the day is known within the births around it only
        expect(days.size).toBeLessThanOrEqual(3);
      }),
      { numRuns: 10, seed: 61 },
    );
  });

  it("is asked for by the birth, where the day is one for all", async () => {
    const at = Date.UTC(2020, 0);
    const { restore } = await prepared(people(4, (birth) => wholeYears(birth, at)));
    const plan = restore.columns.find(({ name }) => name === "age")!;
    expect(plan).toMatchObject({ kind: "age", of: "birth" });
    const [asked] = toModelConditions(restore, [{ column: "age", op: "range", min: 30, max: 39 }]);
    expect(asked).toMatchObject({ column: "birth", op: "range" });
  });

  it("is not seen in numbers that are only near", async () => {
    const near = people(5, (birth, visit, random) => wholeYears(birth, visit) + random.below(2));
    const { restore } = await prepared(near);
    expect(restore.columns.find(({ name }) => name === "age")!.kind).toBe("number");
  });
});
