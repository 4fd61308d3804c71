import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { relationsKept } from "../../../src/quality/fidelity/relations/relationsKept.ts";
import { makeTable, type Table } from "../../../src/table/table.ts";

type Join = (a: number, b: number) => number;

/** Months, a monthly amount and their total, off by at most `noise`; a share of the cells is empty. */
function charges(
  { seed, rows = 600, noise, blanks }: { seed: number; rows?: number; noise: number; blanks: number },
  join: Join,
): Table {
  const random = new Random(seed);
  const [months, amount, total, other] = Array.from({ length: 4 }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    months![row] = 1 + random.below(72);
    amount![row] = 20 + 100 * random.uniform();
    total![row] = join(months![row]!, amount![row]!) * (1 + 2 * noise * (random.uniform() - 0.5));
    other![row] = 1000 * random.uniform();
    for (const column of [months!, amount!, total!]) if (random.uniform() < blanks) column[row] = Number.NaN;
  }
  const names = ["months", "amount", "total", "other"];
  return makeTable(
    [months!, amount!, total!, other!].map((values, i) => ({ kind: "number", name: names[i]!, values })),
  );
}

const columns = ["months", "amount", "total", "other"].map((name) => ({
  name,
  sdtype: "numerical" as const,
  role: "feature" as const,
}));

const joins: Readonly<Record<string, Join>> = { "×": (a, b) => a * b, "+": (a, b) => a + b };

describe("relationsKept", () => {
  it("names a number that is farther from its product or sum in synthetic rows than in real ones", () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 1, max: 1_000_000 }),
          noise: fc.double({ min: 0, max: 0.03, noNaN: true }),
          blanks: fc.double({ min: 0, max: 0.2, noNaN: true }),
          sign: fc.constantFrom("×", "+"),
        }),
        ({ sign, ...how }) => {
          const [real, holdout] = [0, 1].map((more) =>
            charges({ ...how, seed: how.seed + more }, joins[sign]!),
          );
          const like = { ...how, seed: how.seed + 2 };
          const judge = (synthetic: Table) =>
            relationsKept({ real: real!, holdout: holdout!, synthetic, columns })!;
          const kept = judge(charges(like, joins[sign]!));
          expect(kept.status).toBe("good");
          expect(kept.value).toBeGreaterThan(0.6);
          const lost = judge(charges({ ...like, noise: 0.2 + how.noise }, joins[sign]!));
          expect(lost.status).toBe("watch");
          expect(lost.meaning).toContain("total is nearly months");
          expect(lost.parts![0]!.name).toContain(sign);
          const rule = `total = months ${sign === "+" ? "+" : "*"} amount`;
          expect(lost.steps![0]!.edits).toEqual([{ path: ["rules", "-"], value: { rule, repair: true } }]);
        },
      ),
      { seed: 4, numRuns: 40 },
    );
  });

  it("finds none among numbers that one other column tells as well, or none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (seed) => {
        const random = new Random(seed);
        const rows = 400;
        const drawn = Array.from({ length: 5 }, () =>
          Float64Array.from({ length: rows }, () => 10 ** (2 * random.uniform())),
        );
        drawn.push(drawn[0]!.map((x) => 1.7 * x + random.uniform()));
        const table = makeTable(drawn.map((values, i) => ({ kind: "number", name: `c${i}`, values })));
        const all = table.columns.map(
          ({ name }) => ({ name, sdtype: "numerical", role: "feature" }) as const,
        );
        expect(relationsKept({ real: table, synthetic: table, holdout: null, columns: all })).toBeNull();
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});
