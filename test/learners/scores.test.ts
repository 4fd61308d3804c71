import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  averagePrecision,
  brierScore,
  macroF1,
  mae,
  meanRoc,
  r2,
  rank,
  rmse,
  rocAuc,
  rocCurve,
} from "../../src/learners/scores.ts";

// expected values: scikit-learn 1.9.1
const scores = [0.1, 0.4, 0.35, 0.8, 0.4, 0.4, 0.7, 0.1, 0.9, 0.35];
const positive = [0, 0, 1, 1, 1, 0, 0, 0, 1, 1];

const cases = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 1 })), {
  minLength: 1,
  maxLength: 40,
});

describe("scores of a ranking", () => {
  it("agree with scikit-learn where scores are tied", () => {
    const ranking = rank(scores, positive);
    expect(rocAuc(ranking)).toBeCloseTo(0.68, 12);
    expect(averagePrecision(ranking)).toBeCloseTo(0.75, 12);
    expect(brierScore(positive, scores)).toBeCloseTo(0.2085, 12);
    expect(rocAuc(ranking, [1, 2, 0, 1, 3, 1, 0, 2, 1, 1])).toBeCloseTo(0.7916666666666667, 12);
    const roc = rocCurve(ranking)!;
    [0, 0, 0, 0.2, 0.6, 0.6, 1].forEach((v, k) => {
      expect(roc.falsePositiveRate[k]!).toBeCloseTo(v, 12);
    });
    [0, 0.2, 0.4, 0.4, 0.6, 1, 1].forEach((v, k) => {
      expect(roc.truePositiveRate[k]!).toBeCloseTo(v, 12);
    });
  });

  it("the area is the share of pairs in the right order, ties half, and the area under the curve", () => {
    fc.assert(
      fc.property(cases, (rows) => {
        const s = rows.map((r) => r[0]);
        const p = rows.map((r) => r[1]);
        let wins = 0;
        let pairs = 0;
        for (let i = 0; i < s.length; i++)
          for (let j = 0; j < s.length; j++)
            if (p[i] === 1 && p[j] === 0) {
              pairs++;
              wins += s[i]! > s[j]! ? 1 : s[i] === s[j] ? 0.5 : 0;
            }
        const ranking = rank(s, p);
        const auc = rocAuc(ranking);
        const roc = rocCurve(ranking);
        if (pairs === 0) {
          expect(auc).toBeNull();
          expect(roc).toBeNull();
        } else {
          expect(auc).toBeCloseTo(wins / pairs, 12);
          expect(areaUnder(roc!.falsePositiveRate, roc!.truePositiveRate)).toBeCloseTo(wins / pairs, 12);
        }
      }),
      { seed: 3 },
    );
  });

  it("weights count rows as often as they say", () => {
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 40, maxLength: 40 }),
        (rows, w) => {
          const repeated = rows.flatMap((row, i) => new Array<(typeof rows)[number]>(w[i]!).fill(row));
          const weighted = rocAuc(
            rank(
              rows.map((r) => r[0]),
              rows.map((r) => r[1]),
            ),
            w,
          );
          const plain = rocAuc(
            rank(
              repeated.map((r) => r[0]),
              repeated.map((r) => r[1]),
            ),
          );
          if (plain === null) expect(weighted).toBeNull();
          else expect(weighted).toBeCloseTo(plain, 12);
        },
      ),
      { seed: 4 },
    );
  });

  it("a long curve is drawn with 101 points that keep its area and its ends", () => {
    const n = 5000;
    const s = Array.from({ length: n }, (_, i) => i);
    const p = Array.from({ length: n }, (_, i) => ((i * 7919) % n < i ? 1 : 0));
    const ranking = rank(s, p);
    const roc = rocCurve(ranking)!;
    expect(roc.falsePositiveRate).toHaveLength(101);
    expect(roc.truePositiveRate[0]).toBe(0);
    expect(roc.truePositiveRate[100]).toBe(1);
    expect(areaUnder(roc.falsePositiveRate, roc.truePositiveRate)).toBeCloseTo(rocAuc(ranking)!, 3);
    const half = meanRoc([roc, { falsePositiveRate: [0, 1], truePositiveRate: [0, 1] }]);
    expect(areaUnder(half.falsePositiveRate, half.truePositiveRate)).toBeCloseTo(
      (rocAuc(ranking)! + 0.5) / 2,
      3,
    );
  });
});

describe("scores of predictions", () => {
  it("agree with scikit-learn", () => {
    const labels = [0, 1, 2, 2, 1, 0, 2, 1];
    const chosen = [0, 2, 2, 2, 1, 1, 2, 0];
    expect(macroF1(labels, chosen, 3)).toBeCloseTo(0.5857142857142856, 12);
    expect(accuracy(labels, chosen)).toBe(0.625);
    expect(macroF1([0, 0, 1], [0, 3, 1], 5)).toBeCloseTo(0.5555555555555555, 12);
    const values = [3, -0.5, 2, 7];
    const predicted = [2.5, 0, 2, 8];
    expect(r2(values, predicted)).toBeCloseTo(0.9486081370449679, 12);
    expect(r2(values, predicted, [1, 0, 2, 3])).toBeCloseTo(0.9025, 12);
    expect(rmse(values, predicted)).toBeCloseTo(0.6123724356957945, 12);
    expect(mae(values, predicted)).toBeCloseTo(0.5, 12);
  });

  it("are null where they have no meaning", () => {
    expect(r2([2, 2], [1, 3])).toBeNull();
    expect([accuracy([], []), rmse([], []), mae([], []), macroF1([], [], 3), brierScore([], [])]).toEqual(
      new Array(5).fill(null),
    );
    expect(averagePrecision(rank([1, 2], [0, 0]))).toBeNull();
  });
});

function areaUnder(x: readonly number[], y: readonly number[]): number {
  let area = 0;
  for (let i = 1; i < x.length; i++) area += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2;
  return area;
}
