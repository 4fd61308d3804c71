import type { ColumnFormat, NumberAffix } from "../format.ts";
import { type NumberFrame, readFrame, zeroPrefix } from "./numberFrame.ts";

/** A column of numbers that are written with more than digits. */
export interface InferredNumbers {
  readonly affix: NumberAffix;
  readonly spelling: Pick<
    ColumnFormat,
    "physical" | "decimals" | "fixedDecimals" | "keepPoint" | "decimalPoint"
  >;
  /** Per text. */
  readonly values: Float64Array;
}

type Point = "." | ",";
type Separators = readonly [thousands: string, point: Point];

const spaces = [" ", "\u00a0", "\u202f"];
const separators: readonly Separators[] = [
  ["", "."],
  [",", "."],
  ["", ","],
  [".", ","],
  ...[...spaces, "'", "’"].flatMap((space) => [[space, "."] as const, [space, ","] as const]),
];

/**
 * The affixes, separators and values of texts that are all numbers of one make, or null. Texts are the distinct values of a
 * column. `unique`: no value repeats. `decimalComma`: a comma is rather a decimal comma where it could be either. Plain numbers are
 * not for here, nor are codes: leading zeros, whole numbers of one width that never repeat.
 */
export function inferAffix(
  texts: readonly string[],
  { unique, decimalComma }: { readonly unique: boolean; readonly decimalComma: boolean },
): InferredNumbers | null {
  const zeros = texts.filter((text) => zeroPrefix(text) !== null);
  if (zeros.length > 1) return null;
  const [zero] = zeros;
  const amounts = zero === undefined ? texts : texts.filter((text) => text !== zero);
  const first = amounts[0] === undefined ? null : readFrame(amounts[0]);
  if (first === null) return null;
  if (zero !== undefined && zeroPrefix(zero)!.trim() !== first.prefix.trim()) return null;
  const frames: NumberFrame[] = [];
  let negative: NumberFrame | undefined;
  for (const text of amounts) {
    const frame = readFrame(text);
    if (frame === null || frame.prefix !== first.prefix || frame.suffix !== first.suffix) return null;
    if (frame.negative) {
      negative ??= frame;
      if (frame.signFirst !== negative.signFirst || frame.style !== negative.style) return null;
    }
    frames.push(frame);
  }
  const signFirst = negative?.signFirst;
  const style = negative?.style;
  const found = separatorsOf(frames, decimalComma && !/[$£¥]/.test(first.prefix));
  if (found === undefined) return null;
  const [thousands, point] = found;
  const bare = first.prefix + first.suffix === "";
  if (bare && thousands === "" && point === "." && style === undefined) return null;
  const decimals = frames.map(({ digits }) => decimalsOf(digits, point));
  const most = decimals.reduce((a, b) => Math.max(a, b), 0);
  const least = decimals.reduce((a, b) => Math.min(a, b), most);
  if (bare && thousands === "" && most < 2 && texts.length < 20) return null;
  if (unique && most === 0 && (thousands === "" || spaces.includes(thousands)) && sameWidth(frames))
    return null;
  let next = 0;
  const values = Float64Array.from(texts, (text) =>
    text === zero ? 0 : valueOfFrame(frames[next++]!, found),
  );
  if (!values.every((v) => Math.abs(v) * 10 ** most <= Number.MAX_SAFE_INTEGER)) return null;
  const fixedDecimals = most > 0 && least === most;
  return {
    affix: {
      prefix: first.prefix,
      suffix: first.suffix,
      thousands,
      signFirst: signFirst ?? true,
      ...(style !== undefined && { negative: style }),
      ...(zero !== undefined && { zero }),
    },
    spelling: {
      physical: most === 0 ? "integer" : "decimal",
      decimals: most,
      fixedDecimals,
      keepPoint: fixedDecimals,
      decimalPoint: point,
    },
    values,
  };
}

/** A number with a point, separators, a currency, percent sign or unit; its frame, or null. */
export function readAmount(text: string): NumberFrame | null {
  const frame = readFrame(text);
  if (frame === null || (frame.prefix + frame.suffix === "" && /^\d+$/.test(frame.digits))) return null;
  return separators.some((pair) => fitsSeparators(frame.digits, pair)) ? frame : null;
}

/** The number a framed text stands for. */
export function valueOfFrame({ digits, negative }: NumberFrame, [thousands, point]: Separators): number {
  const plain = (thousands === "" ? digits : digits.replaceAll(thousands, "")).replace(point, ".");
  return negative ? -Number(plain) : Number(plain);
}

/** The digits are a number so separated, and written as a number is: no leading zeros. */
export function fitsSeparators(digits: string, [thousands, point]: Separators): boolean {
  const at = digits.indexOf(point);
  const whole = at < 0 ? digits : digits.slice(0, at);
  if (at >= 0 && !/^\d+$/.test(digits.slice(at + 1))) return false;
  if (thousands === "") return /^(0|[1-9]\d*)$/.test(whole);
  const [head, ...groups] = whole.split(thousands);
  return /^(0|[1-9]\d{0,2})$/.test(head!) && groups.every((group) => /^\d{3}$/.test(group));
}

/** Commas before three digits each are taken for separators of thousands, unless `decimalComma` and every text has one. */
function separatorsOf(frames: readonly NumberFrame[], decimalComma: boolean): Separators | undefined {
  const best = separators.find((pair) => frames.every(({ digits }) => fitsSeparators(digits, pair)));
  if (best === undefined) return undefined;
  const [thousands, point] = best;
  if (thousands === "" && point === ",")
    return decimalComma || !frames.every(({ digits }) => /^\d+(,\d{3})?$/.test(digits)) ? best : undefined;
  const isEither = thousands === "," && frames.every(({ digits }) => /^\d+,\d{3}$/.test(digits));
  return isEither && decimalComma ? ["", ","] : best;
}

function decimalsOf(digits: string, point: Point): number {
  const at = digits.lastIndexOf(point);
  return at < 0 ? 0 : digits.length - at - 1;
}

/** Whole numbers of four digits or more, all of one width. */
function sameWidth(frames: readonly NumberFrame[]): boolean {
  const width = frames[0]!.digits.length;
  return width >= 4 && frames.every(({ digits, negative }) => !negative && digits.length === width);
}
