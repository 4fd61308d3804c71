import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/numerics/random.ts";
import { profileColumn } from "../../src/table/profile/profileTable.ts";
import type { Column } from "../../src/table/table.ts";
import { drawCapacity, planDraw, rankReader } from "../../src/transform/columns/ids/idDraw.ts";
import { parsePattern } from "../../src/transform/pattern.ts";
import { expectNewAndUnique, format, generate, numbers, texts } from "./generateIds.ts";

/** Distinct numbers in [0, size), in a random order. */
function distinct(seed: number, count: number, size: number): number[] {
  const random = new Random(seed);
  const found = new Set<number>();
  while (found.size < count) found.add(Math.floor(random.uniform() * size));
  return [...found];
}

describe("drawing ids", () => {
  it("gives different ranks, none of a real id, over the whole language", () => {
    const world = fc.record({
      count: fc.integer({ min: 1, max: 300 }),
      factor: fc.double({ min: 10, max: 1e6, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(world, ({ count, factor, seed }) => {
        const size = Math.floor(count * factor) + 10;
        const real = distinct(seed, count, size);
        const draw = planDraw(size, real, new Random(seed));
        const rows = Math.min(3 * count, drawCapacity(draw));
        const rankOf = rankReader(draw, seed + 1);
        const ranks = Array.from({ length: rows }, (_, i) => rankOf(i));
        expect(new Set(ranks).size).toBe(rows);
        const known = new Set(real);
        expect(ranks.every((r) => r >= 0 && r < size && !known.has(r))).toBe(true);
      }),
      { numRuns: 60, seed: 11 },
    );
    const draw = planDraw(10_000, distinct(3, 500, 10_000), new Random(1));
    const ranks = Array.from({ length: 2000 }, (_, i) => rankReader(draw, 4)(i)).sort((a, b) => a - b);
    expect(ranks[100]!).toBeLessThan(1000);
    expect(ranks[1900]!).toBeGreaterThan(9000);
  });

  it("does not tell which ids were real: a used bucket stands for five ranks or more", () => {
    const { filter } = planDraw(20_000, distinct(3, 1000, 20_000), new Random(1));
    expect(20_000 / filter!.buckets).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify(filter).length).toBeLessThan(1000);
  });
});

describe("keys that count", () => {
  it("are keys from anywhere on, and count on", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.constantFrom(1, 2, 5), (start, gap) => {
        const result = generate(numbers(Array.from({ length: 800 }, (_, i) => start + gap * i)), 1000);
        expect(result.profile.sdtype).toBe("id");
        expectNewAndUnique(result);
        const steps = result.made.map((id, i) => (i === 0 ? gap : Number(id) - Number(result.made[i - 1])));
        expect(new Set(steps)).toEqual(new Set([gap]));
      }),
      { numRuns: 20, seed: 4 },
    );
  });

  it("keep their form", () => {
    const result = generate(
      texts(Array.from({ length: 300 }, (_, i) => `INV-2024-${String(i + 1).padStart(5, "0")}`)),
      500,
    );
    expectNewAndUnique(result);
    expect(result.made[0]).toBe("INV-2024-00301");
    expect(result.made[1]).toBe("INV-2024-00302");
  });
});

