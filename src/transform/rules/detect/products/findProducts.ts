import { columnsOfRule, type Rule } from "../../../../config/rules/ruleSyntax.ts";
import { binary, columnOf, numberOf } from "../candidates.ts";
import type { DetectData, NumberColumn } from "../detectData.ts";
import { findChanges } from "./findChanges.ts";
import { linearOf } from "./findLinear.ts";
import { findPowers } from "./findPowers.ts";
import { findRates } from "./findRates.ts";
import { findWeighted } from "./findWeighted.ts";
import { type Candidate, exactness, roundedRule } from "./roundedRule.ts";

/** Values of a rounded product that must differ for it to be more than a coincidence. */
const minDifferent = 5;

/**
 * z = round(x · y, d), z = round(x / y, d), as a share or in percent, and z = round(c · x + e, d), each with its way of rounding; x · y / 100 where one of
 * them is written in percent; x · y · (1 ± w) of a rate w (`findRates`); means and rates on sums (`findWeighted`); relative changes (`findChanges`); powers and products of
 * three (`findPowers`). Of those that say the same of the same columns, the plainest.
 */
export function findProducts(data: DetectData, found: readonly Rule[]): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const columns = withoutCopies(
    data.numbers.filter(({ name, decimals }) => decimals !== null && !flags.has(name)),
  ).map((column) => ({ ...column, different: different(column) }));
  const candidates = columns.flatMap((z) =>
    z.different < minDifferent ? [] : [...linearOf(z, columns), ...productsOf(z, columns)],
  );
  const single = candidates.map(({ columns: [z] }) => z!);
  const computed = new Set([...single, ...summed(found)]);
  const varied = columns.filter((column) => column.different > 1);
  const open = (taken: ReadonlySet<string>) =>
    columns.filter((z) => z.different >= minDifferent && !taken.has(z.name));
  candidates.push(...findRates(open(new Set([...single, ...totals(found)])), varied));
  const products = new Set(candidates.map(({ columns: [z] }) => z!));
  const equalities = found.filter(({ kind }) => kind === "check").map(columnsOfRule);
  candidates.push(
    ...findWeighted(open(products), varied, (z) => equalities.filter((names) => names.includes(z)).flat()),
    ...findPowers(open(new Set([...single, ...totals(found)])), varied),
    ...findChanges(open(computed), varied),
  );
  const sorted = candidates.toSorted((a, b) => a.cost - b.cost);
  const links = new Links(found);
  const triples = new Set<string>();
  const taken: (readonly string[])[] = [];
  return sorted.flatMap(({ rule, columns: names }) => {
    const key = [...names].sort().join();
    const isNew =
      names.length === 2
        ? links.join(names[0]!, names[1]!)
        : !triples.has(key) && !follows(names, equalities, taken) && !isCircular(names, taken);
    triples.add(key);
    if (isNew) taken.push(names);
    return isNew ? [rule] : [];
  });
}

/** The first of columns with the same values: that they are equal says the rest. */
function withoutCopies(columns: readonly NumberColumn[]): readonly NumberColumn[] {
  const seen = new Map<string, NumberColumn>();
  for (const column of columns) {
    const key = `${column.percent} ${column.values.join()}`;
    if (!seen.has(key)) seen.set(key, column);
  }
  return [...seen.values()];
}

/** Whether the first column follows from the others by sums and products taken, each of which gives the last of its columns. */
function follows(
  [z, ...others]: readonly string[],
  sums: readonly (readonly string[])[],
  products: readonly (readonly string[])[],
): boolean {
  const known = new Set(others);
  for (let size = -1; size < known.size; ) {
    size = known.size;
    for (const names of [...sums, ...products]) {
      const open = names.filter((name) => !known.has(name));
      if (open.length === 1) known.add(open[0]!);
    }
  }
  return known.has(z!);
}

