import type { SecretBits } from "../../src/privacy/secretBits.ts";
import { clopperPearson } from "./clopperPearson.ts";
import {
  auditedPrivacy,
  boughtRelease,
  type Cells,
  commonRows,
  type Release,
  type Releaser,
  releaseOf,
} from "./release.ts";
import { seededBits } from "./seededBits.ts";

/** What an attacker looks for in a release. */
export type Event = (release: Release) => boolean;

/** Texts that one row alone has. */
const canary = { number: "917", category: "only one", dropped: "V-000917" };

/** 20 rows, the last of which has what no other has. */
export const auditedRows: readonly Cells[] = [
  ...Array.from(
    { length: commonRows },
    (_, i): Cells => [String((i * 37) % 100), i % 2 === 0 ? "a" : "b", `V-${i}`],
  ),
  [canary.number, canary.category, canary.dropped],
];

/**
 * The game of one event: how often it happens with all rows, and without the last one. Under (ε, δ) its probability in one case is at
 * most e^ε times that in the other, and δ; Clopper–Pearson bounds of both, each missed once in 2,000, give a lower bound of ε.
 *
 * @returns the lower bound of ε; infinite where the event never happens in one of the cases and surely in the other
 */
export function playEvent(
  release: Releaser,
  event: Event,
  { runs, bits }: { readonly runs: number; readonly bits: SecretBits },
): number {
  const times = (rows: readonly Cells[]) => {
    let hits = 0;
    for (let run = 0; run < runs; run++) if (event(release(rows, bits))) hits++;
    return hits;
  };
  const [all, fewer] = [times(auditedRows), times(auditedRows.slice(0, -1))];
  const bound = (often: number, rarely: number) =>
    Math.log(
      (clopperPearson(often, runs, 0.0005).low - auditedPrivacy.delta) /
        clopperPearson(rarely, runs, 0.0005).high,
    );
  return Math.max(0, bound(all, fewer) || 0, bound(fewer, all) || 0);
}

/** A fault as it is found in published implementations, with the event that gives it away. */
export interface PlantedFault {
  readonly name: string;
  readonly faulty: Releaser;
  /** The product, which must pass where the fault is caught. */
  readonly right: Releaser;
  readonly event: Event;
}

const says =
  (text: string): Event =>
  ({ said }) =>
    said.includes(text);
const configSeed = 42;

const drawnAgain = once(() => releaseOf()(auditedRows, seededBits(configSeed)));

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Every fault that the audits must catch, but for too little noise, which the distinguishing game is for. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    name: "bins from the data",
    faulty: releaseOf({
      columns: (rows) => {
        const numbers = rows.map(([number]) => Number(number));
        return {
          number: { min: Math.min(...numbers), max: Math.max(...numbers), bins: 5 },
          category: { values: ["a", "b"] },
          dropped: { role: "drop" },
        };
      },
    }),
    right: releaseOf(),
    event: says(canary.number),
  },
  {
    name: "categories from the data",
    faulty: releaseOf({
      columns: (rows) => ({
        number: { min: 0, max: 100, bins: 5 },
        category: { values: [...new Set(rows.map(([, category]) => category))] },
        dropped: { role: "drop" },
      }),
    }),
    right: releaseOf(),
    event: says(canary.category),
  },
  {
    name: "bought categories without a threshold",
    faulty: boughtRelease(Number.NEGATIVE_INFINITY),
    right: boughtRelease(),
    event: says(canary.category),
  },
  {
    name: "a number of rows without noise",
    faulty: releaseOf({ rows: (rows) => rows.length }),
    right: releaseOf(),
    event: ({ rows }) => rows === auditedRows.length,
  },
  {
    name: "noise from the config's seed",
    faulty: releaseOf({ bits: () => seededBits(configSeed) }),
    right: releaseOf(),
    // whoever knows the seed draws the same noise on the rows they guess
    event: ({ noisy }) => noisy.every((count, i) => count === drawnAgain().noisy[i]),
  },
  {
    name: "a column that slips in",
    faulty: releaseOf({
      columns: (rows) => ({
        number: { min: 0, max: 100, bins: 5 },
        category: { values: ["a", "b"] },
        dropped: { values: rows.map(([, , id]) => id) },
      }),
    }),
    right: releaseOf(),
    event: says(canary.dropped),
  },
];
