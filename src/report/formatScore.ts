/** `0.987`; `–` for null. */
export function score(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined) return "–";
  return value.toFixed(digits);
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
