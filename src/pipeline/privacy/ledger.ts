import { appendFile, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { epsilonOf } from "../../config/privacy/accounting.ts";
import type { PrivacyConfig } from "../../config/privacy/privacySchema.ts";
import { pathError } from "../../table/pathError.ts";
import { PipelineError } from "../pipelineError.ts";

const entrySchema = z.object({
  /** ISO 8601. */
  time: z.string(),
  run: z.string(),
  config: z.string(),
  epsilon: z.number(),
  delta: z.number(),
  rho: z.number(),
  unit: z.string(),
});

/** One release made from a source. */
export type LedgerEntry = z.output<typeof entrySchema>;

/** The ledger of a source: a line of JSON per release, in the folder of the configs that use it. */
export function ledgerPath(configPath: string, sourcePath: string): string {
  return join(dirname(configPath), `${basename(sourcePath)}.privacy-ledger.jsonl`);
}

/** @throws PipelineError when a line is not one of a ledger: what was spent would be forgotten */
export async function readLedger(path: string): Promise<LedgerEntry[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw pathError(error, path, "read");
  }
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    try {
      return [entrySchema.parse(JSON.parse(line))];
    } catch {
      throw new PipelineError(
        `${path}, line ${i + 1}: this is no entry of a privacy ledger; restore the file, which says how much of the budget is spent`,
      );
    }
  });
}

/** ε that all releases of a ledger and one more of `rho` have together at `delta`: their ρ adds up. */
export function totalEpsilon(entries: readonly LedgerEntry[], rho: number, delta: number): number {
  const spent = entries.reduce((sum, entry) => sum + entry.rho, rho);
  return spent === 0 ? 0 : epsilonOf(spent, delta);
}

/** Adds an entry. @throws PipelineError when it would exceed the budget, having written nothing */
export async function spend(
  path: string,
  entry: LedgerEntry,
  { budget, delta }: PrivacyConfig,
): Promise<void> {
  const total = totalEpsilon(await readLedger(path), entry.rho, delta);
  if (budget !== undefined && total > budget * (1 + 1e-9))
    throw new PipelineError(
      `this run would bring what all releases from this source reveal to an epsilon of ${total.toFixed(2)}, more than privacy.budget (${budget}); nothing was spent. Raise privacy.budget to allow it, or sample from a model that is already made: that costs nothing (${path} lists them)`,
    );
  try {
    await appendFile(path, `${JSON.stringify(entry)}\n`, { flush: true });
  } catch (error) {
    throw pathError(error, path, "write");
  }
}
