import type { Random } from "../../engine/random.ts";

/** Walker's alias tables (Vose 1991), one per context: a draw costs one random word whatever the size. */
export interface AliasTables {
  /** Outcomes per table. */
  readonly size: number;
  readonly keep: Float32Array;
  readonly other: Int32Array;
}

/**
 * @param weight weight of `outcome` in `context`; a context of no weight draws uniformly (it is never reached)
 */
export function aliasTables(
  contexts: number,
  size: number,
  weight: (context: number, outcome: number) => number,
): AliasTables {
  const keep = new Float32Array(contexts * size);
  const other = new Int32Array(contexts * size);
  const scaled = new Float64Array(size);
  const small = new Int32Array(size);
  const large = new Int32Array(size);
  for (let c = 0; c < contexts; c++) {
    let total = 0;
    for (let i = 0; i < size; i++) {
      scaled[i] = weight(c, i);
      total += scaled[i]!;
    }
    const at = c * size;
    if (!(total > 0)) {
      for (let i = 0; i < size; i++) {
        keep[at + i] = 1;
        other[at + i] = i;
      }
      continue;
    }
    let smalls = 0;
    let larges = 0;
    for (let i = 0; i < size; i++) {
      scaled[i] = (scaled[i]! * size) / total;
      if (scaled[i]! < 1) small[smalls++] = i;
      else large[larges++] = i;
    }
    while (smalls > 0 && larges > 0) {
      const s = small[--smalls]!;
      const l = large[larges - 1]!;
      keep[at + s] = scaled[s]!;
      other[at + s] = l;
      scaled[l] = scaled[l]! + scaled[s]! - 1;
      if (scaled[l]! < 1) {
        larges--;
        small[smalls++] = l;
      }
    }
    while (larges > 0) {
      const l = large[--larges]!;
      keep[at + l] = 1;
      other[at + l] = l;
    }
    while (smalls > 0) {
      const s = small[--smalls]!;
      // Rounding left it over; without weight it must still never be drawn.
      keep[at + s] = scaled[s]! > 1e-9 ? 1 : 0;
      other[at + s] = scaled[s]! > 1e-9 ? s : heaviest(size, c, weight);
    }
  }
  return { size, keep, other };
}

export function drawAlias(tables: AliasTables, context: number, random: Random): number {
  const x = random.uint32() * 2.3283064365386963e-10 * tables.size;
  const i = Math.floor(x);
  const at = context * tables.size + i;
  return x - i < tables.keep[at]! ? i : tables.other[at]!;
}

function heaviest(
  size: number,
  context: number,
  weight: (context: number, outcome: number) => number,
): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (weight(context, i) > weight(context, best)) best = i;
  return best;
}
