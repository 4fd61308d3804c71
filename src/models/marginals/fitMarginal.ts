import type { JsonValue } from "../../transform/modelTable.ts";
import { fitEmpirical, loadEmpirical, type ValueRange } from "./empirical.ts";
import type { Marginal, MarginalKind } from "./marginal.ts";
import { fitParametric, loadParametric } from "./parametric.ts";

/** Fits to the values that are not NaN; `range` (of all of them) is where an empirical marginal ends. */
export function fitMarginal(kind: MarginalKind, values: Float64Array, range?: ValueRange): Marginal {
  return kind === "empirical" ? fitEmpirical(values, range) : fitParametric(kind, values);
}

/** @throws RangeError when the JSON is not what `save` wrote */
export function loadMarginal(json: JsonValue): Marginal {
  const kind = (json as { kind?: unknown } | null)?.kind;
  return kind === "empirical" ? loadEmpirical(json) : loadParametric(json);
}
