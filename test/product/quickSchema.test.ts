import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkProduct, hasErrors } from "../../src/product/checkProduct.ts";
import { quickParser, unsure } from "../../src/product/page/quickSchema.ts";
import { productSchema } from "../../src/product/schema.ts";
import { moscowGroups, statuses } from "../../src/product/words.ts";

const schema = productSchema.shape.features.element;
const quick = quickParser(schema);

const mostly = <T>(valid: readonly T[], wrong: readonly T[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...valid) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  );
const id = mostly(["a", "swap-shift", "x1"], ["Not An Id", "", "__proto__", "a".repeat(61)]);
const day = mostly(["2026-12-31", "2028-02-29"], ["2026-02-29", "2026-13-01", "today", ""]);
const some = (valid: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 40, arbitrary: valid },
    { weight: 1, arbitrary: fc.jsonValue() as fc.Arbitrary<unknown> },
  );
const feature = fc.record(
  {
    id: some(id),
    title: some(fc.string({ minLength: 1, maxLength: 20 })),
    moscow: some(mostly<string>(moscowGroups, ["most"])),
    phase: some(id),
    status: some(fc.constantFrom(...statuses)),
    rice: some(
      fc.record(
        {
          reach: some(mostly([0, 10, 1e12], [1e308, -1])),
          impact: some(mostly([3, 0.25], [4])),
          confidence: some(mostly([1, 80, 100], [0.8, 101])),
          effort: some(mostly([0.5, 2], [0])),
        },
        { requiredKeys: [] },
      ),
    ),
    needs: some(fc.array(id, { maxLength: 3 })),
    added: some(day),
    done: some(day),
    stories: some(
      fc.array(
        fc.record({
          id,
          want: mostly(["w"], [""]),
          accept: fc.array(mostly(["x", "y"], [""]), { maxLength: 2 }),
        }),
        { maxLength: 2 },
      ),
    ),
  },
  { requiredKeys: ["id", "title"] },
);
const surprised = fc
  .tuple(feature, mostly([false], [true]))
  .map(([entry, more]) => (more ? { ...entry, surprise: 1 } : entry));

describe("the quick parser of features", () => {
  it("answers what is valid as the schema does, and nothing else", () => {
    let answered = 0;
    fc.assert(
      fc.property(surprised, (written) => {
        const value: unknown = JSON.parse(JSON.stringify(written));
        const slow = schema.safeParse(value);
        const fast = quick(value);
        if (fast !== unsure) answered++;
        expect(fast !== unsure).toBe(slow.success);
        if (slow.success) expect(fast).toEqual(slow.data);
      }),
      { numRuns: 3000 },
    );
    expect(answered).toBeGreaterThan(500);
  });

  it("leaves what it does not know to the schema", () => {
    expect(quickParser(productSchema.shape.phases)([])).toBe(unsure);
    expect(quick({ id: "a", title: "A", ["__proto__x"]: 1 })).toBe(unsure);
    expect(quick(JSON.parse('{ "id": "a", "title": "A", "__proto__": {} }'))).toBe(unsure);
  });

  it("gives each feature lists of its own", () => {
    const [a, b] = [quick({ id: "a", title: "A" }), quick({ id: "b", title: "B" })] as { needs: string[] }[];
    expect(a!.needs).not.toBe(b!.needs);
  });
});

describe("whether there are errors", () => {
  it("is what the findings say", () => {
    const days = fc.option(fc.constantFrom("2026-01-01", "2026-02-01", "2026-03-01"), { nil: undefined });
    const ids = fc.constantFrom("a", "b", "c", "d");
    const product = fc.record({
      features: fc.array(
        fc.record({
          id: ids,
          needs: fc.array(ids, { maxLength: 2 }),
          added: days,
          started: days,
          done: days,
        }),
        { maxLength: 4 },
      ),
      phases: fc.array(fc.record({ id: ids, start: days, due: days }), { maxLength: 2 }),
    });
    let wrong = 0;
    fc.assert(
      fc.property(product, ({ features, phases }) => {
        const read = productSchema.parse(
          JSON.parse(
            JSON.stringify({
              version: 1,
              product: "P",
              features: features.map((entry) => ({ ...entry, title: "T" })),
              phases,
            }),
          ),
        );
        const errors = checkProduct(read).some(({ severity }) => severity === "error");
        if (errors) wrong++;
        expect(hasErrors(read)).toBe(errors);
      }),
      { numRuns: 500 },
    );
    expect(wrong).toBeGreaterThan(20);
  });
});
