import { Random } from "../../numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../../table/table.ts";
import type { JsonValue, ModelColumn, ModelTable } from "../modelTable.ts";
import { fitBayesianMixture, type Mixture, validComponents } from "./bayesianMixture.ts";
import type { EncodedRows, MatrixLayout, Span } from "./matrix.ts";
import { type EndShares, endShares, keepWithin } from "./rangeEnds.ts";
import { compressValues } from "./weightedPoints.ts";

/** A table ⇄ the matrix of a neural model (Xu et al., "Modeling tabular data using conditional GAN", NeurIPS 2019, 4.2). */
export interface MatrixEncoder {
  readonly layout: MatrixLayout;
  readonly columns: readonly ModelColumn[];
  /** One mixture per continuous column (undefined for discrete ones), by column index. A std of 0 marks a point mode. */
  readonly modes: readonly (Mixture | undefined)[];
  /**
   * Continuous: a mode k drawn from its responsibilities, α = (x − μ_k) / (4 σ_k) clipped to ±0.99; the value of a point
   * mode always takes that mode, with α = 0. A missing value takes α and mode of a random present one, so that the missing
   * span alone says it.
   */
  encode(table: Table, random: Random): EncodedRows;
  /** α clipped to ±1, x = 4 σ_k α + μ_k, unrounded and within the column's range, see `keepWithin`. */
  decode(rows: EncodedRows): Table;
  save(): JsonValue;
}

/** Fits the mixtures; deterministic for a seed. `maxModes` default 10. */
export function fitMatrixEncoder(
  data: ModelTable,
  options: { readonly seed: number; readonly maxModes?: number },
): MatrixEncoder {
  const random = new Random(options.seed).fork("modes");
  const modes = data.columns.map((column) => {
    if (column.kind === "discrete") return undefined;
    const values = numberColumn(data.table, column.name);
    return fitModes(values, random.fork(column.name), options.maxModes ?? 10);
  });
  const shares = data.columns.map((column) =>
    column.kind === "discrete" ? undefined : endShares(column, numberColumn(data.table, column.name)),
  );
  return matrixEncoder(data.columns, modes, shares);
}

/**
 * A value that this share of the present rows has, and this many times the rows of its neighbors, is a mode of its own:
 * a Gaussian would smear it over them.
 */
const pointShare = 0.05;
const pointExcess = 3;

/** Gaussian modes for the spread-out part, then one point mode for each value that many rows have. */
function fitModes(values: Float64Array, random: Random, components: number): Mixture {
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
  if (rest.length === 0 && spikes.length > 0) return pointModes(spikes);
  const valid = validComponents(fitBayesianMixture(compressValues(rest), random, { components }));
  const floor = Math.max(1e-12, Math.abs(valid.means[0] ?? 0) * 1e-12);
  const share = 1 - spikes.reduce((sum, spike) => sum + spike.weight, 0);
  const spread: Mixture = {
    weights: valid.weights.map((w) => w * share),
    means: valid.means,
    stds: valid.stds.map((s) => Math.max(s, floor)),
  };
  const exact = pointModes(spikes);
  return {
    weights: [...spread.weights, ...exact.weights],
    means: [...spread.means, ...exact.means],
    stds: [...spread.stds, ...exact.stds],
  };
}

function pointModes(spikes: readonly { readonly value: number; readonly weight: number }[]): Mixture {
  return {
    weights: spikes.map((s) => s.weight),
    means: spikes.map((s) => s.value),
    stds: spikes.map(() => 0),
  };
}

/** The encoder of columns whose mixtures are known. Without shares (older models), values beyond the range stay there. */
export function matrixEncoder(
  columns: readonly ModelColumn[],
  modes: readonly (Mixture | undefined)[],
  shares?: readonly (EndShares | undefined)[],
): MatrixEncoder {
  const layout = layOut(columns, modes);
  return {
    layout,
    columns,
    modes,
    encode(table, random) {
      const { alphaCount, codeCount } = layout;
      const rows: EncodedRows = {
        rows: table.rows,
        alphas: new Float32Array(table.rows * alphaCount),
        codes: new Int32Array(table.rows * codeCount),
      };
      for (const place of places(layout)) {
        const meta = columns[place.column]!;
        if (meta.kind === "discrete")
          encodeDiscrete(meta, table, rows, { stride: codeCount, index: place.category! });
        else
          encodeContinuous(
            numberColumn(table, meta.name),
            modes[place.column]!,
            { rows, layout, place },
            random,
          );
      }
      return rows;
    },
    decode(rows) {
      return makeTable(
        places(layout).map((place): Column => {
          const meta = columns[place.column]!;
          if (meta.kind === "continuous") {
            const values = decodeContinuous(modes[place.column]!, rows, layout, place);
            const share = shares?.[place.column];
            if (share !== undefined) keepWithin(values, meta, share);
            return { kind: "number", name: meta.name, values };
          }
          const codes = new Int32Array(rows.rows);
          const known = meta.categories.length;
          for (let i = 0, at = place.category!; i < rows.rows; i++, at += layout.codeCount) {
            const code = rows.codes[at]!;
            codes[i] = code === known ? -1 : code;
          }
          return { kind: "string", name: meta.name, codes, dictionary: meta.categories };
        }),
      );
    },
    save: () =>
      ({
        version: 1,
        columns,
        modes: modes.map((m) => m ?? null),
        ...(shares !== undefined && { endShares: shares.map((s) => s ?? null) }),
      }) as unknown as JsonValue,
  };
}

