import fc from "fast-check";
import { expect, it } from "vitest";
import { gaussianCopula } from "../../src/models/gaussianCopula/gaussianCopula.ts";
import { independent } from "../../src/models/gaussianCopula/independent.ts";
import { type Column, makeTable, missingCount } from "../../src/table/table.ts";
import { ModelError } from "../../src/transform/modelTable.ts";
import { prepare } from "../../src/transform/prepare.ts";
import { restoreBatch } from "../../src/transform/restore.ts";
import { plainSpecs } from "../transform/readSimpleCsv.ts";
import { quietContext, sampleAll } from "./modelRun.ts";

const number = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e12, max: 1e12, noNaN: true }) },
  fc.constantFrom(0, 1e300, -1e300, 5e-324, Number.NaN),
);
const text = fc.oneof(
  fc.constantFrom("a", "b", "", "_RARE_", "__proto__", "🐧"),
  fc.constant(null),
  fc.string(),
);

let fitted = 0;

it("every table that can be prepared is fitted, sampled and restored without a gap", async () => {
  const row = fc.tuple(number, number, text, fc.integer({ min: 0, max: 5 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.constantFrom(1, 2, 5),
      fc.constantFrom("model", "never"),
      async (rows, minCategoryCount, missing) => {
        const dictionary = [...new Set(rows.map((r) => r[2]).filter((v) => v !== null))];
        const columns: Column[] = [
          { kind: "number", name: "a", values: Float64Array.from(rows, (r) => r[0]) },
          { kind: "number", name: "b", values: Float64Array.from(rows, (r) => r[1]) },
          {
            kind: "string",
            name: "c",
            dictionary,
            codes: Int32Array.from(rows, (r) => (r[2] === null ? -1 : dictionary.indexOf(r[2]))),
          },
          { kind: "datetime", name: "d", values: Float64Array.from(rows, (r) => r[3] * 86_400_000) },
          { kind: "number", name: "id", values: Float64Array.from(rows, (_, i) => i) },
        ];
        const table = makeTable(columns);
        const each = { minCategoryCount, missing, decimals: null } as const;
        const specs = plainSpecs(table, { a: each, b: each, c: each, d: each, id: { sdtype: "id" } });
        let prepared: ReturnType<typeof prepare>;
        try {
          prepared = prepare(table, specs, { seed: 1 });
        } catch (error) {
          expect(error).toBeInstanceOf(ModelError);
          return;
        }
        const context = quietContext();
        const models = [
          await independent.fit(prepared.data, { type: "independent" }, context),
          await gaussianCopula.fit(
            prepared.data,
            { type: "gaussianCopula", defaultDistribution: "empirical", numericalDistributions: {} },
            context,
          ),
        ];
        fitted++;
        for (const model of models) {
          const made = restoreBatch(prepared.restore, await sampleAll(model, 50), { firstRow: 0, seed: 1 });
          for (const column of made.columns) {
            const source = table.columns.find((c) => c.name === column.name)!;
            expect(column.kind).toBe(source.kind);
            const told = rows.length - missingCount(source) >= minCategoryCount;
            if (told && (missing === "never" || missingCount(source) === 0))
              expect(missingCount(column)).toBe(0);
            if (column.kind === "string" || column.name === "id" || source.kind === "string") continue;
            const present = source.values.filter((v) => !Number.isNaN(v));
            for (const v of column.values)
              if (!Number.isNaN(v)) {
                expect(v).toBeGreaterThanOrEqual(Math.min(...present));
                expect(v).toBeLessThanOrEqual(Math.max(...present));
              }
          }
        }
      },
    ),
    { numRuns: 160, seed: 9 },
  );
  expect(fitted).toBeGreaterThan(80);
});
