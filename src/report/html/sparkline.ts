import type { ReportColumn } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";

const width = 120;
const height = 28;

/** The marginals of one column as a small drawing: real as filled steps, synthetic as a line (bins) or ticks (categories). */
export function sparkline(column: ReportColumn): Markup | "" {
  const { marginal } = column;
  if (!marginal || marginal.real.length === 0) return "";
  const most = Math.max(1e-9, ...marginal.real, ...marginal.synthetic);
  const step = width / marginal.real.length;
  const y = (share: number): string => (height - (share / most) * (height - 2)).toFixed(1);
  const bars = marginal.real.map(
    (share, i) =>
      html`<rect x="${(i * step).toFixed(1)}" y="${y(share)}" width="${Math.max(0.5, step - (marginal.kind === "bins" ? 0 : 1)).toFixed(1)}" height="${((share / most) * (height - 2)).toFixed(1)}"/>`,
  );
  const line =
    marginal.kind === "bins" ? stepLine(marginal.synthetic, step, y) : ticks(marginal.synthetic, step, y);
  return html`<svg class="sd-spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><g class="sd-spark-real">${bars}</g><path class="sd-spark-synthetic" d="${line}"/></svg>`;
}

function stepLine(shares: readonly number[], step: number, y: (share: number) => string): string {
  return shares
    .map(
      (share, i) =>
        `${i === 0 ? "M" : "L"}${(i * step).toFixed(1)} ${y(share)}H${((i + 1) * step).toFixed(1)}`,
    )
    .join("");
}

function ticks(shares: readonly number[], step: number, y: (share: number) => string): string {
  return shares
    .map((share, i) => `M${(i * step).toFixed(1)} ${y(share)}h${Math.max(0.5, step - 1).toFixed(1)}`)
    .join("");
}
