import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ReadGate } from "../product/exitCriteria.ts";
import type { ReportJson } from "../protocol/report.ts";
import { evaluateGates, type Gates } from "../quality/gates.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { type ConfigState, configState } from "./configState.ts";
import { reportOf, runsOf } from "./pastRun.ts";

/**
 * Reads gates from the newest report of configs named relative to a product file; each report is read once. A stale or missing
 * report gives a sentence.
 */
export function newestGate(productFile: string): ReadGate {
  const reports = new Map<string, Promise<ReportJson | string>>();
  return async (name, { gate, min, max }) => {
    const found = reports.get(name) ?? newestReport(resolve(dirname(productFile), name), name);
    reports.set(name, found);
    const report = await found;
    if (typeof report === "string") return report;
    const bounds = { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
    return evaluateGates(report, { [gate!]: bounds } as Gates)[0]!;
  };
}

/** The newest report of a config, or why there is none that speaks for it. */
async function newestReport(config: string, name: string): Promise<ReportJson | string> {
  const text = await readPlainText(config).catch(() => null);
  if (text === null) return `there is no config ${name}`;
  const runs = await runsOf(config);
  const unfit = whyUnfit(await configState({ path: config, text }, runs, fileFingerprint));
  if (unfit !== null) return unfit;
  const path = runs[0] === undefined ? undefined : reportOf(runs[0]);
  if (path === undefined) return "its last run has no report";
  try {
    return JSON.parse(await readFile(path, "utf8")) as ReportJson;
  } catch {
    return "the report of its last run cannot be read: run it again";
  }
}

/** Why the newest report does not speak for the config as it is; null when it does. */
function whyUnfit(state: ConfigState): string | null {
  const reasons: Readonly<Partial<Record<ConfigState["kind"], string>>> = {
    invalid: "its config has errors",
    missingData: "its data file is missing",
    neverRun: "it was never run",
    running: "it is being run",
    interrupted: "its last run was not finished",
    failed: "its last run failed",
    staleConfig: "its config changed since the last run: run it again",
    staleData: "its data changed since the last run: run it again",
  };
  return reasons[state.kind] ?? null;
}
