import { formatDuration } from "../cells/durationForm.ts";
import { type ColumnFormat, type ExponentFormat, hasExponent, type NumberAffix } from "../format.ts";

/** Longest output of {@link NumberWriter.write}, in bytes. */
export const maxNumberBytes = 720;
/** Longest number without affixes. */
const maxPlainBytes = 420;
const scratch = Buffer.alloc(maxPlainBytes);

/** Writes the numbers of one column as its format says, straight into bytes. */
export class NumberWriter {
  readonly #decimals: number;
  readonly #full: boolean;
  readonly #scale: number;
  readonly #fixed: boolean;
  readonly #keepPoint: boolean;
  readonly #point: number;
  readonly #significant: number | undefined;
  readonly #exponent: ExponentFormat | undefined;
  readonly #affix: NumberAffix | undefined;

  constructor(format: ColumnFormat) {
    const integer = format.physical === "integer";
    this.#full = !integer && format.decimals === null;
    this.#decimals = integer ? 0 : (format.decimals ?? 0);
    this.#scale = 10 ** this.#decimals;
    this.#fixed = format.fixedDecimals;
    this.#keepPoint = format.keepPoint && !integer;
    this.#point = format.decimalPoint === "," ? 44 : 46;
    this.#significant = format.significant;
    this.#exponent = format.exponent;
    this.#affix = format.affix;
  }

  /**
   * UTF-8 of a finite `value` at `out[at…]`, rounded half up in magnitude to the column's decimals, with the column's prefix, suffix
   * and thousands separators; returns the end.
   */
  write(value: number, out: Buffer, at: number): number {
    if (this.#affix === undefined) return this.#writePlain(value, out, at);
    const { duration } = this.#affix;
    if (duration !== undefined)
      return at + out.write(formatDuration(value, duration, this.#decimals, this.#fixed), at);
    const plain = scratch.toString("latin1", 0, this.#writePlain(value, scratch, 0));
    return at + out.write(withAffix(plain, this.#affix, String.fromCharCode(this.#point)), at);
  }

  #writePlain(value: number, out: Uint8Array, at: number): number {
    const magnitude = Math.abs(value);
    const scaled = this.#decimals === 0 ? Math.round(magnitude) : Math.round(magnitude * this.#scale);
    if (this.#full || scaled > Number.MAX_SAFE_INTEGER) return this.#writeText(value, out, at);
    let o = at;
    if (value < 0 && scaled > 0) out[o++] = 45;
    if (this.#decimals === 0) {
      o = writeInteger(scaled, out, o);
      if (this.#keepPoint) {
        out[o++] = this.#point;
        out[o++] = 48;
      }
      return o;
    }
    const whole = Math.floor(scaled / this.#scale);
    let fraction = scaled - whole * this.#scale;
    o = writeInteger(whole, out, o);
    let width = this.#decimals;
    if (!this.#fixed) {
      if (fraction === 0) {
        if (this.#keepPoint) {
          out[o++] = this.#point;
          out[o++] = 48;
        }
        return o;
      }
      while (fraction % 10 === 0) {
        fraction /= 10;
        width--;
      }
    }
    out[o] = this.#point;
    for (let k = o + width; k > o; k--) {
      const rest = Math.floor(fraction / 10);
      out[k] = 48 + fraction - rest * 10;
      fraction = rest;
    }
    return o + 1 + width;
  }

  #writeText(value: number, out: Uint8Array, at: number): number {
    let text = this.#full
      ? spellFull(value, this.#significant, this.#exponent)
      : value.toFixed(Math.min(this.#decimals, 100));
    if (!this.#full && !this.#fixed && text.includes(".")) text = text.replace(/\.?0+$/, "");
    if (this.#keepPoint && /^-?\d+$/.test(text)) text += ".0";
    let o = at;
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      out[o++] = c === 46 ? this.#point : c;
    }
    return o;
  }
}

function spellFull(value: number, digits: number | undefined, exponent: ExponentFormat | undefined): string {
  const rounded = digits === undefined ? value : Number(value.toPrecision(digits));
  if (exponent === undefined) return String(rounded);
  if (!hasExponent(rounded, exponent)) return withoutExponent(rounded);
  const [mantissa, power] = rounded
    .toExponential(exponent.padded && digits !== undefined ? digits - 1 : undefined)
    .split("e");
  const sign = power!.startsWith("-") ? "-" : exponent.plus ? "+" : "";
  return `${mantissa}${exponent.letter}${sign}${power!.slice(1).padStart(exponent.digits, "0")}`;
}

/** All digits of a number, where JavaScript would write an exponent too. */
function withoutExponent(value: number): string {
  const text = String(value);
  const [, mantissa, power] = /^-?(.+)e-(\d+)$/.exec(text) ?? [];
  if (mantissa === undefined) return text.includes("e") ? BigInt(value).toString() : text;
  const digits = mantissa.replace(".", "");
  return `${value < 0 ? "-" : ""}0.${"0".repeat(Number(power) - 1)}${digits}`;
}

function withAffix(
  plain: string,
  { prefix, suffix, thousands, signFirst, negative, zero }: NumberAffix,
  point: string,
): string {
  if (zero !== undefined && Number(plain.replace(point, ".")) === 0) return zero;
  const sign = plain.startsWith("-") ? "-" : "";
  const [whole, ...rest] = plain.slice(sign.length).split(point);
  const grouped = thousands === "" ? whole! : whole!.replace(/\B(?=(\d{3})+$)/g, thousands);
  const digits = [grouped, ...rest].join(point);
  if (sign !== "" && negative === "parentheses") return `(${prefix}${digits}${suffix})`;
  if (sign !== "" && negative === "inner") return `${prefix}(${digits})${suffix}`;
  if (sign !== "" && negative === "trailing") return `${prefix}${digits}${suffix}-`;
  return signFirst ? `${sign}${prefix}${digits}${suffix}` : `${prefix}${sign}${digits}${suffix}`;
}

/** Digits of a whole number from 0 to 2^53. */
function writeInteger(value: number, out: Uint8Array, at: number): number {
  if (value > 2_147_483_647) {
    const high = Math.floor(value / 1e9);
    const o = writeInteger(high, out, at);
    let low = value - high * 1e9;
    for (let k = o + 8; k >= o; k--) {
      const rest = (low / 10) | 0;
      out[k] = 48 + low - rest * 10;
      low = rest;
    }
    return o + 9;
  }
  let n = value | 0;
  let width = 1;
  for (let limit = 10; n >= limit && width < 10; limit *= 10) width++;
  for (let k = at + width - 1; k >= at; k--) {
    const rest = (n / 10) | 0;
    out[k] = 48 + n - rest * 10;
    n = rest;
  }
  return at + width;
}
