import fc from "fast-check";

/** Properties are tested on the same values every time; `FC_SEED=random` (or a number) and `FC_RUNS` look further. */
const seed = process.env["FC_SEED"] ?? "20261122";
const runs = process.env["FC_RUNS"];
fc.configureGlobal({
  ...(seed !== "random" && { seed: Number(seed) }),
  ...(runs !== undefined && { numRuns: Number(runs) }),
});
