import { expect, test, vi } from "vitest";
import { recover } from "../service/recovery.ts";

vi.setConfig({ testTimeout: 180_000 });

test("a killed server continues all its jobs at the next start, each once", async () => {
  const { jobs, succeeded, distinctTables, twice } = await recover(3);
  expect({ jobs, succeeded, twice }).toEqual({ jobs: 5, succeeded: 5, twice: 0 });
  // two models with one seed: the killed ones made the same bytes as the ones that were not
  expect(distinctTables).toBe(2);
});
