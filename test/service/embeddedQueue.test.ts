import fc from "fast-check";
import { expect, test } from "vitest";
import { idOfKey, idPattern, newId } from "../../src/service/ids.ts";
import { EmbeddedQueue } from "../../src/service/queue/embeddedQueue.ts";
import type { QueuedJob } from "../../src/service/queue/jobQueue.ts";

const job = (id: string, tenant = "a", priority = 0): QueuedJob => ({ id, tenant, lane: "train", priority });
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a job that is asked for again while the one who did it lets go of it is done again, once", async () => {
  const queue = new EmbeddedQueue(1);
  let told: () => void = () => undefined;
  let attempts = 0;
  const ended = new Promise<void>((resolve) => {
    told = resolve;
  });
  queue.work("train", 1, async () => {
    attempts++;
    told();
    for (let i = 0; i < 5; i++) await turn();
    return "done";
  });
  await queue.add(job("1"));
  await ended;
  expect(queue.has("1")).toBe(true);
  await queue.released("1");
  expect(await queue.add(job("1"))).toBe("added");
  await queue.released("1");
  expect(attempts).toBe(2);
  await queue.released("1");
});

test("any jobs of any tenants are each done once, never more at once than allowed", async () => {
  const tenants = fc.constantFrom("a", "b", "c");
  const jobs = fc.array(fc.record({ tenant: tenants, priority: fc.nat(5), turns: fc.nat(3) }), {
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(
      jobs,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 3 }),
      async (asked, slots, perTenant) => {
        const queue = new EmbeddedQueue(perTenant);
        const done: string[] = [];
        const running = new Map<string, number>();
        let most = 0;
        queue.work("train", slots, async ({ id, tenant }) => {
          running.set(tenant, (running.get(tenant) ?? 0) + 1);
          most = Math.max(
            most,
            [...running.values()].reduce((a, b) => a + b, 0),
          );
          expect(running.get(tenant)).toBeLessThanOrEqual(perTenant);
          for (let i = 0; i < asked[Number(id)]!.turns; i++) await turn();
          running.set(tenant, running.get(tenant)! - 1);
          done.push(id);
          return "done";
        });
        for (const [i, { tenant, priority }] of asked.entries()) {
          expect(await queue.add(job(String(i), tenant, priority))).toBe("added");
          if (!done.includes(String(i)))
            expect(await queue.add(job(String(i), tenant, priority))).toBe("there");
        }
        for (let i = 0; i < 500 && done.length < asked.length; i++) await turn();
        expect(done.toSorted()).toEqual(asked.map((_, i) => String(i)).toSorted());
        expect(most).toBeLessThanOrEqual(slots);
      },
    ),
    { numRuns: 60 },
  );
});

test("ids fit their form, sort by time, and one key is one id", () => {
  const times = Array.from({ length: 50 }, (_, i) => 1_700_000_000_000 + i * 977);
  const ids = times.map((time) => newId(time));
  for (const id of ids) expect(id).toMatch(idPattern);
  expect(ids.map((id) => id.slice(0, 9))).toEqual(ids.map((id) => id.slice(0, 9)).toSorted(byAlphabet));
  expect(idOfKey("a", "k")).toMatch(idPattern);
  expect(idOfKey("a", "k")).toBe(idOfKey("a", "k"));
  expect(idOfKey("a", "k")).not.toBe(idOfKey("b", "k"));
});

/** Letters come before digits in the alphabet of ids. */
function byAlphabet(a: string, b: string): number {
  const key = (text: string) =>
    text.replace(/[2-7]/g, (digit) => String.fromCharCode("z".charCodeAt(0) + Number(digit)));
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
