import type { MetricKey } from "../metrics/metricTable.ts";
import { rulesKept } from "./diagnostic/rulesKept.ts";
import { relationsKept } from "./fidelity/relations/relationsKept.ts";
import type { Measure } from "./measure.ts";
import { identifiersLeaked } from "./privacy/identifiersLeaked.ts";
import { modelImputation } from "./privacy/model/modelImputation.ts";
import { modelLikelihood } from "./privacy/model/modelLikelihood.ts";
import type { ReportInput } from "./reportInput.ts";

/**
 * Metrics that need no place of their own in the report: the result stands in `measures` under the key of the metric's card, which
 * reads it with `measuredReading(key)`. A status other than good counts in the verdict of its section.
 */
export const measures: Readonly<Partial<Record<MetricKey, Measure>>> = {
  identifiersLeaked,
  modelLikelihood,
  modelImputation,
  relationsKept: ({ quality }) => relationsKept(quality),
  rulesKept: ({ input }) => rulesKept({ ...input, rules: input.rules ?? [], decimals: decimalsOf(input) }),
};

function decimalsOf({ columns }: ReportInput): (name: string) => number | null {
  const known = new Map(columns.map(({ name, format }) => [name, format?.decimals ?? null]));
  return (name) => known.get(name) ?? null;
}
