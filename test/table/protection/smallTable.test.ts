import { expect, it } from "vitest";
import { kOf } from "../../../src/table/protection/kOf.ts";
import { smallTableWarning } from "../../../src/table/protection/smallTable.ts";

it("warns below 300 rows, loudly below 50, of what is at stake", () => {
  expect([300, 5000].map(smallTableWarning)).toEqual([undefined, undefined]);
  expect(smallTableWarning(299)).toMatch(/only 299 rows.*share neither/);
  expect(smallTableWarning(49)).toMatch(/^DANGER: .*do not share/);
  expect(smallTableWarning(1)).toMatch(/only one row/);
});

it("never lets a value of one row through by itself", () => {
  expect([1, 3, 99, 499, 500, 1e6].map(kOf)).toEqual([2, 2, 2, 2, 5, 5]);
});
