import { relative, resolve } from "node:path";
import { version } from "../../package.json";
import type { GateResult } from "../protocol/report.ts";
import { gatesJunit, gatesSarif } from "../report/gateFiles.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";

export interface GateFlags {
  readonly junit?: string;
  readonly sarif?: string;
}

export const junitHelp = "write the report's gates as JUnit XML, for build servers";
export const sarifHelp = "write the report's gates as SARIF, for code scanning";

/** Writes the gates where the flags say. `subject`: the config, or the table where there is none. */
export async function writeGates(
  gates: readonly GateResult[],
  subject: string,
  flags: GateFlags,
): Promise<void> {
  const name = relative(process.cwd(), resolve(subject)) || subject;
  if (flags.junit !== undefined) await writeAtomically(resolve(flags.junit), gatesJunit(gates, name));
  if (flags.sarif !== undefined)
    await writeAtomically(resolve(flags.sarif), gatesSarif(gates, name, version));
}