/** Where the spans of one column are: indices into `alphas` and `codes`. */
interface Place {
  readonly column: number;
  alpha?: number;
  mode?: number;
  category?: number;
  missing?: number;
}

function places(layout: MatrixLayout): Place[] {
  const byColumn: Place[] = [];
  for (const span of layout.spans) {
    byColumn[span.column] ??= { column: span.column };
    byColumn[span.column]![span.kind === "tanh" ? "alpha" : span.role] = span.index;
  }
  return byColumn;
}

function layOut(columns: readonly ModelColumn[], modes: readonly (Mixture | undefined)[]): MatrixLayout {
  const spans: Span[] = [];
  let offset = 0;
  let alphaCount = 0;
  let codeCount = 0;
  const softmax = (role: "mode" | "category" | "missing", column: number, size: number) => {
    spans.push({ kind: "softmax", role, column, offset, size, index: codeCount++ });
    offset += size;
  };
  columns.forEach((meta, column) => {
    if (meta.kind === "discrete") {
      softmax("category", column, meta.categories.length + (meta.missing ? 1 : 0));
      return;
    }
    spans.push({ kind: "tanh", column, offset: offset++, size: 1, index: alphaCount++ });
    softmax("mode", column, modes[column]!.means.length);
    if (meta.missing) softmax("missing", column, 2);
  });
  return { width: offset, spans, alphaCount, codeCount };
}

function encodeDiscrete(
  meta: Extract<ModelColumn, { kind: "discrete" }>,
  table: Table,
  rows: EncodedRows,
  { stride, index }: { readonly stride: number; readonly index: number },
): void {
  const column = findColumn(table, meta.name);
  if (column?.kind !== "string") throw new RangeError(`no text column ${meta.name}`);
  const known = new Map(meta.categories.map((c, i) => [c, i]));
  const map = column.dictionary.map((text) => known.get(text) ?? -1);
  for (let i = 0, at = index; i < table.rows; i++, at += stride) {
    const code = column.codes[i]!;
    const mapped = code < 0 ? meta.categories.length : map[code]!;
    if (mapped < 0 || (code < 0 && !meta.missing))
      throw new RangeError(
        code < 0
          ? `column ${meta.name} has a missing value in row ${i + 1}`
          : `unknown category in ${meta.name}`,
      );
    rows.codes[at] = mapped;
  }
}

/** Where the codes of one column go. */
interface EncodedColumn {
  readonly rows: EncodedRows;
  readonly layout: MatrixLayout;
  readonly place: Place;
}

function encodeContinuous(
  values: Float64Array,
  mixture: Mixture,
  { rows, layout, place }: EncodedColumn,
  random: Random,
): void {
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
    if (Number.isNaN(x)) x = present.length === 0 ? mu[0]! : present[random.below(present.length)]!;
    const point = pointAt.get(x);
    if (point !== undefined || k === 0) {
      codes[i * codeCount + place.mode!] = point ?? nearestPoint(mixture.means, x);
      continue;
    }
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

function decodeContinuous(
  mixture: Mixture,
  rows: EncodedRows,
  layout: MatrixLayout,
  place: Place,
): Float64Array {
  const { alphas, codes } = rows;
  const { alphaCount, codeCount } = layout;
  const mu = Float64Array.from(mixture.means);
  const scale = Float64Array.from(mixture.stds, (s) => 4 * s);
  const out = new Float64Array(rows.rows);
  for (let i = 0; i < out.length; i++) {
    const mode = codes[i * codeCount + place.mode!]!;
    const alpha = Math.min(Math.max(alphas[i * alphaCount + place.alpha!]!, -1), 1);
    const gone = place.missing !== undefined && codes[i * codeCount + place.missing] === 1;
    out[i] = gone ? Number.NaN : alpha * scale[mode]! + mu[mode]!;
  }
  return out;
}

function numberColumn(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== "number") throw new RangeError(`no number column ${name}`);
  return column.values;
}
