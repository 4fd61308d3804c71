/** `0.987`; `–` for null; a score that is not quite 1 does not read 1. */
export function score(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return "–";
  const text = value.toFixed(digits);
  const perfect = (1).toFixed(digits);
  return text === perfect && value < 1 - 1e-12 ? `>${(1 - 10 ** -digits).toFixed(digits)}` : text;
}

/** `12.3 %`; small shares keep a significant digit. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined) return "–";
  const value = share * 100;
  if (value !== 0 && Math.abs(value) < 0.05) return value > 0 ? "<0.05 %" : ">−0.05 %";
  return `${value.toFixed(1)} %`;
}

/** p-values: `0.034`, `<1e-15`. */
export function pValue(p: number | null | undefined): string {
  if (p === null || p === undefined) return "–";
  if (p < 1e-15) return "<1e-15";
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/** Four significant digits, thousands separated. */
export function quantity(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e9)) return value.toExponential(2);
  return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

/** Milliseconds as `12 s`, `2.5 h`, `3 days`. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  const [, unit, size] = TIME_UNITS.find(([least]) => ms >= least) ?? [0, "ms", 1];
  const value = (ms / size).toLocaleString("en-US", { maximumSignificantDigits: 3 });
  return `${value} ${unit}`;
}

const TIME_UNITS = [
  [172_800_000, "days", 86_400_000],
  [7_200_000, "h", 3_600_000],
  [120_000, "min", 60_000],
  [1000, "s", 1000],
] as const;

export function rows(n: number): string {
  return `${n.toLocaleString("en-US")} ${n === 1 ? "row" : "rows"}`;
}

/** `0.48 – 0.52` */
export function interval(range: readonly [number, number] | null | undefined, digits = 3): string {
  return range ? `${range[0].toFixed(digits)} – ${range[1].toFixed(digits)}` : "";
}

/** Epoch ms as `2019-03-23` or `2019-03-23 20:21`. */
export function datetime(ms: number): string {
  const iso = new Date(ms).toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}
