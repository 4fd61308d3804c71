import type { DomainColumn } from "../config/privacy/domain.ts";
import { planDomain, tableRho } from "../config/privacy/domainPlan.ts";
import { type ExpectedError, expectedErrors } from "../config/privacy/expectedErrors.ts";
import { expectedColumn, expectedValues, valuesPerColumn } from "../config/privacy/limits.ts";
import { guaranteeSentence } from "../config/privacy/statement.ts";
import { planTables, varianceOf } from "../config/privacy/tablePlan.ts";
import { heldConfig } from "../config/privacy/withoutFound.ts";
import { targetOf } from "../config/resolveColumns.ts";
import type { SynthConfig } from "../config/schema.ts";
import { openColumns } from "./bought/openColumns.ts";

/** What a run with a guarantee will spend and how much noise it will bring, known before anything is spent. */
export interface PrivacyForecast {
  readonly sentence: string;
  readonly epsilon: number;
  readonly delta: number;
  /** Of zero-concentrated differential privacy, the domain's share included. */
  readonly rho: number;
  /** Probability that a threshold lets a value through that one unit alone has. */
  readonly thresholdDelta: number;
  readonly cells: number;
  /** The worst first; of columns whose domain is bought, as if they had 20 values. */
  readonly errors: readonly ExpectedError[];
  readonly bought: BoughtForecast | null;
  /** What the config says that is not used. */
  readonly ignored: readonly string[];
  /** Columns that their name alone says not to learn. */
  readonly byName: readonly string[];
}

export interface BoughtForecast {
  readonly columns: readonly string[];
  /** Rows that must about share a text before it is released. */
  readonly textRows: number;
  /** Rows that a bin of numbers or dates must about hold. */
  readonly binRows: number;
}

/** Undefined where the config asks for no guarantee, or no column has a domain. */
export function forecast(written: SynthConfig, names: readonly string[]): PrivacyForecast | undefined {
  const { config, ignored } = heldConfig(written);
  const { privacy } = config;
  if (privacy === undefined) return undefined;
  const { declared, open, byName } = openColumns(config, names);
  const domain = planDomain(open.length, privacy);
  const values = Math.min(expectedValues, valuesPerColumn(declared.fitted, open.length));
  const columns: readonly DomainColumn[] = [
    ...declared.fitted,
    ...open.map(({ name }) => expectedColumn(name, values)),
  ];
  if (columns.length === 0) return undefined;
  const plan = planTables(columns, privacy, {
    pairs: config.model.type !== "independent",
    target: targetOf(config),
    rho: tableRho(privacy, domain?.cost),
  });
  return {
    sentence: guaranteeSentence(privacy),
    epsilon: privacy.epsilon,
    delta: privacy.delta,
    rho: plan.rho + (domain?.cost.rho ?? 0),
    thresholdDelta: domain?.cost.delta ?? 0,
    cells: plan.cells,
    errors: expectedErrors(columns, plan),
    bought:
      domain === undefined
        ? null
        : {
            columns: open.map(({ name }) => name),
            textRows: domain.threshold,
            binRows: Math.ceil(4 * Math.sqrt(varianceOf(domain.round))),
          },
    ignored,
    byName,
  };
}
