import { expect, it } from "vitest";
import { auditResume } from "../../scripts/reliability/killAndResume.ts";

it("runs killed at random moments continue to the same bytes, in another container or after a restart too", {
  timeout: 240_000,
}, async () => {
  const kills = await auditResume({ kills: 3, seed: 4, models: ["circuit"] });
  expect(kills).toHaveLength(3);
  expect(kills.map(({ fault }) => fault)).toEqual([null, null, null]);
});
