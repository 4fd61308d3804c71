import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { auditedModels, openKills } from "../../scripts/reliability/killAndResume.ts";
import { scratchFolder } from "./runCli.ts";

it("runs killed at random moments continue to the same bytes, in another container or after a restart too", {
  timeout: 240_000,
}, async () => {
  const folder = join(scratchFolder(), "kills");
  mkdirSync(folder);
  const kill = await openKills(folder);
  const circuit = auditedModels.indexOf("circuit");
  for (let i = 0; i < 3; i++)
    expect(await kill(circuit + i * auditedModels.length)).toMatchObject({ model: "circuit", fault: null });
});
