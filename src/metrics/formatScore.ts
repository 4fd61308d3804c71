import { decimal, numberLocale, say, wholeNumber } from "../language/language.ts";
import type { MetricCard } from "./metricCard.ts";

/** Writes the value of a metric as its card says; a dash for null. */
export function metricValue(format: MetricCard["format"], value: number | null): string {
  if (format === "share") return percent(value);
  return format === "count" && value !== null ? wholeNumber(value) : score(value);
}

/** Writes a 95 % interval as `0.48 – 0.52` or `4.8 % – 5.2 %`. */
export function metricInterval(format: MetricCard["format"], [low, high]: readonly [number, number]): string {
  return `${metricValue(format, low)} – ${metricValue(format, high)}`;
}

/** Writes a verdict's score out of 100, rounded down: 100 only when it is perfect, and never the number of a better grade. */
export function verdictScore(score: number | null): string {
  return score === null ? "–" : String(Math.floor(score * 100 + 1e-9));
}

/** `0.987`; `–` for null; a score that is not quite 1 or 0 reads `>0.999` or `<0.001`. */
export function score(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return "–";
  const text = value.toFixed(digits);
  const step = 10 ** -digits;
  if (Number(text) === 1 && value < 1 - 1e-12) return decimal(`>${(1 - step).toFixed(digits)}`);
  return decimal(Number(text) === 0 && value > 1e-12 ? `<${step.toFixed(digits)}` : text);
}

/** Two decimals, for scores in a sentence; what rounds to zero has no sign. */
export function roughScore(value: number): string {
  return value.toFixed(2).replace(/^-(?=[0.]+$)/, "");
}

/** `12.3 %`; small shares keep a significant digit. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "–";
  const value = share * 100;
  if (value !== 0 && Math.abs(value) < 0.05) return decimal(value > 0 ? "<0.05 %" : ">−0.05 %");
  return decimal(`${value.toFixed(1)} %`);
}

/** A share for a sentence: `0 %`, `0.03 %`, `4.2 %`, `57 %`. */
export function roughPercent(share: number): string {
  const p = share * 100;
  if (p === 0) return "0 %";
  const digits = Math.abs(p) >= 10 ? 0 : Math.abs(p) >= 1 ? 1 : 2;
  const text = p.toFixed(digits);
  return Number(text) === 0 ? "under 0.01 %" : `${text} %`;
}

/** An interval for a sentence: `0.51 – 0.55`. */
export function roughInterval(
  [low, high]: readonly [number, number],
  show: (value: number) => string,
): string {
  return `${show(low)} – ${show(high)}`;
}

/** p-values: `0.034`, `<1e-15`. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined) return "–";
  if (p < 1e-15) return "<1e-15";
  return decimal(p < 0.001 ? p.toExponential(1) : p.toFixed(3));
}

/** Made once a language, when first needed: a report of a wide table has some ten thousand numbers, and an extension starts without one. */
const fourDigits = new Map<string, Intl.NumberFormat>();

/** Four significant digits, thousands separated. */
export function quantity(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e9))
    return decimal(value.toExponential(2));
  const locale = numberLocale();
  const format = fourDigits.get(locale) ?? new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
  fourDigits.set(locale, format);
  return format.format(value);
}

/** Milliseconds as `12 s`, `2.5 h`, `3 days`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  const [, unit, size] = timeUnits.find(([from]) => ms >= from) ?? [0, "ms", 1];
  const value = (ms / size).toLocaleString(numberLocale(), { maximumSignificantDigits: 3 });
  return `${value} ${unit === "days" ? say("days") : unit}`;
}

const timeUnits = [
  [172_800_000, "days", 86_400_000],
  [7_200_000, "h", 3_600_000],
  [120_000, "min", 60_000],
  [1000, "s", 1000],
] as const;

export function rows(n: number): string {
  return n === 1 ? say("1 row") : say("{0} rows", wholeNumber(n));
}

/** `0.48 – 0.52` */
export function interval(range: readonly [number, number] | null | undefined, digits = 3): string {
  return range ? decimal(`${range[0].toFixed(digits)} – ${range[1].toFixed(digits)}`) : "";
}

/** Epoch ms as `2019-03-23` or `2019-03-23 20:21`. */
export function datetime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}
