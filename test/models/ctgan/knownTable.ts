import { Random } from "../../../src/numerics/random.ts";
import type { ModelTable } from "../../../src/transform/modelTable.ts";

export const groups = ["north", "south", "west"];
export const grades = ["low", "high"];
/** P(group) and P(grade = high | group). */
export const groupShares = [0.6, 0.3, 0.1];
export const highShares = [0.9, 0.2, 0.5];
/** Means of `size` per group; its standard deviation is 1. `weight` = 2·size + noise of deviation 1. */
export const sizeMeans = [0, 5, 10];

/** A table whose distribution is known. `size` is missing in a tenth of the rows of group south only. */
export function knownTable(rows: number, seed = 1): ModelTable {
  const random = new Random(seed);
  const group = new Int32Array(rows);
  const grade = new Int32Array(rows);
  const size = new Float64Array(rows);
  const weight = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const u = random.uniform();
    const g = u < groupShares[0]! ? 0 : u < groupShares[0]! + groupShares[1]! ? 1 : 2;
    group[i] = g;
    grade[i] = random.uniform() < highShares[g]! ? 1 : 0;
    const s = sizeMeans[g]! + random.normal();
    weight[i] = 2 * s + random.normal();
    size[i] = g === 1 && random.uniform() < 0.1 ? Number.NaN : s;
  }
  return {
    table: {
      rows,
      columns: [
        { kind: "number", name: "size", values: size },
        { kind: "string", name: "group", codes: group, dictionary: groups },
        { kind: "number", name: "weight", values: weight },
        { kind: "string", name: "grade", codes: grade, dictionary: grades },
      ],
    },
    columns: [
      { kind: "continuous", name: "size", decimals: 2, min: -5, max: 15, missing: true },
      { kind: "discrete", name: "group", categories: groups, missing: false },
      { kind: "continuous", name: "weight", decimals: null, min: -10, max: 30, missing: false },
      { kind: "discrete", name: "grade", categories: grades, missing: false },
    ],
  };
}