/** Whether one of the columns that the first would be computed from is computed from it. */
function isCircular([z, ...others]: readonly string[], taken: readonly (readonly string[])[]): boolean {
  const sources = new Set(others);
  for (let size = -1; size < sources.size; ) {
    size = sources.size;
    for (const [result, ...from] of taken)
      if (sources.has(result!)) for (const name of from) sources.add(name);
  }
  return sources.has(z!);
}

/** Columns that stand alone in sums found so far: the others may be products, as the net amount of an invoice is. */
function totals(found: readonly Rule[]): string[] {
  return found.flatMap((rule) => {
    const left =
      rule.kind === "check" && rule.clause.kind === "comparison" ? rule.clause.terms[0] : undefined;
    return left?.kind === "column" ? [left.name] : [];
  });
}

/** Columns that sums found so far speak of. */
function summed(found: readonly Rule[]): string[] {
  return found.filter(({ kind }) => kind === "check").flatMap(columnsOfRule);
}

/** Columns that follow from one another by rules found so far. */
class Links {
  readonly #group = new Map<string, string>();
  readonly #sums: readonly (readonly string[])[];

  constructor(found: readonly Rule[]) {
    this.#sums = found.filter(({ kind }) => kind === "check").map(columnsOfRule);
    for (const sum of this.#sums) if (sum.length === 2) this.join(sum[0]!, sum[1]!);
  }

  /** False when one follows from the other already. */
  join(a: string, b: string): boolean {
    const [first, second] = [this.#of(a), this.#of(b)];
    if (first === second) return false;
    this.#group.set(first, second);
    for (const sum of this.#sums) {
      const last = sum.filter((name) => this.#of(name) !== this.#of(b));
      if (last.length === 1 && sum.some((name) => this.#of(name) === this.#of(b))) this.join(last[0]!, b);
    }
    return true;
  }

  #of(name: string): string {
    const parent = this.#group.get(name);
    return parent === undefined ? name : this.#of(parent);
  }
}

interface Counted extends NumberColumn {
  /** Different values, counted up to `minDifferent`. */
  readonly different: number;
}

function different({ values }: NumberColumn): number {
  const seen = new Set<number>();
  for (const v of values) {
    if (!Number.isNaN(v)) seen.add(v);
    if (seen.size >= minDifferent) break;
  }
  return seen.size;
}

/** z = round(x / y, d), or 100 times as much: a rate in percent, with or without its sign. */
function quotientOf(z: Counted, x: Counted, y: Counted): Rule | undefined {
  const [a, b] = [x.values, y.values];
  const scales = z.percent ? (x.percent || y.percent ? [1] : [100]) : [1, 100];
  for (const scale of scales) {
    const rule = roundedRule(
      z,
      (row) => (scale * a[row]!) / b[row]!,
      () => {
        const upper = columnOf(x.name);
        return binary(scale === 1 ? upper : binary(numberOf(scale), "*", upper), "/", columnOf(y.name));
      },
    );
    if (rule !== undefined) return rule;
  }
  return undefined;
}

function productsOf(z: Counted, columns: readonly Counted[]): Candidate[] {
  const found: Candidate[] = [];
  for (const [i, x] of columns.entries()) {
    if (x === z || x.different < 2) continue;
    for (const [j, y] of columns.entries()) {
      if (y === x || y === z || y.different < 2) continue;
      const [a, b] = [x.values, y.values];
      const of = (operator: "*" | "/") => binary(columnOf(x.name), operator, columnOf(y.name));
      const isShare = x.percent !== y.percent;
      const product =
        i < j
          ? roundedRule(z, isShare ? (row) => (a[row]! * b[row]!) / 100 : (row) => a[row]! * b[row]!, () =>
              isShare ? binary(of("*"), "/", numberOf(100)) : of("*"),
            )
          : undefined;
      const rule = product ?? quotientOf(z, x, y);
      if (rule === undefined) continue;
      const cost = (product === undefined ? 0.2 : 0) - exactness(z);
      found.push({ rule, columns: [z.name, x.name, y.name], cost });
    }
  }
  return found;
}
