import { html, nothing, svg, type TemplateResult } from "lit";
import type { Column, Entry } from "../../../src/product/page/boardModel.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { type BoardContext, numberText } from "../context.ts";

const [width, height, margin] = [640, 300, 34];
const maxPoints = 500;

interface Point {
  readonly entry: Entry;
  readonly effort: number;
  /** Reach × impact × confidence. */
  readonly value: number;
}

type Corner = "quickWin" | "bigBet" | "fillIn" | "moneyPit";

/** Value against effort, cut at the medians: the numbers of RICE once more, as a picture and as a table. */
export function quadrant(context: BoardContext, columns: readonly Column[]): TemplateResult {
  const { t, language } = context;
  const points = columns.flatMap(({ entries }) => entries).flatMap(pointOf);
  const hidden = columns.reduce((sum, { entries }) => sum + entries.length, 0) - points.length;
  if (points.length < 2)
    return html`<section class="quadrant"><p class="dim">${t("quadrant.few")}</p></section>`;
  const cut = {
    effort: median(points.map(({ effort }) => effort)),
    value: median(points.map(({ value }) => value)),
  };
  const x = scale(
    points.map(({ effort }) => effort),
    margin,
    width - 12,
  );
  const y = scale(
    points.map(({ value }) => value),
    height - margin,
    12,
  );
  const corner = ({ effort, value }: Point): Corner =>
    value >= cut.value
      ? effort <= cut.effort
        ? "quickWin"
        : "bigBet"
      : effort <= cut.effort
        ? "fillIn"
        : "moneyPit";
  const shown = points.slice(0, maxPoints);
  return html`<section class="quadrant" aria-label=${t("board.quadrant")}>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${t("quadrant.picture", points.length)}>
      <path class="axis" d="M${margin} 12V${height - margin}H${width - 12}" />
      <path class="cut" d="M${x(cut.effort)} 12V${height - margin}M${margin} ${y(cut.value)}H${width - 12}" />
      ${(
        [
          ["quickWin", margin + 6, 24, "start"],
          ["bigBet", width - 14, 24, "end"],
          ["fillIn", margin + 6, height - margin - 6, "start"],
          ["moneyPit", width - 14, height - margin - 6, "end"],
        ] as const
      ).map(
        ([name, left, top, anchor]) =>
          svg`<text class="corner" x=${left} y=${top} text-anchor=${anchor}>${t(`quadrant.${name}`)}</text>`,
      )}
      <text class="axis-name" x=${(margin + width) / 2} y=${height - 8} text-anchor="middle">${t("quadrant.effort")}</text>
      <text class="axis-name" transform="translate(12 ${(height - margin) / 2}) rotate(-90)" text-anchor="middle">${t("quadrant.value")}</text>
      ${shown.map((point) => svg`<g class="point ${corner(point)}" @click=${() => context.open(point.entry.feature.id)}><circle cx=${x(point.effort)} cy=${y(point.value)} r="5"></circle><title>${`${point.entry.feature.title}: ${t(`quadrant.${corner(point)}`)}`}</title></g>`)}
    </svg>
    <div class="quadrant-side">${hidden > 0 ? html`<p class="dim">${t("quadrant.hidden", hidden)}</p>` : nothing}
    <details><summary>${t("quadrant.table")}</summary><table><thead><tr><th>${t("table.feature")}</th><th class="number">${t("rice.effort")}</th><th class="number">${t("quadrant.value")}</th><th>${t("quadrant.corner")}</th></tr></thead>
      <tbody>${shown.map((point) => html`<tr><td>${oneLine(point.entry.feature.title, 120)}</td><td class="number">${numberText(point.effort, language)}</td><td class="number">${numberText(point.value, language)}</td><td>${t(`quadrant.${corner(point)}`)}</td></tr>`)}</tbody></table></details></div>
  </section>`;
}

function pointOf(entry: Entry): Point[] {
  const { reach, impact, confidence, effort } = entry.feature.rice ?? {};
  if (reach === undefined || impact === undefined || confidence === undefined || effort === undefined)
    return [];
  return [{ entry, effort, value: reach * impact * (confidence / 100) }];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A scale of square roots: what is small is not crowded, and 0 has a place. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [low, high] = [Math.sqrt(Math.min(...values)), Math.sqrt(Math.max(...values))];
  const [start, end] = [from + (to - from) * 0.08, to - (to - from) * 0.08];
  return (value) => start + (end - start) * (high === low ? 0.5 : (Math.sqrt(value) - low) / (high - low));
}
