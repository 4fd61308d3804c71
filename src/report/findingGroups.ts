import type { NextStep, SharingFinding } from "../protocol/sharing.ts";

export interface FindingGroup {
  /** Findings that the same steps help, with their numbers in the report. */
  readonly findings: readonly (SharingFinding & { readonly at: number })[];
  readonly steps: readonly NextStep[];
}

/** Puts findings that the same steps help together, where the first of them stands, so that no list of steps is repeated. */
export function findingGroups(findings: readonly SharingFinding[]): FindingGroup[] {
  const groups = new Map<
    string,
    { findings: FindingGroup["findings"][number][]; steps: readonly NextStep[] }
  >();
  findings.forEach((found, at) => {
    const key = found.steps.length === 0 ? `${at}` : JSON.stringify(found.steps);
    const group = groups.get(key);
    if (group) group.findings.push({ ...found, at });
    else groups.set(key, { findings: [{ ...found, at }], steps: found.steps });
  });
  return [...groups.values()];
}
