import { z } from "zod";
import { declaredColumns } from "../config/privacy/domain.ts";
import { type ExpectedError, expectedErrors } from "../config/privacy/expectedErrors.ts";
import { guaranteeSentence } from "../config/privacy/statement.ts";
import { planTables } from "../config/privacy/tablePlan.ts";
import { targetOf } from "../config/resolveColumns.ts";
import { PipelineError } from "../pipeline/pipelineError.ts";
import { type LedgerEntry, ledgerPath, readLedger, totalEpsilon } from "../pipeline/privacy/ledger.ts";
import { validate } from "../pipeline/stages/validate.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { overrides, path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({ config: path, overrides: overrides.default({}) });

/** What a run with a guarantee would spend, and what is spent already. */
export interface Budget {
  readonly sentence: string;
  readonly epsilon: number;
  readonly delta: number;
  /** Of zero-concentrated differential privacy. */
  readonly rho: number;
  readonly cells: number;
  /** The worst first. */
  readonly errors: readonly ExpectedError[];
  readonly ledger: readonly LedgerEntry[];
  /** ε of all releases so far at `delta`, and with one more. */
  readonly spent: number;
  readonly afterRun: number;
  readonly budget: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Says what a private run would cost, and how much noise it would bring. Spends nothing. */
export const budgetJob: Job<typeof input, never, Budget> = {
  input,
  async run({ config: configPath, overrides: given }) {
    const { config, loaded, sourcePath, diagnostics } = await validate(configPath, given);
    const { privacy } = config;
    if (privacy === undefined)
      throw new PipelineError(
        `${configPath} asks for no guarantee: add "privacy": { "epsilon": 1, "delta": 1e-6 } and say what every column may hold`,
      );
    const names = loaded.table.columns.map(({ name }) => name);
    const { fitted } = declaredColumns(config, names);
    const pairs = config.model.type !== "independent";
    const plan = planTables(fitted, privacy, { pairs, target: targetOf(config) });
    const ledger = await readLedger(ledgerPath(configPath, sourcePath));
    return {
      sentence: guaranteeSentence(privacy),
      epsilon: privacy.epsilon,
      delta: privacy.delta,
      rho: plan.rho,
      cells: plan.cells,
      errors: expectedErrors(fitted, plan),
      ledger,
      spent: totalEpsilon(ledger, 0, privacy.delta),
      afterRun: totalEpsilon(ledger, plan.rho, privacy.delta),
      budget: privacy.budget ?? null,
      diagnostics,
    };
  },
};
