import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import { own } from "../../../jsonc/own.ts";
import type { Random } from "../../../numerics/random.ts";
import { type Column, missingCount } from "../../../table/table.ts";
import { ModelError } from "../../modelTable.ts";
import type { ColumnKind, Output } from "../columnKind.ts";
import { planName, planOutput } from "../planFields.ts";
import { type CheckName, checkNames, withCheck } from "./checkDigit.ts";
import { drawCapacity, drawFields, drawProblem, type IdDraw, planDraw, rankReader } from "./idDraw.ts";
import { idShortage, refuseCondition } from "./invented.ts";
import { distinctTexts } from "./patterned.ts";

/**
 * Ids that are whole numbers, of any size: `low` + rank · `unit`, up to `high`. The range is that of the real ones, rounded
 * outwards to two digits, within their width and their type.
 */
export interface NumberedPlan extends IdDraw {
  readonly kind: "numbered";
  readonly name: string;
  readonly output: Output;
  /** Decimal digits. */
  readonly low: string;
  readonly high: string;
  /** Largest number the column's type holds: ids count on from `high` when the range is used up. */
  readonly limit: string;
  /** The numbers are written with a check digit behind them. */
  readonly check?: CheckName;
}

const digits = z.string().regex(/^-?\d{1,61}$/);

export const numberedKind: ColumnKind<NumberedPlan> = {
  schema: covers<NumberedPlan>()(
    z.strictObject({
      kind: z.literal("numbered"),
      name: planName,
      output: planOutput,
      low: digits,
      high: digits,
      limit: digits,
      check: z.enum(checkNames).exactOptional(),
      ...drawFields,
    }),
  ),
  problem({ low, high, limit, ...draw }) {
    const span = BigInt(high) - BigInt(low) + 1n;
    if (span < 1n || BigInt(limit) < BigInt(high)) return "has a reversed range";
    return drawProblem(draw, Number(span < maxRanks ? span : maxRanks));
  },
  restore(plan, { batch, firstRow, random }) {
    const shortage = shortageOf(plan, firstRow + batch.rows);
    if (shortage !== undefined) throw new ModelError(shortage);
    return withCheck(restoreNumbered(plan, { rows: batch.rows, firstRow, random }), plan.check);
  },
  condition: refuseCondition,
  countsOn: ({ step }) => step !== undefined,
  shortage: shortageOf,
};

function shortageOf(plan: NumberedPlan, rows: number): string | undefined {
  const range = `the whole numbers between ${plan.low} and ${plan.limit}`;
  const more = Number(BigInt(plan.limit) - BigInt(plan.high));
  return idShortage(plan.name, range, { has: drawCapacity(plan) + more, rows });
}

/** More ranks than a permutation takes: then a rank stands for several numbers, and a row takes any of them. */
const maxRanks = 2n ** 48n;

/** Null where a value is no whole number, or is written with leading zeros. */
export function numberedPlan(column: Column, spec: ColumnSpec, random: Random): NumberedPlan | null {
  const values = wholeNumbers(column);
  if (values === null || values.length === 0) return null;
  const [min, max] = extremes(values);
  const type = typeBounds(spec.format.fileType, min, max);
  const step = values.reduce((divisor, v) => greatestDivisor(divisor, v - min), 0n);
  const isDense = step > 0n && (max - min) / step < BigInt(4 * values.length);
  const { low, high } = room(min, max, { type, isDense });
  const span = high - low + 1n;
  const ranks = values.map((v) => Number(span <= maxRanks ? v - low : ((v - low) * maxRanks) / span));
  const draw = planDraw(Number(span <= maxRanks ? span : maxRanks), ranks, random);
  return {
    kind: "numbered",
    name: spec.name,
    output: column.kind,
    low: String(low),
    high: String(high),
    limit: String(type.high),
    ...draw,
  };
}

