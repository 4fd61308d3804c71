import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Random } from "../../../src/numerics/random.ts";
import type { DomainStore } from "../../../src/pipeline/privacy/domainStore.ts";
import { runPipeline } from "../../../src/pipeline/runPipeline.ts";
import type { RunEvent } from "../../../src/protocol/run.ts";
import { processFolder } from "../../processFolder.ts";

/** Visits of a clinic: an id, a person, an age, a ward, a day and a cost; the last two depend on the ward. */
export function visits(rows: number, seed = 1): string[][] {
  const random = new Random(seed).fork("visits");
  const wards = ["north", "south", "east"];
  return Array.from({ length: rows }, (_, i) => {
    const ward = random.below(3);
    return [
      `V-${1000 + i}`,
      `p${random.below(Math.ceil(rows / 3))}`,
      String(20 + ward * 15 + random.below(20)),
      wards[ward]!,
      `2024-0${1 + ward}-1${random.below(9)}`,
      (ward * 100 + random.below(1000) / 10).toFixed(1),
    ];
  });
}

export const header = ["visit", "person", "age", "ward", "day", "cost"];

/** What is public of the visits, whatever the file holds. */
export const declared = {
  visit: { type: "id", pattern: "V-\\d{6}" },
  person: { role: "drop" },
  age: { min: 0, max: 100, bins: 10 },
  ward: { values: ["north", "south", "east", "west"], missing: "never" },
  day: { type: "datetime", min: "2024-01-01", max: "2024-12-31", bins: 12, format: "%Y-%m-%d" },
  cost: { min: 0, max: 400, decimals: 1, bins: [50, 100, 150, 200, 250, 300] },
};

export interface PrivateFolder {
  readonly path: string;
  readonly config: string;
}

/** A new folder with the table and its config. */
export async function privateFolder(
  csv: string,
  { columns = declared, ...rest }: Readonly<Record<string, unknown>> = {},
): Promise<PrivateFolder> {
  const path = processFolder("private");
  await writeFile(join(path, "visits.csv"), csv);
  const config = join(path, "visits.synth.json");
  const value = {
    source: { path: "visits.csv" },
    columns,
    report: { enabled: false },
    privacy: { epsilon: 2, delta: 1e-6 },
    ...rest,
  };
  await writeFile(config, JSON.stringify(value));
  return { path, config };
}

export function csvOf(rows: readonly (readonly string[])[], names: readonly string[] = header): string {
  return `${[names, ...rows].map((cells) => cells.join(",")).join("\n")}\n`;
}

/** Runs the config; what it told, and its exit code. */
export async function runPrivately(
  config: string,
  options: {
    readonly resume?: boolean;
    readonly signal?: AbortSignal;
    readonly set?: readonly (readonly [string, unknown])[];
  } = {},
  listener: (event: RunEvent) => void = () => undefined,
): Promise<{ readonly code: number; readonly events: readonly RunEvent[] }> {
  const events: RunEvent[] = [];
  const code = await runPipeline(
    {
      config,
      overrides: options.set === undefined ? {} : { set: options.set },
      resume: options.resume ?? false,
    },
    (event) => {
      events.push(event);
      listener(event);
    },
    options.signal ?? new AbortController().signal,
  );
  return { code, events };
}

/** Of a declared domain: whoever buys one here makes the test fail. */
export const nothingBought: DomainStore = {
  kept: () => Promise.reject(new Error("a declared domain is not bought")),
  pay: () => Promise.reject(new Error("a declared domain is not paid for")),
  keep: () => Promise.reject(new Error("a declared domain is not kept")),
};

/** The messages of what went wrong. */
export function failureOf(events: readonly RunEvent[]): string {
  return events
    .flatMap((event) =>
      event.type === "failed" ? [event.message, ...event.diagnostics.map(({ message }) => message)] : [],
    )
    .join("\n");
}
