import type { Rule } from "../../../config/rules/ruleSyntax.ts";
import { binary, checkRule, columnOf, numberOf, sumOf } from "./candidates.ts";
import type { DetectData, NumberColumn } from "./detectData.ts";

const prime = 2 ** 31 - 1;
const spareRows = 60;
const largestCoefficient = 12;
const maxTerms = 14;

/** Rows looked at for those without gaps. */
const searchedRows = 20_000;
/** Sets of rows tried: in one of them a sum that nearly holds has no row that breaks it. */
const windows = 3;
/** Columns that are rarely present beside the others and get a search of their own, at most. */
const maxRare = 20;

/**
 * Sums that hold: vectors of the null space of the table of integer ticks, found modulo 2³¹ − 1 on rows without gaps. Each
 * column that depends on those before it gives one; what two have in common is taken out.
 */
export function findSums(data: DetectData): Rule[] {
  const columns = data.numbers.filter(({ decimals }) => decimals !== null);
  if (columns.length < 2) return [];
  const decimals = Math.max(...columns.map((column) => column.decimals!));
  const scale = 10 ** decimals;
  const basis = new Basis();
  const relations: Float64Array[] = [];
  for (const group of groupsWithRows(columns)) {
    const own = group.map((at) => columns[at]!);
    const size = own.length + spareRows;
    const complete = completeRows(own, windows * size);
    for (let from = 0; from + size <= complete.length; from += size) {
      const rows = complete.slice(from, from + size);
      const ticks = own.map(({ values }) => Float64Array.from(rows, (i) => Math.round(values[i]! * scale)));
      for (const short of shorten(nullSpace([new Float64Array(size).fill(scale), ...ticks]))) {
        const vector = new Float64Array(columns.length + 1);
        vector[0] = short[0]!;
        for (const [k, at] of group.entries()) vector[at + 1] = short[k + 1]!;
        if (basis.add(vector)) relations.push(vector);
      }
    }
  }
  return relations.flatMap((vector) => ruleOf(vector, columns, data));
}

/** Vectors so far, reduced modulo the prime. */
class Basis {
  readonly #rows: { readonly pivot: number; readonly vector: Float64Array }[] = [];

  /** False when those added before give the vector. */
  add(vector: Float64Array): boolean {
    const rest = vector.map(modulo);
    for (const { pivot, vector: known } of this.#rows) {
      const factor = rest[pivot]!;
      if (factor !== 0)
        for (let k = 0; k < rest.length; k++) rest[k] = modulo(rest[k]! - multiply(factor, known[k]!));
    }
    const pivot = rest.findIndex((v) => v !== 0);
    if (pivot < 0) return false;
    const inverse = power(rest[pivot]!, prime - 2);
    this.#rows.push({ pivot, vector: rest.map((v) => multiply(v, inverse)) });
    return true;
  }
}

function ruleOf(vector: Float64Array, columns: readonly NumberColumn[], data: DetectData): Rule[] {
  const terms = [...columns.keys()].filter((k) => vector[k + 1] !== 0);
  if (terms.length < 2 || terms.length > maxTerms) return [];
  const flags = new Set(data.flags.map(({ name }) => name));
  const coefficients = terms.map((k) => vector[k + 1]!);
  if (terms.every((k) => flags.has(columns[k]!.name)) && coefficients.every((c) => c === coefficients[0])) {
    const isOne = vector[0]! === -coefficients[0]!;
    return isOne ? [{ kind: "oneOf", columns: terms.map((k) => columns[k]!.name), repair: false }] : [];
  }
  const whole = coefficients.every((c) => c === coefficients[0]) && vector[0] !== 0;
  if (whole) {
    const sum = sumOf(
      terms.map((k) => [columns[k]!.name, 1] as const),
      0,
    );
    return [checkRule(sum, "=", numberOf(-vector[0]! / coefficients[0]!))];
  }
  const mean = meanOf(terms, vector);
  const target = mean ?? totalOf(terms, vector);
  if (target === undefined) return [];
  const factor = vector[target + 1]!;
  const sign = -Math.sign(factor);
  const others = terms
    .filter((k) => k !== target)
    .map((k) => [columns[k]!.name, sign * vector[k + 1]!] as const);
  const sum = sumOf(others, sign * vector[0]! + 0);
  const right = mean === undefined ? sum : binary(sum, "/", numberOf(Math.abs(factor)));
  return [checkRule(columnOf(columns[target]!.name), "=", right)];
}

/** The column that is the sum of the others, each once, in so many parts. */
function meanOf(terms: readonly number[], vector: Float64Array): number | undefined {
  const many = terms.filter((k) => Math.abs(vector[k + 1]!) !== 1);
  const [mean] = many;
  if (many.length !== 1 || terms.length < 3) return undefined;
  const apart = terms.every((k) => k === mean || Math.sign(vector[k + 1]!) !== Math.sign(vector[mean! + 1]!));
  return apart ? mean : undefined;
}

