import { z } from "zod";
import { PipelineError } from "../pipeline/pipelineError.ts";
import {
  type LedgerEntry,
  ledgerPath,
  nothingSpent,
  readLedger,
  together,
  totalLoss,
} from "../pipeline/privacy/ledger.ts";
import { validate } from "../pipeline/stages/validate.ts";
import { forecast, type PrivacyForecast } from "../privacy/forecast.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { overrides, path } from "./fields.ts";
import type { Job } from "./job.ts";

const input = z.strictObject({ config: path, overrides: overrides.default({}) });

/** What a run with a guarantee would spend, and what is spent already. */
export interface Budget extends PrivacyForecast {
  readonly ledger: readonly LedgerEntry[];
  /** ε of all releases so far, and with one more. */
  readonly spent: number;
  readonly afterRun: number;
  /** At which δ the two hold: the config's, or more where thresholds alone spent over half of it. */
  readonly totalDelta: number;
  readonly budget: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Says what a private run would cost, and how much noise it would bring. Spends nothing. */
export const budgetJob: Job<typeof input, never, Budget> = {
  input,
  async run({ config: configPath, overrides: given }) {
    const { config, loaded, sourcePath, unused = [], diagnostics } = await validate(configPath, given);
    const { privacy } = config;
    const names = loaded.table.columns.map(({ name }) => name);
    const expected = forecast(config, names);
    if (privacy === undefined || expected === undefined)
      throw new PipelineError(
        `${configPath} asks for no guarantee: add "privacy": { "epsilon": 1, "delta": 1e-6 } and say what every column may hold`,
      );
    const ledger = await readLedger(ledgerPath(configPath, sourcePath));
    const before = together(ledger);
    const after = totalLoss(together([before, expected]), privacy.delta);
    return {
      ...expected,
      ignored: unused,
      ledger,
      spent: totalLoss(ledger.length === 0 ? nothingSpent : before, privacy.delta).epsilon,
      afterRun: after.epsilon,
      totalDelta: after.delta,
      budget: privacy.budget ?? null,
      diagnostics,
    };
  },
};
