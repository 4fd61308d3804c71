import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { z } from "zod";
import { epsilonOf } from "../../config/privacy/accounting.ts";
import type { PrivacyConfig } from "../../config/privacy/privacySchema.ts";
import type { DomainCost } from "../../config/privacy/statement.ts";
import { domainColumnSchema } from "../../models/saved/savedPrivacy.ts";
import type { BoughtDomain } from "../../privacy/bought/buyDomain.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { pathError } from "../../table/pathError.ts";
import { PipelineError } from "../pipelineError.ts";
import type { OpenRun } from "../runFiles/openRun.ts";
import type { Plan } from "../stages/validate.ts";
import { ledgerPath, spend } from "./ledger.ts";

/** Where a bought domain is kept and paid for: once a run. */
export interface DomainStore {
  /** What this run has bought already. */
  kept(): Promise<BoughtDomain | undefined>;
  /** Puts it on record, before any noise is drawn. `tables`: ρ that the run spends afterwards. */
  pay(cost: DomainCost, tables: number): Promise<void>;
  keep(domain: BoughtDomain): Promise<void>;
}

const file = "domain.json";
const keptSchema: z.ZodType<BoughtDomain> = z.strictObject({
  columns: z.array(domainColumnSchema).readonly(),
  leftOut: z.array(z.strictObject({ name: z.string(), reason: z.string() })).readonly(),
});

/** In the folder of the run, and in the ledger of the source. */
export function domainStore(run: OpenRun, plan: Plan, privacy: PrivacyConfig): DomainStore {
  const path = run.file(file);
  return {
    async kept() {
      if (!run.resumed) return undefined;
      let text: string;
      try {
        text = await readFile(path, "utf8");
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw pathError(error, path, "read");
      }
      const read = keptSchema.safeParse(parsed(text));
      if (!read.success)
        throw new PipelineError(
          `${path} is damaged: the run cannot be resumed; start it again, which pays again`,
        );
      return read.data;
    },
    pay: ({ rho, delta }, tables) =>
      spend(
        ledgerPath(plan.configPath, plan.sourcePath),
        {
          time: new Date().toISOString(),
          run: run.folder.id,
          config: basename(plan.configPath),
          epsilon: epsilonOf(rho, privacy.delta),
          delta: privacy.delta,
          rho,
          thresholdDelta: delta,
          unit: privacy.unit,
          part: "domain",
        },
        privacy,
        { rho: tables, thresholdDelta: 0 },
      ),
    keep: (domain) => writeAtomically(path, `${JSON.stringify(domain)}\n`),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