describe("ids of a form", () => {
  const hex = (n: number, width: number) => n.toString(16).padStart(width, "0");
  const forms: readonly (readonly [string, (n: number, i: number) => string, RegExp])[] = [
    ["hex with a prefix", (n) => `0x${hex(n % 65536, 4).toUpperCase()}`, /^0x[0-9A-F]{4}$/],
    [
      "MAC",
      (n, i) =>
        hex(n * 997 + i, 12)
          .slice(-12)
          .replace(/..(?=.)/g, "$&:"),
      /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/,
    ],
    [
      "telco",
      (n) => `${String(n % 10000).padStart(4, "0")}-${"ABCDE"[n % 5]}${"XYZ"[n % 3]}Q${"KLM"[n % 3]}J`,
      /^\d{4}-[A-Z]{5}$/,
    ],
    [
      "IBAN of one country",
      (n) => `DE${String(10 + (n % 89))}${String(n * 7919).padStart(18, "3")}`,
      /^DE\d{20}$/,
    ],
    [
      "ksuid",
      (n, i) =>
        `2${Array.from({ length: 26 }, (_, k) => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(n * (k + 3) + i * k) % 62]).join("")}`,
      /^2[0-9A-Za-z]{26}$/,
    ],
    [
      "ULID",
      (n, i) =>
        `01H${Array.from({ length: 23 }, (_, k) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[(n * (k + 3) + i * k) % 32]).join("")}`,
      /^01H[0-9A-HJKMNP-TV-Z]{23}$/,
    ],
  ];
  it.each(forms)("keep width, prefix and alphabet: %s", (_, make, form) => {
    const seeds = distinct(7, 600, 65536);
    const result = generate(texts([...new Set(seeds.map(make))]), 900);
    expect(result.profile.sdtype).toBe("id");
    expectNewAndUnique(result);
    for (const id of result.made) expect(id).toMatch(form);
  });

  it("are spread over the whole language, as the real ones are", () => {
    const seeds = distinct(8, 700, 10_000);
    const { made } = generate(
      texts(seeds.map((n) => `${String(n).padStart(4, "0")}-${"ABCDE"[n % 5]}XQKJ`)),
      700,
    );
    expect(new Set(made.map((id) => id[0])).size).toBe(10);
  });
});

it("text of several decimals is no id, whose digits would be drawn: it is fitted by its parts", () => {
  const random = new Random(2);
  const forms = [
    (a: string, b: string) => `POINT (${a} ${b})`,
    (a: string, b: string) => `(${a}, ${b})`,
    (a: string, b: string) => `lat=${a};lon=${b}`,
  ];
  for (const form of forms) {
    const decimals = () => (random.uniform() * 90).toFixed(5);
    const column = texts([...new Set(Array.from({ length: 300 }, () => form(decimals(), decimals())))]);
    expect(profileColumn(column, { ...format, physical: "text" })).toMatchObject({
      sdtype: "categorical",
      split: { by: "parts" },
      pattern: null,
    });
  }
});

describe("whole numbers that are all different", () => {
  it("stay within their type and width", () => {
    const types: readonly (readonly [string | null, bigint, bigint])[] = [
      ["BIGINT", -(2n ** 63n), 2n ** 63n - 1n],
      ["UBIGINT", 0n, 2n ** 64n - 1n],
      ["DECIMAL(18,0)", 10n ** 17n, 10n ** 18n - 1n],
      [null, 9n * 10n ** 18n, 2n ** 64n - 1n],
    ];
    for (const [type, low, high] of types) {
      const random = new Random(6);
      const values = Array.from({ length: 500 }, () =>
        String(low + ((high - low) * BigInt(random.uint32())) / 2n ** 32n + BigInt(random.below(1000))),
      ).filter((text) => BigInt(text) <= high);
      const result = generate(texts([...new Set(values)]), 2000, type);
      expect(result.profile.sdtype).toBe("id");
      expectNewAndUnique(result);
      for (const id of result.made) expect(BigInt(id) >= low && BigInt(id) <= high).toBe(true);
    }
    const int32 = generate(numbers(distinct(2, 500, 2 ** 31)), 2000, "INTEGER");
    for (const id of int32.made) expect(Number(id)).toBeLessThan(2 ** 31);
  });

  it("are account numbers where they are spread evenly, and measures or times where they are not", () => {
    const random = new Random(3);
    const sdtype = (values: number[]) => generate(numbers([...new Set(values)]), 10).profile.sdtype;
    const many = (make: () => number) => Array.from({ length: 600 }, () => Math.round(make()));
    expect(sdtype(distinct(1, 600, 9e7).map((n) => n + 1e7))).toBe("id");
    expect(sdtype(many(() => 1_701_000_000_000 + random.uniform() * 1e9))).toBe("numerical");
    expect(sdtype(many(() => 1_701_000_000 + random.uniform() * 1e8))).toBe("numerical");
    expect(sdtype(many(() => Math.exp(13 + random.normal() * 0.2)))).toBe("numerical");
    expect(sdtype(many(() => 3e6 + random.normal() * 3e5))).toBe("numerical");
  });

  it("are learned to the digit beyond 2^53 where they repeat or are times", () => {
    const random = new Random(3);
    const cents = Array.from({ length: 800 }, () =>
      String(9_007_199_254_740_993n + BigInt(random.below(9000))),
    );
    const dictionary = [...new Set(cents)];
    const column: Column = {
      kind: "string",
      name: "value",
      dictionary,
      codes: Int32Array.from(cents, (text) => dictionary.indexOf(text)),
    };
    const result = generate(column, 640);
    expect(result.restore.columns[0]).toMatchObject({ kind: "longNumber" });
    expect(result.made).toEqual(
      cents.filter((_, i) => i % 5 > 0).map((text) => expect.stringMatching(/^\d{16}$/) && text),
    );
    const nano = Array.from(
      { length: 300 },
      () => `17${String(random.below(1e9)).padStart(9, "0")}${String(random.below(1e8)).padStart(8, "0")}`,
    );
    expect(generate(texts([...new Set(nano)]), 50).profile.sdtype).toBe("numerical");
  });
});

