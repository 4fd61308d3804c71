import type { Kill } from "../killAndResume.ts";
import { openKills } from "../killAndResume.ts";
import type { Line, Section } from "../section.ts";

/** Runs killed at random moments of every stage and continued here, in another container or after a restart: the same bytes as without. */
export const resume: Section<Kill> = {
  name: "resume",
  cases: 200,
  lanes: true,
  open: openKills,
  fault({ model, stage, place, fault }) {
    return fault === null ? null : `${model}, ${stage}, ${place}: ${fault}`;
  },
  lines: (kills) => [
    ...linesBy(kills, "model", ({ model }) => model),
    ...linesBy(kills, "continued", ({ place }) => place),
    ...linesBy(kills, "killed in", ({ stage }) => stage),
  ],
};

function linesBy(kills: readonly Kill[], what: string, keyOf: (kill: Kill) => string): Line[] {
  return [...new Set(kills.map(keyOf))].sort().map((key) => {
    const group = kills.filter((kill) => keyOf(kill) === key);
    const faults = group.filter((kill) => resume.fault(kill) !== null).length;
    return {
      what: `${what}: ${key}`,
      n: String(group.length),
      held: String(group.length - faults),
      faults,
    };
  });
}
