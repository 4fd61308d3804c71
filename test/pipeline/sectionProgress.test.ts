import { expect, it } from "vitest";
import type { RunLog } from "../../src/pipeline/runFiles/runLog.ts";
import { sectionProgress } from "../../src/pipeline/stages/assess.ts";

it("names the part that began first of those in work, in words, and never goes back", () => {
  const told: { readonly fraction: number; readonly label: string }[] = [];
  const log = { progress: (event: (typeof told)[number]) => told.push(event) } as unknown as RunLog;
  const tell = sectionProgress(["fidelity", "privacy", "utility", "detection"], log);
  // detection on a thread beside fidelity and privacy
  tell("detection", 0);
  tell("fidelity", 0);
  tell("fidelity", 1);
  tell("detection", 0.5);
  tell("detection", 1);
  tell("privacy", 0.2);
  tell("privacy", 1);
  tell("modelLikelihood", 0.4);
  expect(told.map(({ label }) => label)).toEqual([
    ...["detection", "detection", "detection", "detection"],
    ...["detection", "privacy", "privacy", "privacy"],
  ]);
  const fractions = told.map(({ fraction }) => fraction);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
});
