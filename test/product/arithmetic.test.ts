import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast, maxWeeks, missingForForecast } from "../../src/product/forecast.ts";
import { netPromoterScore, shareOf } from "../../src/product/intervals.ts";
import { moscowEffort } from "../../src/product/moscow.ts";
import { findCycle, orderFeatures } from "../../src/product/order.ts";
import { pastWeeks } from "../../src/product/pastWeeks.ts";
import { ranksOf, riceOf, scoreText } from "../../src/product/rice.ts";
import type { Feature } from "../../src/product/schema.ts";

function feature(id: string, more: Partial<Feature> = {}): Feature {
  return { id, title: id, status: "todo", needs: [], data: [], stories: [], ...more };
}

describe("RICE", () => {
  it("gives the three scores of the original article", () => {
    const score = (reach: number, impact: 3 | 2 | 1, confidence: number, effort: number) =>
      riceOf({ rice: { reach, impact, confidence, effort } }).score;
    expect(score(450, 3, 100, 2)).toBe(675);
    expect(score(2000, 1, 80, 4)).toBe(400);
    expect(score(800, 2, 50, 1)).toBe(800);
  });

  it("has no score, rather than 0, where a number is missing", () => {
    expect(riceOf({ rice: { reach: 5, effort: 1 } })).toEqual({
      score: null,
      missing: ["impact", "confidence"],
    });
    expect(riceOf({})).toMatchObject({ score: null });
  });

  it("shares a rank within a factor of 1.25 and shows two digits", () => {
    expect(ranksOf([675, 400, 800, null])).toEqual([1, 3, 1, null]);
    expect(scoreText(675)).toBe("680");
    expect(scoreText(0.123)).toBe("0.12");
    expect(scoreText(null)).toBe("–");
  });
});

describe("MoSCoW", () => {
  it("measures shares of effort, not of items, and leaves Won't out", () => {
    const of = (moscow: Feature["moscow"], effort: number, i: number) =>
      feature(`f${i}`, { moscow, rice: { effort } });
    const found = moscowEffort([of("must", 7, 1), of("should", 2, 2), of("could", 1, 3), of("wont", 90, 4)]);
    expect(found.mustShare).toBeCloseTo(0.7);
    expect(found.advice).toHaveLength(1);
    expect(found.advice[0]).toMatch(/^Must takes 70 %/);
  });

  it("says nothing about fewer than three efforts, and names features without one", () => {
    const found = moscowEffort([
      feature("a", { moscow: "must", rice: { effort: 3 } }),
      feature("b", { moscow: "could" }),
    ]);
    expect(found).toMatchObject({ mustShare: null, advice: [], withoutEffort: ["b"] });
  });
});

describe("order", () => {
  const acyclic = fc.array(
    fc.record({
      moscow: fc.constantFrom("must", "should", "could", "wont", undefined),
      reach: fc.option(fc.nat(1000), { nil: undefined }),
      needs: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { maxLength: 30 },
  );

  it("never puts a feature before what it needs, and loses none", () => {
    fc.assert(
      fc.property(acyclic, (list) => {
        const features = list.map(({ moscow, reach, needs }, i) =>
          feature(`f${i}`, {
            moscow,
            rice: { reach, impact: 1, confidence: 80, effort: 1 },
            needs: i === 0 ? [] : needs.map((n) => `f${n % i}`),
          }),
        );
        expect(findCycle(features)).toBeNull();
        const ids = orderFeatures(features).map((ordered) => ordered.feature.id);
        expect(ids.toSorted()).toEqual(features.map(({ id }) => id).toSorted());
        for (const { id, needs } of features)
          for (const need of needs) expect(ids.indexOf(need)).toBeLessThan(ids.indexOf(id));
      }),
    );
  });

  it("is MoSCoW, then RICE, then the file; what a Must needs comes forward", () => {
    const ordered = orderFeatures([
      feature("later", { moscow: "wont" }),
      feature("base", { moscow: "could" }),
      feature("small", { moscow: "must", rice: { reach: 1, impact: 1, confidence: 80, effort: 1 } }),
      feature("big", {
        moscow: "must",
        needs: ["base"],
        rice: { reach: 9, impact: 1, confidence: 80, effort: 1 },
      }),
    ]);
    expect(ordered.map(({ feature: { id }, neededBy }) => [id, neededBy])).toEqual([
      ["base", "big"],
      ["big", null],
      ["small", null],
      ["later", null],
    ]);
  });

  it("finds cycles, of one feature and of many, without exhausting the stack", () => {
    expect(findCycle([feature("a", { needs: ["a"] })])).toEqual(["a", "a"]);
    const ring = Array.from({ length: 20_000 }, (_, i) =>
      feature(`f${i}`, { needs: [`f${(i + 1) % 20_000}`] }),
    );
    expect(findCycle(ring)).toHaveLength(20_001);
    ring[19_999] = feature("f19999");
    expect(findCycle(ring)).toBeNull();
  });
});

describe("intervals", () => {
  it("are Wilson's for shares", () => {
    const near = (successes: number, trials: number, low: number, high: number) => {
      const found = shareOf(successes, trials);
      expect(found.low).toBeCloseTo(low, 4);
      expect(found.high).toBeCloseTo(high, 4);
    };
    near(8, 10, 0.4902, 0.9433);
    near(0, 5, 0, 0.4345);
    near(3, 3, 0.4385, 1);
    near(50, 100, 0.4038, 0.5962);
  });

  it("are adjusted Wald for the Net Promoter Score", () => {
    const twenty = netPromoterScore(10, 5, 20);
    expect(twenty.value).toBe(25);
    expect(twenty.low).toBeCloseTo(-11.7, 1);
    expect(twenty.high).toBeCloseTo(55.2, 1);
    const five = netPromoterScore(3, 0, 5);
    expect([five.value, five.low, five.high].map((x) => Math.round(x * 10) / 10)).toEqual([60, -7.5, 82.5]);
  });
});

describe("forecast", () => {
  const weeks = [1, 3, 5, 3, 7, 8, 0, 5, 3, 1, 8, 2].map((finished) => ({ finished, added: 0 }));

  it("draws past weeks: 60 items at this pace take 16, 19 or 21 weeks", () => {
    const found = forecast(60, weeks, { seed: 7 });
    expect(found).toMatchObject({ half: 16, likely: 19, sure: 21 });
    expect(forecast(60, weeks, { seed: 7 })).toEqual(found);
  });

  it("says when it cannot be done at this pace, and what is missing for a forecast", () => {
    const losing = weeks.map(({ finished }) => ({ finished, added: finished + 1 }));
    expect(forecast(10, losing, { runs: 20 })).toMatchObject({ half: null, sure: null });
    expect(maxWeeks).toBe(520);
    expect(missingForForecast(weeks)).toBeNull();
    expect(missingForForecast(weeks.slice(0, 7))).toMatch(/at least 8 whole weeks .* there are 7/);
  });

  it("counts whole weeks before today, those without a finish included", () => {
    const features = [
      feature("a", { added: "2026-01-01", done: "2026-01-09", status: "done" }),
      feature("b", { added: "2026-01-20" }),
    ];
    const found = pastWeeks(features, "2026-01-29");
    expect(found).toEqual([
      { finished: 0, added: 0 },
      { finished: 1, added: 0 },
      { finished: 0, added: 1 },
      { finished: 0, added: 0 },
    ]);
  });
});