it("years and branches in ids stay those of the data, and what counts is new", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1990, max: 2030 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 300, max: 900 }),
      (first, years, rows) => {
        const made = Array.from(
          { length: rows },
          (_, i) => `INV-${first + (i % (years + 1))}-${String(1 + i * 17).padStart(6, "0")}/${10 + (i % 2)}`,
        );
        const profile = profileColumn(texts(made), { ...format, physical: "text", fileType: null });
        expect(profile.sdtype).toBe("id");
        const form = new RegExp(`^(?:${profile.pattern})$`);
        expect(made.every((id) => form.test(id))).toBe(true);
        const { size, at } = parsePattern(profile.pattern!, { distinct: true });
        expect(size).toBeGreaterThan(20 * rows);
        for (let rank = 0; rank < size; rank += Math.ceil(size / 200)) {
          const [, year, , branch] = at(rank).split(/[-/]/);
          // place by place: 1999 and 2000 have nothing in common
          if (Math.floor(first / 10) === Math.floor((first + years) / 10)) {
            expect(Number(year)).toBeGreaterThanOrEqual(first);
            expect(Number(year)).toBeLessThanOrEqual(first + years);
          }
          expect(["10", "11"]).toContain(branch);
        }
      },
    ),
    { numRuns: 20 },
  );
});

describe("letters that many ids begin with", () => {
  const carriers = ["AA", "DL", "UA", "WN", "HA"];

  it("keep their shares; the ids are new and all different", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom("", "-", " "),
        fc.integer({ min: 400, max: 1500 }),
        (seed, between, rows) => {
          const random = new Random(seed);
          const made = new Set<string>();
          while (made.size < rows) {
            const carrier = carriers[Math.floor(5 * random.uniform() ** 2)]!;
            made.add(`${carrier}${between}${1000 + random.below(90_000)}`.slice(0, 6 + between.length));
          }
          const result = generate(texts([...made]), 1000);
          expect(result.profile.sdtype).toBe("id");
          expectNewAndUnique(result);
          for (const carrier of carriers) {
            const share = (list: readonly string[]) =>
              list.filter((id) => id.startsWith(carrier)).length / list.length;
            expect(Math.abs(share(result.made) - share([...made]))).toBeLessThan(0.06);
          }
          expect(result.made.every((id) => carriers.includes(id.slice(0, 2)))).toBe(true);
        },
      ),
      { numRuns: 10, seed: 5 },
    );
  });

  it("are left to chance where fewer rows share them, and never tell what one row has", () => {
    const random = new Random(9);
    const letter = () => String.fromCodePoint(65 + random.below(26));
    const made = Array.from({ length: 600 }, (_, i) => `${letter()}${letter()}${10_000 + i * 37}`);
    expect(generate(texts(made), 50).restore.columns[0]).not.toHaveProperty("prefixes");
    const rare = Array.from(
      { length: 600 },
      (_, i) => `${i === 7 ? "ZZ" : i % 3 ? "AB" : "CD"}${10_000 + i * 37}`,
    );
    const plan = generate(texts(rare), 50).restore.columns[0];
    expect(plan).toMatchObject({ prefixes: [{ text: "AB" }, { text: "CD" }] });
    expect(JSON.stringify(plan)).not.toContain("ZZ");
  });
});
