import type { Random } from "../../numerics/random.ts";
import type { ContinuousColumn } from "../modelTable.ts";
import { fitBayesianMixture, type Mixture, validComponents } from "./bayesianMixture.ts";
import { fitLogScale, type LogScale, linearScale, type Scale, scaleOf } from "./logScale.ts";
import type { EncodedRows, MatrixLayout } from "./matrix.ts";
import { type EndShares, endShares, endsOf, keepWithin } from "./rangeEnds.ts";
import { compressValues } from "./weightedPoints.ts";

/** What an encoder knows of the values of a continuous column. */
export interface FittedValues {
  readonly modes: Mixture;
  /** Absent where values are taken as they are. */
  readonly scale?: LogScale;
  /** Absent in older models: values beyond the range stay there. */
  readonly shares?: EndShares;
}

/**
 * A value that this share of the present rows has, and this many times the rows of its neighbors, is a mode of its own:
 * a Gaussian would smear it over them.
 */
const pointShare = 0.05;
const pointExcess = 3;

/** Gaussian modes for the spread-out part, on its scale, then one point mode for each value that many rows have. */
export function fitValues(
  values: Float64Array,
  column: ContinuousColumn,
  { random, components }: { readonly random: Random; readonly components: number },
): FittedValues {
  const points = compressValues(values);
  const spikes: { value: number; weight: number }[] = [];
  const { weights, variances, means, total } = points;
  weights.forEach((count, i) => {
    const beside = [weights[i - 1], weights[i + 1]].filter((w) => w !== undefined);
    const usual = beside.reduce((sum, w) => sum + w, 0) / Math.max(1, beside.length);
    if (variances[i] === 0 && count >= Math.max(2, pointShare * total, pointExcess * usual))
      spikes.push({ value: means[i]!, weight: count / total });
  });
  const known = new Set(spikes.map((spike) => spike.value));
  const rest = values.filter((v) => !Number.isNaN(v) && !known.has(v));
  if (rest.length === 0 && spikes.length > 0)
    return { modes: pointModes(spikes), shares: endShares(column, values) };
  const { low, high } = endsOf(column);
  const unit = column.decimals === null ? 0 : 10 ** -column.decimals;
  const scale = fitLogScale(rest, { low, high, unit });
  const { forward } = scaleFor(column, scale);
  const scaled = scale === undefined ? rest : rest.map(forward);
  const valid = validComponents(fitBayesianMixture(compressValues(scaled), random, { components }));
  const floor = Math.max(1e-12, Math.abs(valid.means[0] ?? 0) * 1e-12);
  const share = 1 - spikes.reduce((sum, spike) => sum + spike.weight, 0);
  const exact = pointModes(spikes);
  const modes = {
    weights: [...valid.weights.map((w) => w * share), ...exact.weights],
    means: [...valid.means, ...exact.means],
    stds: [...valid.stds.map((s) => Math.max(s, floor)), ...exact.stds],
  };
  return { modes, ...(scale !== undefined && { scale }), shares: endShares(column, values) };
}

function scaleFor(column: ContinuousColumn, scale: LogScale | undefined): Scale {
  return scale === undefined ? linearScale : scaleOf(scale, endsOf(column));
}

function pointModes(spikes: readonly { readonly value: number; readonly weight: number }[]): Mixture {
  return {
    weights: spikes.map((s) => s.weight),
    means: spikes.map((s) => s.value),
    stds: spikes.map(() => 0),
  };
}

/** Where the spans of one column are: indices into `alphas` and `codes`. */
export interface Place {
  readonly column: number;
  alpha?: number;
  mode?: number;
  category?: number;
  missing?: number;
}

/** Where the codes of one column go. */
export interface EncodedColumn {
  readonly rows: EncodedRows;
  readonly layout: MatrixLayout;
  readonly place: Place;
}

