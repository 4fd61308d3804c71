import type { WrittenSum } from "../modelTable.ts";
import type { RulesPlan, SystemPlan, VariablePlan } from "./rulesPlan.ts";
import type { Bound } from "./system/fourierMotzkin.ts";
import { powersOf } from "./system/powers.ts";

const maxTerms = 16;

/** By the model's column: its factor. */
type Form = ReadonlyMap<string, number>;

/** A number as the model's columns make it. */
interface Made {
  readonly form: Form;
  readonly isProduct: boolean;
}

/**
 * The numbers that rules restore from two of the model's columns or more, as sums of these or products of powers: what a model
 * that judges its rows should see of them. Numbers bounded on several sides, dates and other expressions are left out.
 */
export function writtenSums({ systems }: RulesPlan): WrittenSum[] {
  return systems.flatMap((system) =>
    madeNumbers(system).flatMap((made, v) =>
      made === null || made.form.size < 2 || made.form.size > maxTerms
        ? []
        : [
            {
              name: system.variables[v]!.name,
              terms: [...made.form],
              isProduct: made.isProduct,
            },
          ],
    ),
  );
}

function madeNumbers({ variables }: SystemPlan): (Made | null)[] {
  const made: (Made | null)[] = variables.map(() => null);
  // free and computed ones come in the order they are decided, sums after all of them: a computed one may use a sum
  for (let pass = 0; pass < 2; pass++)
    variables.forEach((variable, v) => {
      made[v] ??= variable.kind === "date" ? null : makeNumber(variable, variables, made);
    });
  return made;
}

function makeNumber(
  { name, source }: VariablePlan,
  variables: readonly VariablePlan[],
  made: readonly (Made | null)[],
): Made | null {
  if (source.kind === "linear") return sumOf(source.form, made);
  if (source.kind === "computed") {
    const place = (other: string) => variables.findIndex((one) => one.name === other);
    const product = powersOf(source.expression);
    const form =
      product && productOf([...product.powers].map(([other, power]) => [made[place(other)] ?? null, power]));
    return form === null ? null : { form, isProduct: true };
  }
  const { anchor, ratio } = source;
  if (ratio !== undefined) {
    const learned: Made = { form: new Map([[name, 1]]), isProduct: true };
    const form = productOf([
      [learned, 1],
      ...ratio.powers.map(([v, power]) => [made[v] ?? null, -power] as const),
    ]);
    return form === null ? null : { form, isProduct: true };
  }
  if (anchor === null) return { form: new Map([[name, 1]]), isProduct: false };
  if (anchor.bounds.length !== 1) return null;
  const bound = sumOf(anchor.bounds[0]!, made);
  if (bound === null) return null;
  const form = new Map(bound.form);
  return { form: form.set(name, anchor.side === "lower" ? anchor.unit : -anchor.unit), isProduct: false };
}

function sumOf({ terms }: Bound, made: readonly (Made | null)[]): Made | null {
  const form = new Map<string, number>();
  for (const [variable, coefficient] of terms) {
    const part = made[variable] ?? null;
    if (part === null || part.isProduct) return null;
    for (const [column, factor] of part.form)
      form.set(column, (form.get(column) ?? 0) + coefficient * factor);
  }
  return { form: withoutZeros(form), isProduct: false };
}

/** Powers of the model's columns in a product or quotient of what they make; null where it is something else. */
function productOf(powers: Iterable<readonly [made: Made | null, power: number]>): Form | null {
  const form = new Map<string, number>();
  for (const [made, power] of powers) {
    const factors = made === null ? null : factorsOf(made);
    if (factors === null) return null;
    for (const [column, own] of factors) form.set(column, (form.get(column) ?? 0) + own * power);
  }
  return withoutZeros(form);
}

function factorsOf({ form, isProduct }: Made): Form | null {
  if (isProduct) return form;
  const [first, ...more] = form;
  return first !== undefined && more.length === 0 && first[1] > 0 ? new Map([[first[0], 1]]) : null;
}

function withoutZeros(form: Map<string, number>): Form {
  return new Map([...form].filter(([, factor]) => Math.abs(factor) > 1e-9));
}
