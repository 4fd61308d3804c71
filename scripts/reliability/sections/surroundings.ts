import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { changedBetween } from "../probes/changes.ts";
import { network } from "../probes/network.ts";
import type { Probe } from "../probes/probe.ts";
import { fullDisk, littleMemory } from "../probes/resources.ts";
import { askedToEnd, together } from "../probes/signals.ts";
import { standingTests } from "../probes/standingTests.ts";
import type { Section } from "../section.ts";

const probes: readonly Probe[] = [
  askedToEnd,
  together,
  changedBetween,
  fullDisk,
  littleMemory,
  network,
  ...standingTests,
];

interface Probed {
  readonly what: string;
  readonly n: number;
  readonly faults: readonly string[];
}

/** Signals, full disks, little memory, files that change, sockets; and the attacks that are tests. Linux, as root. */
export const surroundings: Section<Probed> = {
  name: "surroundings",
  cases: probes.length,
  lanes: true,
  open(folder) {
    return Promise.resolve(async (index) => {
      const { what, attempt } = probes[index]!;
      const own = join(folder, `probe-${index}`);
      mkdirSync(own);
      const { n, faults } = await attempt(own);
      rmSync(own, { recursive: true, force: true });
      return { what, n, faults };
    });
  },
  fault: ({ what, faults }) => (faults.length === 0 ? null : `${what}: ${faults.join("; ")}`),
  lines: (outcomes) =>
    outcomes.map(({ what, n, faults }) => ({
      what,
      n: String(n),
      held: String(n - faults.length),
      faults: faults.length,
    })),
};
