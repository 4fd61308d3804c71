import { expect, it } from "vitest";
import { inTurns } from "../../src/pipeline/inTurns.ts";

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

it("keeps the order of the items and never does more than `jobs` at once", async () => {
  let now = 0;
  let most = 0;
  const results = await inTurns([40, 5, 20, 1], 2, async (ms) => {
    most = Math.max(most, ++now);
    await wait(ms);
    now--;
    return ms;
  });
  expect(results).toEqual([40, 5, 20, 1]);
  expect(most).toBe(2);
});

it("begins nothing after a failure, and throws the first one when all have ended", async () => {
  const begun: number[] = [];
  let ended = false;
  const all = inTurns([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("first");
    await wait(20);
    ended = true;
  });
  await expect(all).rejects.toThrow("first");
  expect([begun, ended]).toEqual([[1, 2], true]);
});
