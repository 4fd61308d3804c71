import "../fixedSeeds.ts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { expectNewAndUnique, generate, numbers, texts } from "./generateIds.ts";

/** Remainders that are 0 for valid numbers, of all digits from the right, as the standards say. */
const sums = {
  gs1: (digits: readonly number[]) => digits.reduce((sum, d, i) => sum + d * (i % 2 === 1 ? 3 : 1), 0) % 10,
  luhn: (digits: readonly number[]) =>
    digits.reduce((sum, d, i) => sum + (i % 2 === 1 ? (2 * d > 9 ? 2 * d - 9 : 2 * d) : d), 0) % 10,
  isbn10: (digits: readonly number[]) => digits.reduce((sum, d, i) => sum + d * (i + 1), 0) % 11,
};
type Check = keyof typeof sums;

function isValid(text: string, check: Check): boolean {
  const digits = [...text.replace(/[^\dX]/g, "")].map((c) => (c === "X" ? 10 : Number(c))).reverse();
  return sums[check](digits) === 0;
}

function complete(payload: string, check: Check): string {
  const last = check === "isbn10" ? "0123456789X" : "0123456789";
  return payload + [...last].find((c) => isValid(payload + c, check))!;
}

/** How many free digits a form has, and where they stand. */
const forms: readonly {
  readonly check: Check;
  readonly free: number;
  make(free: string): string;
}[] = [
  { check: "gs1", free: 10, make: (r) => `40${r}` },
  { check: "gs1", free: 6, make: (r) => `1${r}` },
  { check: "gs1", free: 8, make: (r) => `978-3-${r.slice(0, 2)}-${r.slice(2)}-` },
  { check: "luhn", free: 8, make: (r) => `CUST-${r}` },
  { check: "luhn", free: 9, make: (r) => `7${r}` },
  { check: "isbn10", free: 8, make: (r) => `3${r}` },
];

const cases = fc.record({
  form: fc.constantFrom(...forms),
  asNumber: fc.boolean(),
  inSequence: fc.boolean(),
  rows: fc.integer({ min: 150, max: 600 }),
  seed: fc.nat(1e6),
});

it("new ids end in the check digit that those of the file end in, and are new", () => {
  let tried = 0;
  fc.assert(
    fc.property(cases, ({ form, asNumber, inSequence, rows, seed }) => {
      const random = new Random(seed);
      const real = new Set<string>();
      for (let i = 0; real.size < rows; i++) {
        const number = inSequence ? 1000 + i : Math.floor(random.uniform() * 10 ** form.free);
        real.add(complete(form.make(String(number).padStart(form.free, "0")), form.check));
      }
      const values = [...real];
      const made = generate(
        asNumber && values.every((v) => /^[1-9]\d{0,14}$/.test(v))
          ? numbers(values.map(Number))
          : texts(values),
        rows,
      );
      if (made.profile.sdtype !== "id") return;
      tried++;
      expectNewAndUnique(made);
      expect(made.made.filter((id) => !isValid(id, form.check))).toEqual([]);
    }),
    { numRuns: 80 },
  );
  // numbers that count from anywhere may be amounts
  expect(tried).toBeGreaterThan(60);
});

it("ids whose last digit says nothing end in any digit", () => {
  const random = new Random(7);
  const values = Array.from({ length: 400 }, () => `A-${10_000_000 + Math.floor(random.uniform() * 9e7)}`);
  const { made } = generate(texts([...new Set(values)]), 400);
  for (const check of ["gs1", "luhn"] as const)
    expect(made.filter((id) => isValid(id, check)).length).toBeLessThan(80);
});
