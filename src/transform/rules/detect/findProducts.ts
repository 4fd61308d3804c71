import { columnsOfRule, type Expression, type Rule } from "../../../config/rules/ruleSyntax.ts";
import { roundAs } from "../judge/evaluate.ts";
import { binary, callOf, checkRule, columnOf, numberOf } from "./candidates.ts";
import { type DetectData, minNamedRows, type NumberColumn } from "./detectData.ts";

type Rounding = "round" | "roundEven" | "floor" | "ceil";
const roundings: readonly Rounding[] = ["round", "roundEven", "floor", "ceil"];
const testedRows = 400;
/** Values of a rounded product that must differ for it to be more than a coincidence. */
const minDifferent = 5;

interface Candidate {
  readonly rule: Rule;
  readonly columns: readonly string[];
  /** The plainest of rules that say the same has the least. */
  readonly cost: number;
}

/**
 * z = round(x · y, d), z = round(x / y, d) and z = round(c · x, d), each with its way of rounding. Of those that say the same
 * of the same columns, the plainest.
 */
export function findProducts(data: DetectData, found: readonly Rule[]): Rule[] {
  const flags = new Set(data.flags.map(({ name }) => name));
  const columns = data.numbers.filter(({ name, decimals }) => decimals !== null && !flags.has(name));
  const candidates = columns.flatMap((z) =>
    different(z) < minDifferent ? [] : [...factorsOf(z, columns), ...productsOf(z, columns)],
  );
  const sorted = candidates.toSorted((a, b) => a.cost - b.cost);
  const links = new Links(found);
  const triples = new Set<string>();
  return sorted.flatMap(({ rule, columns: names }) => {
    const key = [...names].sort().join();
    const isNew = names.length === 2 ? links.join(names[0]!, names[1]!) : !triples.has(key);
    triples.add(key);
    return isNew ? [rule] : [];
  });
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

function different({ values }: NumberColumn): number {
  const seen = new Set<number>();
  for (const v of values) {
    if (!Number.isNaN(v)) seen.add(v);
    if (seen.size >= minDifferent) break;
  }
  return seen.size;
}

function productsOf(z: NumberColumn, columns: readonly NumberColumn[]): Candidate[] {
  const found: Candidate[] = [];
  for (const [i, x] of columns.entries()) {
    if (x === z || different(x) < 2) continue;
    for (const [j, y] of columns.entries()) {
      if (y === x || y === z || different(y) < 2) continue;
      const of = (operator: "*" | "/") => binary(columnOf(x.name), operator, columnOf(y.name));
      const product = i < j ? roundedRule(z, (row) => x.values[row]! * y.values[row]!, of("*")) : undefined;
      const rule = product ?? roundedRule(z, (row) => x.values[row]! / y.values[row]!, of("/"));
      if (rule === undefined) continue;
      const cost = (product === undefined ? 100 : 0) - z.decimals!;
      found.push({ rule, columns: [z.name, x.name, y.name], cost });
    }
  }
  return found;
}

/** z as the expression rounded in the way that fits most tested rows exactly; undefined where some row is off. */
function roundedRule(
  z: NumberColumn,
  value: (row: number) => number,
  expression: Expression,
): Rule | undefined {
  const unit = 10 ** -z.decimals!;
  const rows: number[] = [];
  for (let i = 0; i < z.values.length && rows.length < testedRows; i++) {
    const v = value(i);
    if (Number.isNaN(v) || Number.isNaN(z.values[i]!)) continue;
    if (Math.abs(v - z.values[i]!) > unit * (1 + 1e-9)) return undefined;
    rows.push(i);
  }
  if (rows.length < minNamedRows) return undefined;
  const misses = roundings.map(
    (how) =>
      rows.filter((i) => Math.abs(roundAs(how, value(i), z.decimals!) - z.values[i]!) > unit / 1000).length,
  );
  const best = misses.indexOf(Math.min(...misses));
  const how = roundings[best]!;
  const ties = misses[best]! > 0 && best <= 1;
  if (misses[best]! > (ties ? rows.length / 50 : 0)) return undefined;
  return checkRule(columnOf(z.name), "=", callOf(how, expression, numberOf(z.decimals!)));
}

/** z = c · x with a factor of few digits; copies are sums and found there. */
function factorsOf(z: NumberColumn, columns: readonly NumberColumn[]): Candidate[] {
  const unit = 10 ** -z.decimals!;
  const spans = [
    [unit / 2, unit / 2],
    [0, unit],
    [unit, 0],
  ] as const;
  return columns.flatMap((x) => {
    if (x === z) return [];
    for (const [below, above] of spans) {
      const factor = factorBetween(z, x, below, above);
      if (factor === undefined || Number.isInteger(factor)) continue;
      const expression = binary(numberOf(factor), "*", columnOf(x.name));
      const rule = roundedRule(z, (i) => factor * x.values[i]!, expression);
      if (rule !== undefined) return [{ rule, columns: [z.name, x.name], cost: String(factor).length }];
    }
    return [];
  });
}

/** The shortest factor for which c · x lies within z − below … z + above in the tested rows. */
function factorBetween(z: NumberColumn, x: NumberColumn, below: number, above: number): number | undefined {
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let tested = 0;
  for (let i = 0; i < z.values.length && tested < testedRows; i++) {
    const [v, w] = [x.values[i]!, z.values[i]!];
    if (Number.isNaN(v) || Number.isNaN(w) || v === 0) continue;
    tested++;
    const ends = [(w - below) / v, (w + above) / v];
    low = Math.max(low, Math.min(ends[0]!, ends[1]!) - 1e-12);
    high = Math.min(high, Math.max(ends[0]!, ends[1]!) + 1e-12);
    if (low > high) return undefined;
  }
  if (tested < minNamedRows) return undefined;
  for (let digits = 0; digits <= 6; digits++) {
    const factor = Number(((low + high) / 2).toFixed(digits));
    if (factor >= low && factor <= high && factor !== 0) return factor;
  }
  return undefined;
}
