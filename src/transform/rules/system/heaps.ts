import type { Bound } from "./fourierMotzkin.ts";
import type { Known } from "./known.ts";

const maxRows = 2000;
/** Share of the rows from which on a value is a heap, and part of it that must be left among the distances. */
const heapShare = 0.05;
const keptPart = 0.5;

/**
 * Whether many rows share a value of a column (no deposit, no discount) that they would not share as the distance from a bound: then
 * the value itself is learned, since a model of distances would not give just this one.
 *
 * @param columns of the variables in `bounds`, by their place
 */
export function losesHeap(
  own: Known | undefined,
  bounds: readonly Bound[],
  columns: readonly (Known | undefined)[],
): boolean {
  if (own === undefined || own.kind !== "number") return false;
  const places = bounds.flatMap(({ terms }) => terms.map(([place]) => place));
  if (places.some((place) => columns[place] === undefined)) return false;
  const values: number[] = [];
  const distances: number[] = [];
  for (let i = 0; i < own.values.length && values.length < maxRows; i++) {
    const nearest = Math.min(
      ...bounds.map(({ terms, constant }) =>
        Math.abs(
          terms.reduce((sum, [place, c]) => sum + c * columns[place]!.values[i]!, constant) - own.values[i]!,
        ),
      ),
    );
    if (Number.isNaN(own.values[i]!) || Number.isNaN(nearest)) continue;
    values.push(own.values[i]!);
    distances.push(Math.round(nearest * 1e6) / 1e6);
  }
  const heap = largestShare(values);
  return heap >= heapShare && largestShare(distances) < keptPart * heap;
}

function largestShare(values: readonly number[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    most = Math.max(most, count);
  }
  return values.length === 0 ? 0 : most / values.length;
}
