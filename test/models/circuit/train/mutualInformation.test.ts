import fc from "fast-check";
import { expect, it } from "vitest";
import { coarsen, makeMutualInformation } from "../../../../src/models/circuit/train/mutualInformation.ts";

const column = (size: number, rows: number) =>
  fc.array(fc.integer({ min: -1, max: size - 1 }), { minLength: rows, maxLength: rows });

it("is the textbook sum less the bias, for any two columns and again after others", () => {
  const pairs = fc.integer({ min: 1, max: 40 }).chain((rows) => fc.tuple(column(6, rows), column(4, rows)));
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      const rows = Uint32Array.from(a.keys());
      const [x, y] = [
        coarsen({ tokens: Int32Array.from(a), size: 6, ordered: true }, rows),
        coarsen({ tokens: Int32Array.from(b), size: 4, ordered: false }, rows),
      ];
      const measure = makeMutualInformation(a.length);
      measure(y, x);
      expect(measure(x, y)).toBeCloseTo(textbook(a, b), 10);
    }),
  );
});

/** Σ p(a, b) ln (p(a, b) / p(a) p(b)) less (cells − a's − b's + 1) / 2n (Miller 1955). */
function textbook(a: readonly number[], b: readonly number[]): number {
  const n = a.length;
  const count = <T>(keys: readonly T[]) => {
    const counts = new Map<T, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return counts;
  };
  const [ofA, ofB, joint] = [count(a), count(b), count(a.map((x, i) => `${x} ${b[i]}`))];
  let sum = 0;
  for (const [key, c] of joint) {
    const [x, y] = key.split(" ").map(Number) as [number, number];
    sum += (c / n) * Math.log((c * n) / (ofA.get(x)! * ofB.get(y)!));
  }
  return sum - Math.max(0, joint.size - ofA.size - ofB.size + 1) / (2 * n);
}
