import "../../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../../src/numerics/random.ts";
import { FormMaker, fitForms } from "../../../src/transform/personal/invent/forms.ts";

/** How numbers of North America are written; N is a digit from 2 to 9, X any. */
const patterns = [
  "+1 (NXX) NXX-XXXX",
  "+1-NXX-NXX-XXXX",
  "1NXXNXXXXXX",
  "NXX.NXX.XXXX",
  "(NXX) NXX-XXXX",
  "+1NXXNXXXXXX",
];

it("invented numbers of North America have area and exchange codes as real ones do, of few values as of many", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...patterns),
      fc.constantFrom(8, 40, 400),
      fc.nat(1e6),
      (pattern, count, seed) => {
        const random = new Random(seed);
        const make = () =>
          pattern.replace(/[NX]/g, (place) => String(place === "N" ? 2 + random.below(8) : random.below(10)));
        const values = [...new Set(Array.from({ length: count }, make))];
        const plan = fitForms(values, { minValues: 5, rows: 300, check: null });
        const maker = new FormMaker(plan, "phone");
        const form = new RegExp(
          `^${pattern
            .replace(/[+().]/g, "\\$&")
            .replaceAll("N", "[2-9]")
            .replaceAll("X", "\\d")}$`,
        );
        const real = new Set(values);
        for (let index = 0; index < 100; index++) {
          const made = maker.at(index, { key: 7, random });
          expect(made).toMatch(form);
          expect(real.has(made)).toBe(false);
        }
      },
    ),
    { numRuns: 20 },
  );
});
