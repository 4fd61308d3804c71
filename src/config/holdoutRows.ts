import type { SynthConfig } from "./schema.ts";

/** Fewer real rows than this are all learned from: a holdout would leave too little of both. */
const smallestSplit = 50;

/** Rows set aside before training; 0 without a report or for a small table. */
export function holdoutRows({ report }: Pick<SynthConfig, "report">, rows: number): number {
  return report.enabled && rows >= smallestSplit ? Math.round(rows * report.holdout) : 0;
}
