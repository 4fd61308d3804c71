import fc from "fast-check";
import { expect, it } from "vitest";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { protectedProfile } from "../../../src/table/protection/protectedProfile.ts";
import { readText } from "../files.ts";

it("no bin of a profile that others see has fewer than five rows, however few the table has", async () => {
  const values = fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 700 });
  await fc.assert(
    fc.asyncProperty(values, async (numbers) => {
      const days = numbers.map((value) =>
        new Date(Math.round(value) * 86_400_000).toISOString().slice(0, 10),
      );
      const loaded = await readText(
        `x,day\n${numbers.map((value, i) => `${value},${days[i]}`).join("\n")}\n`,
      );
      for (const { histogram } of protectedProfile(profileTable(loaded), loaded.table).columns)
        for (const count of histogram?.counts ?? []) expect(count === 0 || count >= 5).toBe(true);
    }),
    { numRuns: 40 },
  );
});
