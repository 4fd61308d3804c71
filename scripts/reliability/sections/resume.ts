import { auditedModels, auditResume, type Kill } from "../killAndResume.ts";
import type { Line, Section } from "../section.ts";

/** Runs killed at random moments and continued here, in another container or after a restart: the same bytes as without the kill. */
export const resume: Section = {
  name: "resume",
  async run(scale) {
    const kills = await auditResume(
      { kills: Math.max(3, Math.round(200 * scale)), seed: 20261129, models: auditedModels },
      ({ model, stage, place, fault }) => console.log(`   ${model}, ${stage}, ${place}: ${fault ?? "equal"}`),
    );
    return [
      ...linesBy(kills, "model", ({ model }) => model),
      ...linesBy(kills, "continued", ({ place }) => place),
      ...linesBy(kills, "killed in", ({ stage }) => stage),
    ];
  },
};

function linesBy(kills: readonly Kill[], what: string, keyOf: (kill: Kill) => string): Line[] {
  return [...new Set(kills.map(keyOf))].sort().map((key) => {
    const group = kills.filter((kill) => keyOf(kill) === key);
    const faults = group.filter(({ fault }) => fault !== null);
    return {
      what: `${what}: ${key}`,
      n: String(group.length),
      held: String(group.length - faults.length),
      faults: faults.length,
      details: faults.map(({ model, stage, place, fault }) => `${model}, ${stage}, ${place}: ${fault}`),
    };
  });
}
