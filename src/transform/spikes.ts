import type { ContinuousColumn } from "./modelTable.ts";

/**
 * Sentinel values of a column (−1, 999, 9999-12-31) in a model: each stands a quarter of the range's width (or its true
 * distance, where that is less) beyond the range, in its order, so that no scale or mixture is stretched by it. Models see
 * one numeric column; what they place beyond the range nearer to a spike than to the range is that spike.
 */
export interface Spike {
  /** As in the output: a number, or epoch ms. */
  readonly value: number;
  /** Where it stands in the model's column. */
  readonly at: number;
}

export interface SpikedRange {
  readonly min: number;
  readonly max: number;
  /** Ascending, outside of [min, max]; absent where there are none. */
  readonly spikes?: readonly Spike[];
}

const distance = 0.25;

/** Steps after which a place stays off the column's grid. */
const maxSteps = 1_000;

/**
 * Where spikes outside of [min, max] stand in the model's column, each at a place of its own. `round` puts a place on the column's
 * grid.
 */
export function placeSpikes(
  values: readonly number[],
  range: { readonly min: number; readonly max: number },
  round: (value: number) => number = (v) => v,
): Spike[] {
  const width = distance * (range.max - range.min) || 1;
  const above = values.filter((v) => v > range.max);
  const below = values.filter((v) => v < range.min).reverse();
  const places = (list: readonly number[], end: number, sign: 1 | -1): Spike[] => {
    let last = end;
    return list.map((value, i) => {
      const step = i === 0 ? Math.min(width, sign * (list[0]! - end)) : width;
      last = nextPlace(last, sign * step, round);
      return { value, at: last };
    });
  };
  return [...places(below, range.min, -1).reverse(), ...places(above, range.max, 1)];
}

/** The first place on the grid beyond `from`, going by `step`; off the grid where that is too coarse. */
function nextPlace(from: number, step: number, round: (value: number) => number): number {
  for (let i = 1; i <= maxSteps; i++) {
    const place = round(from + i * step);
    if (Math.sign(step) * (place - from) > 0) return place;
  }
  return from + step;
}

/** Range of the model's column, its spikes included, and the range without them where there are any. */
export function modelRange({
  min,
  max,
  spikes = [],
}: SpikedRange): Pick<ContinuousColumn, "min" | "max" | "body"> {
  if (spikes.length === 0) return { min, max };
  const places = spikes.map(({ at }) => at);
  const below = places.findLast((at) => at < min) ?? null;
  const above = places.find((at) => at > max) ?? null;
  return {
    min: Math.min(min, places[0]!),
    max: Math.max(max, places.at(-1)!),
    body: { min, max, below, above },
  };
}

/** The spike that a value of the model's column stands for, or undefined where it is one of the range. */
export function spikeReader(range: SpikedRange): (value: number) => number | undefined {
  const { min, max, spikes = [] } = range;
  if (spikes.length === 0) return () => undefined;
  const stops = stopsOf(range);
  return (v) => {
    if (v >= min && v <= max) return undefined;
    let best = stops[0]!;
    for (const stop of stops) if (Math.abs(stop.at - v) < Math.abs(best.at - v)) best = stop;
    return best.spike ? best.value : undefined;
  };
}

/** The place of a spike in the model's column; undefined for other values. */
export function placeReader(spikes: readonly Spike[]): (value: number) => number | undefined {
  if (spikes.length === 0) return () => undefined;
  const places = new Map(spikes.map(({ value, at }) => [value, at]));
  return (value) => places.get(value);
}

/** Any value of the column in the model's terms: a spike's place, or the nearest of the range and the spikes. */
export function toModelValue({ min, max, spikes = [] }: SpikedRange, value: number): number {
  const inside = Math.min(Math.max(value, min), max);
  let best = inside;
  let away = Math.abs(value - inside);
  for (const spike of spikes)
    if (Math.abs(value - spike.value) < away) {
      best = spike.at;
      away = Math.abs(value - spike.value);
    }
  return best;
}

/**
 * A bound of a condition in the model's terms: halfway between two places where it lies between them; null where it holds
 * for all. Bounds that nothing meets are the caller's to refuse.
 */
export function toModelBound(range: SpikedRange, bound: number, side: "min" | "max"): number | null {
  const { min, max, spikes = [] } = range;
  if (spikes.length === 0 || (bound > min && bound < max)) return bound;
  const places = stopsOf(range);
  const above =
    side === "min"
      ? places.findIndex((stop) => stop.value >= bound)
      : places.findLastIndex((stop) => stop.value <= bound) + 1;
  const [low, high] = [places[above - 1], places[above]];
  if (low === undefined || high === undefined) return null;
  if (low.at === min && high.at === max) return bound;
  return (low.at + high.at) / 2;
}

interface Stop extends Spike {
  readonly spike: boolean;
}

/** Spikes and the ends of the range, ascending. */
function stopsOf({ min, max, spikes = [] }: SpikedRange): Stop[] {
  const stops = spikes.map((spike) => ({ ...spike, spike: true }));
  return [
    ...stops.filter((s) => s.at < min),
    { value: min, at: min, spike: false },
    { value: max, at: max, spike: false },
    ...stops.filter((s) => s.at > max),
  ];
}
