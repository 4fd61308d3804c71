import { basename } from "node:path";
import { tableRho } from "../../config/privacy/domainPlan.ts";
import { guaranteeSentence, type PrivacyStatement } from "../../config/privacy/statement.ts";
import { planTables } from "../../config/privacy/tablePlan.ts";
import { targetOf } from "../../config/resolveColumns.ts";
import { readPrivacy, type SavedPrivacy, writeCounts } from "../../models/saved/savedPrivacy.ts";
import type { CheckpointStore, FittedModel, ModelState } from "../../models/synthesizer.ts";
import { countTables } from "../../privacy/countTables.ts";
import { addNoise, estimateRows } from "../../privacy/measure.ts";
import type { PrivateInput } from "../../privacy/privateInput.ts";
import type { JsonValue } from "../../transform/modelTable.ts";
import type { OpenRun } from "../runFiles/openRun.ts";
import type { RunLog } from "../runFiles/runLog.ts";
import type { Plan } from "../stages/validate.ts";
import { ledgerPath, spend } from "./ledger.ts";

interface PrivateWork {
  readonly run: OpenRun;
  readonly plan: Plan;
  readonly log: RunLog;
  readonly signal: AbortSignal;
}

/** A model with its guarantee. The noisy tables are kept before they are used: a resumed run has them and spends nothing. */
export async function trainPrivate(
  work: PrivateWork,
  input: PrivateInput,
  checkpoint: CheckpointStore,
): Promise<{ readonly model: FittedModel; readonly privacy: SavedPrivacy }> {
  const { plan, log, signal } = work;
  const privacy = keptRelease(checkpoint.resume) ?? (await release(work, input));
  if (checkpoint.resume === undefined) await checkpoint.save(checkpointOf(privacy));
  log.warn(
    `${guaranteeSentence(privacy.statement)}. The report, the log and the run folder are made from the real data: keep them inside.`,
  );
  const { config } = plan;
  const { fitPrivateModel } = await import("../../privacy/privateModel.ts");
  const model = await fitPrivateModel(input.table, privacy, config.model, {
    seed: config.seed,
    signal,
    progress: (update) => log.progress(update),
    warn: (message) => log.warn(message),
  });
  return { model, privacy };
}

/** Writes the ledger, then draws the noise: what is spent is on record even where the run dies in between. */
async function release(
  { run, plan }: PrivateWork,
  { privacy, table, tokens, domainCost }: PrivateInput,
): Promise<SavedPrivacy> {
  const { config } = plan;
  const tables = planTables(table.domain, privacy, {
    pairs: config.model.type !== "independent",
    target: targetOf(config),
    rho: tableRho(privacy, domainCost),
  });
  await spend(
    ledgerPath(plan.configPath, plan.sourcePath),
    {
      time: new Date().toISOString(),
      run: run.folder.id,
      config: basename(plan.configPath),
      epsilon: privacy.epsilon,
      delta: privacy.delta,
      rho: tables.rho,
      thresholdDelta: 0,
      unit: privacy.unit,
      ...(domainCost !== undefined && { part: "tables" }),
    },
    privacy,
  );
  const sizes = table.domain.map(({ size }) => size);
  const noisy = addNoise(tables, countTables(tables, tokens, sizes));
  const statement: PrivacyStatement = {
    version: 1,
    epsilon: privacy.epsilon,
    delta: privacy.delta,
    rho: tables.rho + (domainCost?.rho ?? 0),
    unit: privacy.unit,
    maxRowsPerUnit: privacy.maxRowsPerUnit,
    domainFrom: privacy.domain,
    ...(domainCost !== undefined && { domainCost }),
    domain: table.domain,
    tables: tables.tables,
    rows: estimateRows(tables, noisy),
  };
  return { statement, noisy };
}

const checkpointPart = "noisy";

function checkpointOf({ statement, noisy }: SavedPrivacy): ModelState {
  return {
    json: statement as unknown as JsonValue,
    parts: new Map([[checkpointPart, writeCounts(noisy)]]),
  };
}

function keptRelease(state: ModelState | undefined): SavedPrivacy | undefined {
  const noisy = state?.parts.get(checkpointPart);
  return state === undefined || noisy === undefined ? undefined : readPrivacy(state.json, noisy);
}