/** The column that stands alone: with a factor of one, and of the other sign than the most. */
function totalOf(terms: readonly number[], vector: Float64Array): number | undefined {
  const single = terms.filter((k) => Math.abs(vector[k + 1]!) === 1);
  const negative = terms.filter((k) => vector[k + 1]! < 0).length;
  const rare = negative * 2 <= terms.length ? -1 : 1;
  return single.find((k) => Math.sign(vector[k + 1]!) === rare) ?? single[0];
}

/** Columns, by place, that enough rows have together: as many as can be, then each of the others with those beside it. */
function groupsWithRows(columns: readonly NumberColumn[]): number[][] {
  const places = [...columns.keys()];
  const all = withEnoughRows(columns, places, null);
  const rare = places.filter((at) => !all.includes(at)).slice(0, maxRare);
  return [all, ...rare.map((first) => withEnoughRows(columns, places, first))].filter(
    (group) => group.length > 1,
  );
}

/** Without the columns with the most gaps (where `first` is present), until enough rows have none. */
function withEnoughRows(
  columns: readonly NumberColumn[],
  places: readonly number[],
  first: number | null,
): number[] {
  const rows = Math.min(searchedRows, columns[0]!.values.length);
  const gaps = columns.map(({ values }) => {
    let count = 0;
    for (let i = 0; i < rows; i++)
      if (Number.isNaN(values[i]!) && (first === null || !Number.isNaN(columns[first]!.values[i]!))) count++;
    return count;
  });
  const left = places.toSorted((a, b) => Number(b === first) - Number(a === first) || gaps[a]! - gaps[b]!);
  const enough = () => left.length + spareRows;
  while (
    left.length > 1 &&
    completeRows(
      left.map((at) => columns[at]!),
      enough(),
    ).length < enough()
  )
    left.pop();
  return left.toSorted((a, b) => a - b);
}

function completeRows(columns: readonly NumberColumn[], wanted: number): number[] {
  const rows = Math.min(searchedRows, columns[0]?.values.length ?? 0);
  const found: number[] = [];
  for (let i = 0; i < rows && found.length < wanted; i++) {
    let k = 0;
    while (k < columns.length && !Number.isNaN(columns[k]!.values[i]!)) k++;
    if (k === columns.length) found.push(i);
  }
  return found;
}

/** Vectors of small integers v with Σ v[k] · columns[k] = 0 in the rows, one for each column that depends on earlier ones. */
function nullSpace(columns: readonly Float64Array[]): Float64Array[] {
  const width = columns.length;
  const matrix = Array.from(columns[0]!, (_, i) =>
    Float64Array.from(columns, (column) => modulo(column[i]!)),
  );
  const pivots: number[] = [];
  const free: number[] = [];
  for (let c = 0; c < width; c++) {
    const at = matrix.findIndex((row, r) => r >= pivots.length && row[c] !== 0);
    if (at < 0) {
      free.push(c);
      continue;
    }
    const r = pivots.length;
    [matrix[r], matrix[at]] = [matrix[at]!, matrix[r]!];
    const inverse = power(matrix[r]![c]!, prime - 2);
    const own = matrix[r]!;
    for (let k = c; k < width; k++) own[k] = multiply(own[k]!, inverse);
    for (let other = 0; other < matrix.length; other++) {
      const factor = other === r ? 0 : matrix[other]![c]!;
      if (factor === 0) continue;
      const row = matrix[other]!;
      for (let k = c; k < width; k++) if (own[k] !== 0) row[k] = modulo(row[k]! - multiply(factor, own[k]!));
    }
    pivots.push(c);
  }
  return free.flatMap((c) => {
    const vector = new Float64Array(width);
    vector[c] = -1;
    for (const [r, pivot] of pivots.entries()) {
      const value = matrix[r]![c]!;
      vector[pivot] = value > prime / 2 ? value - prime : value;
      const limit = pivot === 0 ? 1e6 : largestCoefficient;
      if (Math.abs(vector[pivot]!) > limit) return [];
    }
    return [vector];
  });
}

/** Each vector with others added or taken away while that leaves fewer columns in it. */
function shorten(vectors: readonly Float64Array[]): Float64Array[] {
  const out = vectors.map((vector) => Float64Array.from(vector));
  const size = (vector: Float64Array) => vector.reduce((n, v, k) => n + (k > 0 && v !== 0 ? 1 : 0), 0);
  for (let changed = true, round = 0; changed && round < 20; round++) {
    changed = false;
    for (const [i, vector] of out.entries())
      for (const [j, other] of out.entries()) {
        if (i === j) continue;
        for (const factor of [1, -1]) {
          const mixed = vector.map((v, k) => v + factor * other[k]!);
          if (size(mixed) >= size(out[i]!) || size(mixed) < 2) continue;
          out[i] = mixed;
          changed = true;
        }
      }
  }
  return out;
}

function modulo(value: number): number {
  const rest = value % prime;
  return rest < 0 ? rest + prime : rest;
}

function multiply(a: number, b: number): number {
  return modulo(modulo(a * Math.floor(b / 65536)) * 65536 + a * (b % 65536));
}

function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let e = exponent; e > 0; e = Math.floor(e / 2)) {
    if (e % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}
