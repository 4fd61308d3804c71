import type { Expression } from "../../../config/rules/ruleSyntax.ts";
import { dependence } from "./dependence.ts";
import type { Known } from "./known.ts";
import { type Powers, powersOf } from "./powers.ts";

/** Nats by which columns must be more independent for a ratio to be learned in place of what it is computed from. */
const clearly = 0.1;
/** Rows looked at for values that many rows share. */
const maxRows = 2000;
/** Times the share of one step of the grid, and share of the rows at least, from which on a value is a heap. */
const heapSteps = 5;
const heapShare = 0.01;

/**
 * Columns that are learned by what a rule computes from them, before it is rounded: of `price_per_m2 = round(price / area, 0)` the
 * price, where price per m² and area are clearly more independent than price and area. The number computed keeps its
 * distribution then, where it would come out too wide.
 *
 * @param computed what rules compute, by column
 * @param plain columns that are learned as they are, which no order bounds
 * @returns for each such column what its value is multiplied by
 */
export function chooseRatios(
  computed: ReadonlyMap<string, Expression>,
  plain: ReadonlySet<string>,
  known: ReadonlyMap<string, Known>,
): Map<string, Powers> {
  const ratios = new Map<string, Powers>();
  const taken = new Set<string>();
  for (const [target, expression] of computed) {
    const product = powersOf(expression);
    if (product === null || known.get(target)?.kind !== "number" || product.powers.size < 2) continue;
    const names = [...product.powers.keys()];
    if (!names.every((name) => isPositive(known.get(name)))) continue;
    const open = names.filter((name) => plain.has(name) && !taken.has(name));
    const best = mostTelling(product, open, known);
    if (best === undefined) continue;
    const powers = new Map(product.powers);
    powers.delete(best);
    ratios.set(best, { factor: product.factor, powers });
    for (const name of names) taken.add(name);
  }
  return ratios;
}

function isPositive(column: Known | undefined): boolean {
  return column?.kind === "number" && column.min > 0 && column.spikes.length === 0;
}

/** The factor without which, but with the whole product, the columns are clearly the most independent. */
function mostTelling(
  { factor, powers }: Powers,
  open: readonly string[],
  known: ReadonlyMap<string, Known>,
): string | undefined {
  const names = [...powers.keys()];
  const valuesOf = (name: string) => known.get(name)!.values;
  const whole = valuesOf(names[0]!).map((_, i) =>
    names.reduce((product, name) => product * valuesOf(name)[i]! ** powers.get(name)!, factor),
  );
  const now = dependence(names.map(valuesOf));
  if (now === null) return undefined;
  let [best, least]: [string | undefined, number] = [undefined, now - clearly];
  for (const name of open) {
    if (powers.get(name) !== 1 || isHeaped(known.get(name)!)) continue;
    const others = names.filter((one) => one !== name).map(valuesOf);
    const own = dependence([...others, whole]);
    if (own !== null && own < least) [best, least] = [name, own];
  }
  return best;
}

/** Whether many rows share a value between the quartiles: a ratio would not give just these. */
function isHeaped({ values, grid }: Known): boolean {
  const sorted = values
    .filter((value) => !Number.isNaN(value))
    .slice(0, maxRows)
    .sort();
  const middle = sorted.subarray(Math.floor(sorted.length / 4), Math.ceil((3 * sorted.length) / 4));
  let [most, run] = [0, 0];
  middle.forEach((value, i) => {
    run = i > 0 && value === middle[i - 1] ? run + 1 : 1;
    most = Math.max(most, run);
  });
  const steps = grid.unit === 0 ? Number.POSITIVE_INFINITY : (middle.at(-1)! - middle[0]!) / grid.unit + 1;
  return most / middle.length > Math.max(heapShare, heapSteps / steps);
}
