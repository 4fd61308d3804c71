import { parseConfig } from "../../src/config/parseConfig.ts";
import { type DomainColumn, declaredColumns } from "../../src/config/privacy/domain.ts";
import type { PrivacyConfig } from "../../src/config/privacy/privacySchema.ts";
import { planTables, type TablePlan } from "../../src/config/privacy/tablePlan.ts";
import { countTables } from "../../src/privacy/countTables.ts";
import { addNoise } from "../../src/privacy/measure.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";

/** What an audit asks: the noisy tables of some rows. A planted fault is another one of these. */
export type Mechanism = (tokens: readonly Int32Array[], bits: SecretBits) => Int32Array;

export interface AuditedPlan {
  readonly columns: readonly DomainColumn[];
  readonly sizes: readonly number[];
  readonly privacy: PrivacyConfig;
  readonly plan: TablePlan;
}

/** Tables of `count` columns of `values` values each, planned as a run would. */
export function auditedPlan(epsilon: number, delta: number, count: number, values: number): AuditedPlan {
  const names = Array.from({ length: count }, (_, j) => `c${j}`);
  const column = { values: Array.from({ length: values }, (_, v) => v), missing: "never" };
  const text = JSON.stringify({
    source: { path: "t.csv" },
    columns: Object.fromEntries(names.map((name) => [name, column])),
    privacy: { epsilon, delta },
  });
  const { config } = parseConfig(text, "t.synth.json");
  const columns = declaredColumns(config!, names).fitted;
  const privacy = config!.privacy!;
  const plan = planTables(columns, privacy, { pairs: true });
  return { columns, sizes: columns.map(({ size }) => size), privacy, plan };
}

/** The mechanism of the product. */
export function realMechanism({ plan, sizes }: Pick<AuditedPlan, "plan" | "sizes">): Mechanism {
  return (tokens, bits) => addNoise(plan, countTables(plan, tokens, sizes), bits);
}

/** The same with the noise of `factor` · σ. */
export function withNoise({ plan, sizes }: AuditedPlan, factor: number): Mechanism {
  const tables = plan.tables.map((table) => ({
    ...table,
    variance: {
      numerator: Math.max(1, Math.round(table.variance.numerator * factor ** 2)),
      denominator: table.variance.denominator,
    },
  }));
  return realMechanism({ plan: { ...plan, tables }, sizes });
}
