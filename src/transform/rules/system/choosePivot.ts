import type { LinearForm } from "../../../config/rules/linear.ts";
import { columnsOfExpression, type Expression } from "../../../config/rules/ruleSyntax.ts";
import { dependence } from "./dependence.ts";
import type { Known } from "./known.ts";

/** What was chosen so far. */
export interface Choice {
  readonly computed: ReadonlyMap<string, Expression>;
  readonly pivots: ReadonlyMap<string, LinearForm>;
  readonly known: ReadonlyMap<string, Known>;
}

/** Nats by which the columns that are left must be more independent for another one than the usual to be computed. */
const clearly = 0.02;

/**
 * The column a sum gives, one that has few levels last of all: of a duration between two dates the later date, so that the duration is learned; else the one without which
 * the others are clearly the most independent; else the one that stands alone where that can be, else one on the finest grid, the
 * last first.
 */
export function choosePivot(form: LinearForm, target: string | null, choice: Choice): string | undefined {
  const { computed, pivots, known } = choice;
  const finest = Math.min(...[...form.terms.keys()].map((name) => known.get(name)?.grid.unit ?? 0));
  const possible = [...form.terms.keys()].filter((name) => {
    if (computed.has(name)) return false;
    const single = Math.abs(Math.abs(form.terms.get(name)!) - 1) <= 1e-9;
    const fine = name === target || (known.get(name)?.grid.unit ?? 0) <= finest * (1 + 1e-9);
    if (!(single && fine) && !isOnOwnGrid(form, name, known)) return false;
    const others = [...form.terms.keys()].filter((other) => other !== name);
    return !others.some((other) => comesFrom(other, name, computed, pivots));
  });
  const measured = possible.filter((name) => known.get(name)?.grid.levels === undefined);
  const candidates = measured.length > 0 ? measured : possible;
  const later = laterDate(form, target, known);
  const usual = candidates.find((name) => name === target) ?? candidates.at(-1);
  return candidates.find((name) => name === later) ?? mostTelling(form, candidates, usual, known);
}

/** Whether what the others give a number falls on its own grid: a mean of five whole numbers on fifths, say. */
function isOnOwnGrid(form: LinearForm, name: string, known: ReadonlyMap<string, Known>): boolean {
  const stepOf = (column: string): number => {
    const { kind, grid } = known.get(column) ?? {};
    const plain = kind === "number" && !grid?.clock && !grid?.months;
    return plain ? Math.abs(form.terms.get(column)!) * grid!.unit : 0;
  };
  const own = stepOf(name);
  return (
    own > 0 &&
    [...form.terms.keys()].every((other) => {
      const steps = stepOf(other) / own;
      return steps > 0.5 && Math.abs(steps - Math.round(steps)) < 1e-6;
    })
  );
}

/** The candidate that leaves the most independent columns, where they are clearly more so than without the usual one. */
function mostTelling(
  form: LinearForm,
  candidates: readonly string[],
  usual: string | undefined,
  known: ReadonlyMap<string, Known>,
): string | undefined {
  if (usual === undefined || form.terms.size < 3) return usual;
  const left = (name: string) =>
    dependence([...form.terms.keys()].flatMap((one) => (one === name ? [] : [known.get(one)!.values])));
  let [best, least] = [usual, (left(usual) ?? Number.NEGATIVE_INFINITY) - clearly];
  for (const name of candidates) {
    const own = name === usual ? null : left(name);
    if (own !== null && own < least) [best, least] = [name, own];
  }
  return best;
}

/** The date that a duration, which stands alone, and an earlier date give together. */
function laterDate(
  { terms }: LinearForm,
  target: string | null,
  known: ReadonlyMap<string, Known>,
): string | undefined {
  if (target === null || terms.size !== 3 || known.get(target)?.kind !== "number") return undefined;
  const dates = [...terms].filter(([name]) => known.get(name)?.kind === "date");
  const sign = Math.sign(terms.get(target)!);
  return dates.length === 2 ? dates.find(([, c]) => Math.sign(c) !== sign)?.[0] : undefined;
}

function comesFrom(
  name: string,
  source: string,
  computed: ReadonlyMap<string, Expression>,
  pivots: ReadonlyMap<string, LinearForm>,
): boolean {
  if (name === source) return true;
  return sourcesOf(name, computed, pivots).some((one) => comesFrom(one, source, computed, pivots));
}

function sourcesOf(
  name: string,
  computed: ReadonlyMap<string, Expression>,
  pivots: ReadonlyMap<string, LinearForm>,
): string[] {
  const expression = computed.get(name);
  if (expression !== undefined) return columnsOfExpression(expression).map((one) => one.name);
  return [...(pivots.get(name)?.terms.keys() ?? [])];
}
