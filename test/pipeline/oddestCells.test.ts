import { expect, it } from "vitest";
import { oddestCells } from "../../src/pipeline/savedModel/oddestCells.ts";

it("measures each cell against its own column", () => {
  // the timestamp is the least likely cell of every row; in the third row it is the fare that is odd
  const timestamp = Float64Array.of(-14, -14.2, -13.9, -15);
  const fare = Float64Array.of(-2, -2.1, -9, Number.NaN);
  const { column, logProbability, surprise } = oddestCells([timestamp, fare], 4);
  expect([...column]).toEqual([0, 0, 1, 0]);
  expect(logProbability[2]).toBe(-9);
  expect(surprise[2]).toBeCloseTo(9 - 13.1 / 3, 10);
  expect(surprise[3]).toBeCloseTo(15 - 57.1 / 4, 10);
});

it("leaves out what is unknown, and counts the impossible as the oddest", () => {
  const { column, surprise } = oddestCells(
    [Float64Array.of(Number.NaN, -1), Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY)],
    2,
  );
  expect([...column]).toEqual([-1, 1]);
  expect([...surprise]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
});
