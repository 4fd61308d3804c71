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
  /** Probability that a threshold let a value through that one unit alone has. */
  thresholdDelta: z.number().min(0).default(0),
  unit: z.string(),
  /** What was released where a run pays twice: the domain first. */
  part: z.enum(["domain", "tables"]).optional(),
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

export type Spending = Pick<LedgerEntry, "rho" | "thresholdDelta">;

export const nothingSpent: Spending = { rho: 0, thresholdDelta: 0 };

/** Both together: ρ adds up, and so do the probabilities of thresholds. */
export function together(spendings: readonly Spending[]): Spending {
  return spendings.reduce(
    (sum, { rho, thresholdDelta }) => ({
      rho: sum.rho + rho,
      thresholdDelta: sum.thresholdDelta + thresholdDelta,
    }),
    nothingSpent,
  );
}

/**
 * The (ε, δ) of all that was spent: at the δ asked for, or at more where thresholds alone spent over half of it.
 */
export function totalLoss(
  { rho, thresholdDelta }: Spending,
  delta: number,
): { readonly epsilon: number; readonly delta: number } {
  const rest = Math.max(delta / 2, delta - thresholdDelta);
  return { epsilon: rho === 0 ? 0 : epsilonOf(rho, rest), delta: rest + thresholdDelta };
}

/**
 * Adds an entry. `later`: what the run will spend after it.
 * @throws PipelineError when both would exceed the budget, having written nothing
 */
export async function spend(
  path: string,
  entry: LedgerEntry,
  { budget, delta }: PrivacyConfig,
  later: Spending = nothingSpent,
): Promise<void> {
  const totalWith = (entries: readonly Spending[]) => totalLoss(together([...entries, later]), delta).epsilon;
  const isTooMuch = (total: number) => budget !== undefined && total > budget * (1 + 1e-9);
  const total = totalWith([...(await readLedger(path)), entry]);
  if (isTooMuch(total))
    throw new PipelineError(
      `this run would bring what all releases from this source reveal to an epsilon of ${total.toFixed(2)}, more than privacy.budget (${budget}); nothing was spent. Raise privacy.budget to allow it, or sample from a model that is already made: that costs nothing (${path} lists them)`,
    );
  try {
    await appendFile(path, `${JSON.stringify(entry)}\n`, { flush: true });
  } catch (error) {
    throw pathError(error, path, "write");
  }
  // a run beside this one may have read the ledger before either had written: each of them sees both lines now
  if (isTooMuch(totalWith(await readLedger(path))))
    throw new PipelineError(
      `another run on this source paid at the same time, and both together exceed privacy.budget (${budget}): no noise was drawn, but the line of run ${entry.run} in ${path} counts; remove it, or raise privacy.budget, and run again`,
    );
}
