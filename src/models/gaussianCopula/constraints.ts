import { normalQuantile } from "../../numerics/normal.ts";
import type { Condition } from "../../table/condition.ts";
import {
  type ContinuousColumn,
  type DiscreteColumn,
  type ModelColumn,
  ModelError,
} from "../../transform/modelTable.ts";
import { NoValueError } from "../synthesizer.ts";
import type { CategoryLatent, Latent, MissingLatent, ValueLatent } from "./latents.ts";
import type { Intervals } from "./truncatedNormal.ts";

/** What conditions ask of the latents, and of the values decoded from them. */
export interface Constraints {
  /** By index of latent; those not in it are free. */
  readonly intervals: ReadonlyMap<number, Intervals>;
  /** By index of column: the nearest allowed value or the range (open ends: ∓∞). */
  readonly snaps: ReadonlyMap<number, Snap>;
}

export type Snap =
  | { readonly kind: "values"; readonly values: readonly number[] }
  | { readonly kind: "range"; readonly min: number; readonly max: number };

/** @throws ModelError naming the column when no value the model makes meets a condition */
export function constrain(
  columns: readonly ModelColumn[],
  latents: readonly Latent[],
  where: readonly Condition[],
): Constraints {
  const intervals = new Map<number, Intervals>();
  const snaps = new Map<number, Snap>();
  const restrict = (index: number, allowed: readonly (readonly [number, number])[], name: string) => {
    const known = intervals.get(index);
    const merged = known === undefined ? union(allowed) : intersection(known, union(allowed));
    if (merged.length === 0) throw new NoValueError(name);
    intervals.set(index, merged);
  };
  for (const condition of where) {
    const column = columns.findIndex((c) => c.name === condition.column);
    if (column < 0) throw new ModelError(`the model has no column ${condition.column}`);
    const meta = columns[column]!;
    const at = latents.findIndex((l) => l.column === column);
    if (meta.kind === "discrete") {
      restrict(at, categoryIntervals(latents[at] as CategoryLatent, meta, condition), meta.name);
      continue;
    }
    if (meta.missing) restrict(at + 1, [presence(latents[at + 1] as MissingLatent, condition)], meta.name);
    else if (condition.op === "missing") throw new ModelError(`column ${meta.name} is never missing`);
    if (condition.op === "missing" || condition.op === "present") continue;
    restrict(at, valueIntervals(latents[at] as ValueLatent, meta, condition), meta.name);
    const known = snaps.get(column);
    if (condition.op === "in") {
      const values = condition.values.map(Number);
      snaps.set(column, {
        kind: "values",
        values: known?.kind === "range" ? values.filter((v) => v >= known.min && v <= known.max) : values,
      });
    } else if (known?.kind !== "values")
      snaps.set(column, {
        kind: "range",
        min: Math.max(condition.min ?? -Infinity, known?.min ?? -Infinity),
        max: Math.min(condition.max ?? Infinity, known?.max ?? Infinity),
      });
  }
  return { intervals, snaps };
}

/** In place. */
export function snapValues(values: Float64Array, snap: Snap): void {
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    if (snap.kind === "range") values[i] = Math.min(Math.max(v, snap.min), snap.max);
    else values[i] = snap.values.reduce((a, b) => (Math.abs(b - v) < Math.abs(a - v) ? b : a));
  }
}

function categoryIntervals(
  latent: CategoryLatent,
  meta: DiscreteColumn,
  condition: Condition,
): [number, number][] {
  const gone = meta.categories.length;
  const wanted = (code: number) => {
    switch (condition.op) {
      case "missing":
        return code === gone;
      case "present":
        return code !== gone;
      case "in":
        return code !== gone && condition.values.some((v) => String(v) === meta.categories[code]);
      case "range":
        throw new ModelError(`column ${meta.name} holds categories: a range does not apply to it`);
    }
  };
  const found: [number, number][] = [];
  latent.order.forEach((code, b) => {
    if (wanted(code) && latent.cumulative[b + 1]! > latent.cumulative[b]!)
      found.push([latent.thresholds[b]!, latent.thresholds[b + 1]!]);
  });
  if (found.length > 0) return found;
  if (condition.op !== "in") throw new ModelError(`column ${meta.name} is never ${condition.op}`);
  throw new ModelError(`column ${meta.name} has no category ${condition.values.join(" or ")}`);
}

function presence(latent: MissingLatent, condition: Condition): [number, number] {
  return condition.op === "missing"
    ? [latent.threshold, Number.POSITIVE_INFINITY]
    : [Number.NEGATIVE_INFINITY, latent.threshold];
}

function valueIntervals(
  { marginal }: ValueLatent,
  meta: ContinuousColumn,
  condition: Extract<Condition, { op: "in" | "range" }>,
): [number, number][] {
  if (condition.op === "range") {
    const from = condition.min === null ? 0 : marginal.cdfBelow(condition.min);
    const to = condition.max === null ? 1 : marginal.cdf(condition.max);
    if (!(to > from) && !nearby(marginal.quantile(from), condition.min, condition.max))
      throw new ModelError(
        `the model makes no ${meta.name} between ${condition.min ?? "any"} and ${condition.max ?? "any"}`,
      );
    return [[normalQuantile(from), normalQuantile(Math.max(from, to))]];
  }
  const half = meta.decimals === null ? 0 : 0.5 * 10 ** -meta.decimals;
  return condition.values.map((value) => {
    const v = Number(value);
    const from = Math.min(marginal.cdfBelow(v), marginal.cdf(v - half));
    const to = Math.max(marginal.cdf(v), marginal.cdfBelow(v + half));
    if (!(to > from) && !nearby(marginal.quantile(from), v, v))
      throw new ModelError(`the model makes no ${meta.name} of ${v}; ask for a range around it`);
    return [normalQuantile(from), normalQuantile(to)];
  });
}

function nearby(x: number, min: number | null, max: number | null): boolean {
  const slack = 1e-6 * Math.max(1, Math.abs(x));
  return x >= (min ?? -Infinity) - slack && x <= (max ?? Infinity) + slack;
}

function union(parts: readonly (readonly [number, number])[]): Intervals {
  const sorted = [...parts].sort((a, b) => a[0] - b[0]);
  const merged: number[] = [];
  for (const [low, high] of sorted) {
    if (merged.length > 0 && low <= merged.at(-1)!)
      merged[merged.length - 1] = Math.max(merged.at(-1)!, high);
    else merged.push(low, high);
  }
  return Float64Array.from(merged);
}

function intersection(a: Intervals, b: Intervals): Intervals {
  const both: [number, number][] = [];
  for (let i = 0; i < a.length; i += 2)
    for (let j = 0; j < b.length; j += 2) {
      const low = Math.max(a[i]!, b[j]!);
      const high = Math.min(a[i + 1]!, b[j + 1]!);
      if (low < high || (low === high && a[i] === a[i + 1])) both.push([low, high]);
    }
  return union(both);
}
