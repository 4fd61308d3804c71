import "../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { throughFile } from "./throughFile.ts";

it("whole numbers that are months stay months of the years they had", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1950, max: 2080 }),
      fc.array(fc.integer({ min: 0, max: 47 }), { minLength: 200, maxLength: 200 }),
      async (year, drawn) => {
        const months = [...drawn, ...Array.from({ length: 48 }, (_, i) => i)];
        const cells = months.map((m) => (year + Math.floor(m / 12)) * 100 + (m % 12) + 1);
        const file = await throughFile(`k,n\n${cells.map((cell, i) => `${cell},${i % 7}\n`).join("")}`);
        expect(file.column("k").sdtype).toBe("datetime");
        expect(file.texts(file.again, "k").length).toBe(cells.length);
        for (const text of file.texts(file.shuffled, "k")) {
          expect(text).toMatch(/^\d{4}(0[1-9]|1[0-2])$/);
          expect(Number(text.slice(0, 4)) - year).toBeLessThan(4);
        }
      },
    ),
    { numRuns: 8 },
  );
  const counts = await throughFile(
    `k,n\n${Array.from({ length: 90 }, (_, i) => `${200_101 + 7 * i},1\n`).join("")}`,
  );
  expect(counts.column("k").sdtype).not.toBe("datetime");
});