export function encodeContinuous(
  values: Float64Array,
  { column, modes: mixture, scale: fitted }: FittedValues & { readonly column: ContinuousColumn },
  { rows, layout, place }: EncodedColumn,
  random: Random,
): void {
  const scale = scaleFor(column, fitted);
  const { alphas, codes } = rows;
  const { alphaCount, codeCount } = layout;
  const pointAt = new Map(
    mixture.means.flatMap((mean, j) => (mixture.stds[j] === 0 ? [[mean, j] as const] : [])),
  );
  const k = mixture.means.length - pointAt.size;
  const mu = Float64Array.from(mixture.means);
  const sigma = Float64Array.from(mixture.stds);
  const logScale = mu.map((_, j) => Math.log(mixture.weights[j]! / sigma[j]!));
  const inverse = sigma.map((s) => 1 / s);
  const likelihood = new Float64Array(k);
  const present = values.filter((v) => !Number.isNaN(v));
  for (let i = 0; i < values.length; i++) {
    let x = values[i]!;
    if (place.missing !== undefined) codes[i * codeCount + place.missing] = Number.isNaN(x) ? 1 : 0;
    if (Number.isNaN(x))
      x = present.length === 0 ? scale.inverse(mu[0]!) : present[random.below(present.length)]!;
    const point = pointAt.get(x);
    if (point !== undefined || k === 0) {
      codes[i * codeCount + place.mode!] = point ?? nearestPoint(mixture.means, x);
      continue;
    }
    x = scale.forward(x);
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < k; j++) {
      const z = (x - mu[j]!) * inverse[j]!;
      const l = logScale[j]! - 0.5 * z * z;
      likelihood[j] = l;
      if (l > top) top = l;
    }
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const l = likelihood[j]! - top;
      sum += likelihood[j] = l < -40 ? 0 : Math.exp(l);
    }
    let u = random.uniform() * sum;
    let mode = 0;
    while (mode < k - 1 && u >= likelihood[mode]!) u -= likelihood[mode++]!;
    while (likelihood[mode] === 0 && mode > 0) mode--;
    const alpha = ((x - mu[mode]!) * inverse[mode]!) / 4;
    alphas[i * alphaCount + place.alpha!] = Math.min(Math.max(alpha, -0.99), 0.99);
    codes[i * codeCount + place.mode!] = mode;
  }
}

function nearestPoint(means: readonly number[], x: number): number {
  let best = 0;
  means.forEach((mean, j) => {
    if (Math.abs(mean - x) < Math.abs(means[best]! - x)) best = j;
  });
  return best;
}

export function decodeContinuous(
  column: ContinuousColumn,
  { modes, scale: logScale, shares }: FittedValues,
  { rows, layout, place }: EncodedColumn,
): Float64Array {
  const { alphas, codes } = rows;
  const { alphaCount, codeCount } = layout;
  const scale = scaleFor(column, logScale);
  const mu = Float64Array.from(modes.means, (mean, j) => (modes.stds[j] === 0 ? scale.forward(mean) : mean));
  const width = Float64Array.from(modes.stds, (s) => 4 * s);
  const out = new Float64Array(rows.rows);
  for (let i = 0; i < out.length; i++) {
    const mode = codes[i * codeCount + place.mode!]!;
    const alpha = Math.min(Math.max(alphas[i * alphaCount + place.alpha!]!, -1), 1);
    const gone = place.missing !== undefined && codes[i * codeCount + place.missing] === 1;
    out[i] = gone ? Number.NaN : alpha * width[mode]! + mu[mode]!;
  }
  const ends = endsOf(column, scale);
  if (shares !== undefined) keepWithin(out, ends, shares);
  if (logScale === undefined) return out;
  const { low, high } = endsOf(column);
  for (let i = 0; i < out.length; i++) {
    const y = out[i]!;
    const mode = codes[i * codeCount + place.mode!]!;
    const isInside = y >= ends.low && y <= ends.high;
    if (modes.stds[mode] === 0 && !Number.isNaN(y)) out[i] = modes.means[mode]!;
    else out[i] = isInside ? Math.min(Math.max(scale.inverse(y), low), high) : scale.inverse(y);
  }
  return out;
}
