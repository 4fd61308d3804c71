import { html, svg, type TemplateResult } from "lit";
import { type MoscowEffort, maxMustShare } from "../../../src/product/moscow.ts";
import { moscowGroups } from "../../../src/product/words.ts";
import { type BoardContext, numberText, percentText } from "../context.ts";

const [width, height] = [400, 30];

/** Effort by MoSCoW group as a bar, with the mark that Must should not pass. */
export function moscowBar(
  { t, language }: BoardContext,
  { effort, mustShare, withoutEffort }: MoscowEffort,
): TemplateResult {
  const groups = ["must", "should", "could"] as const;
  const total = groups.reduce((sum, group) => sum + effort[group], 0);
  if (total === 0) return html`<p class="dim">${t("moscowBar.none")}</p>`;
  let at = 0;
  const parts = groups.map((group) => {
    const part = { group, x: at, width: (effort[group] / total) * width };
    at += part.width;
    return part;
  });
  const label = groups
    .map((group) => `${t(`moscow.${group}`)} ${percentText(effort[group] / total, language)}`)
    .join(", ");
  return html`<figure class="moscow-bar">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${label} preserveAspectRatio="none">
      ${parts.map(({ group, x, width: wide }) => svg`<rect class=${group} x=${x} y="8" width=${wide} height="14"></rect>`)}
      ${parts.slice(1).map(({ x }) => svg`<line class="part-edge" x1=${x} x2=${x} y1="8" y2="22"></line>`)}
      <line class="mark-line" x1=${width * maxMustShare} x2=${width * maxMustShare} y1="2" y2="28"></line>
    </svg>
    <figcaption>${moscowGroups.map(
      (group) =>
        html`<span class="legend ${group}"><i></i>${t(`moscow.${group}`)} ${t("card.effort", numberText(effort[group], language))}</span>`,
    )}<span class="dim">${mustShare === null ? t("moscowBar.few") : t("moscowBar.mark")}</span>
    ${withoutEffort.length === 0 ? "" : html`<span class="dim">${t("moscowBar.without", withoutEffort.length)}</span>`}</figcaption>
  </figure>`;
}