function restoreNumbered(
  plan: NumberedPlan,
  { rows, firstRow, random }: { readonly rows: number; readonly firstRow: number; readonly random: Random },
): Column {
  const low = BigInt(plan.low);
  const high = BigInt(plan.high);
  const span = high - low + 1n;
  const capacity = drawCapacity(plan);
  const rankOf = rankReader(plan, random.uint32());
  const numberOf = (row: number): bigint => {
    if (row >= capacity) return high + 1n + BigInt(row - capacity);
    const rank = BigInt(rankOf(row));
    if (span <= maxRanks) return low + rank;
    random.position = 2 + 2 * row;
    const from = (rank * span + maxRanks - 1n) / maxRanks;
    const width = ((rank + 1n) * span + maxRanks - 1n) / maxRanks - from;
    return low + from + (BigInt(random.uint32()) % width);
  };
  const values = Array.from({ length: rows }, (_, i) => numberOf(firstRow + i));
  if (plan.output === "string") return distinctTexts(plan.name, values.map(String));
  return { kind: plan.output, name: plan.name, values: Float64Array.from(values, Number) };
}

function wholeNumbers(column: Column): bigint[] | null {
  if (column.kind === "string") {
    const used = new Set(column.codes);
    const texts = column.dictionary.filter((_, code) => used.has(code));
    return texts.every((text) => /^(0|-?[1-9]\d{0,60})$/.test(text)) ? texts.map(BigInt) : null;
  }
  if (column.kind !== "number" || missingCount(column) === column.values.length) return null;
  const values = [...new Set(column.values.filter((v) => !Number.isNaN(v)))];
  return values.every(Number.isSafeInteger) ? values.map(BigInt) : null;
}

function extremes(values: readonly bigint[]): [min: bigint, max: bigint] {
  let min = values[0]!;
  let max = min;
  for (const v of values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  return [min, max];
}

interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

const bitsOf: Readonly<Record<string, number>> = {
  TINYINT: 8,
  SMALLINT: 16,
  INTEGER: 32,
  BIGINT: 64,
  HUGEINT: 128,
};

/** What the file's type holds; without a type, the narrowest integer type that holds the values. */
function typeBounds(fileType: string | null, min: bigint, max: bigint): Bounds {
  const name = /^(U?)(\w+INT|INTEGER)$/.exec(fileType ?? "");
  const bits = own(bitsOf, name?.[2] ?? "");
  if (bits !== undefined) return integerBounds(bits, name![1] === "U");
  const digits = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(fileType ?? "");
  if (digits !== null) {
    const largest = 10n ** (BigInt(digits[1]!) - BigInt(digits[2]!)) - 1n;
    return { low: -largest, high: largest };
  }
  for (const width of [32, 64])
    for (const unsigned of [false, true]) {
      const bounds = integerBounds(width, unsigned);
      if (min >= bounds.low && max <= bounds.high) return bounds;
    }
  return { low: min < 0n ? -(10n ** 60n) : 0n, high: 10n ** 60n };
}

function integerBounds(bits: number, unsigned: boolean): Bounds {
  if (unsigned) return { low: 0n, high: 2n ** BigInt(bits) - 1n };
  return { low: -(2n ** BigInt(bits - 1)), high: 2n ** BigInt(bits - 1) - 1n };
}

/**
 * The range new ids may take. Ids that count may leave their width; others stay within the range of the real ones and their
 * width.
 */
function room(
  min: bigint,
  max: bigint,
  { type, isDense }: { readonly type: Bounds; readonly isDense: boolean },
): Bounds {
  if (isDense && min >= 0n) {
    const high = 2n ** 47n;
    return { low: 0n, high: max > high || high > type.high ? type.high : high };
  }
  const width = (n: bigint) => String(n < 0n ? -n : n).length;
  const isOneWidth = min >= 0n && width(min) === width(max);
  const lowest = isOneWidth && min > 0n ? 10n ** BigInt(width(min) - 1) : type.low;
  const highest = min >= 0n ? 10n ** BigInt(width(max)) - 1n : type.high;
  const low = roundOut(min, -1n);
  const high = roundOut(max, 1n);
  return {
    low: clamp(low, lowest > type.low ? lowest : type.low, min),
    high: clamp(high, max, highest < type.high ? highest : type.high),
  };
}

/** Away from the values inside, to two significant digits. */
function roundOut(n: bigint, direction: 1n | -1n): bigint {
  const size = n < 0n ? -n : n;
  const unit = 10n ** BigInt(Math.max(0, String(size).length - 2));
  const down = (n - (((n % unit) + unit) % unit)) as bigint;
  return direction < 0n || down === n ? down : down + unit;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function clamp(n: bigint, low: bigint, high: bigint): bigint {
  return n < low ? low : n > high ? high : n;
}
