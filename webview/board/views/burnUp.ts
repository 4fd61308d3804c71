import { html, type TemplateResult } from "lit";
import { type BoardContext, dayText } from "../context.ts";
import { type PhaseOf, plannedIn } from "./progress.ts";

const [width, height] = [560, 190];
const [left, right, top, bottom] = [30, 10, 12, 26];
const dayMs = 86_400_000;
const maxPoints = 40;

interface Day {
  readonly day: string;
  readonly scope: number;
  readonly done: number;
}

/** Scope and finished features of a phase day by day, from its first day to today; both are steps. */
function burnUpDays(
  features: readonly { readonly added?: string | undefined; readonly done?: string | undefined }[],
  start: string | undefined,
  today: string,
): Day[] {
  const days = features.flatMap(({ added, done }) => [added, done]).filter((day) => day !== undefined);
  const first = [start, ...days].filter((day) => day !== undefined && day <= today).sort()[0];
  if (first === undefined || days.length === 0) return [];
  const count = Math.max(1, Math.round((Date.parse(today) - Date.parse(first)) / dayMs));
  const step = Math.max(1, Math.ceil(count / maxPoints));
  const result: Day[] = [];
  for (let back = Math.ceil(count / step) * step; back >= 0; back -= step) {
    const day = new Date(Date.parse(today) - Math.min(count, back) * dayMs).toISOString().slice(0, 10);
    result.push({
      day,
      // without a day it was there from the start
      scope: features.filter(({ added }) => (added ?? first) <= day || (added ?? first) <= first).length,
      done: features.filter(({ done }) => done !== undefined && done <= day).length,
    });
  }
  return result;
}

/** A burn-up with a line for the scope, and the same as a table. */
export function burnUp(context: BoardContext, phase: PhaseOf): TemplateResult {
  const { t, language, today } = context;
  const days = burnUpDays(plannedIn(context, phase.id), phase.start, today);
  const last = days.at(-1);
  if (days.length < 2 || last === undefined) return html`<p class="dim">${t("burnUp.none")}</p>`;
  const max = Math.max(1, ...days.map(({ scope }) => scope));
  const x = (i: number) => left + ((width - left - right) * i) / (days.length - 1);
  const y = (value: number) => height - bottom - ((height - top - bottom) * value) / max;
  const steps = (key: "scope" | "done") =>
    days.map((day, i) => (i === 0 ? `M${x(0)} ${y(day[key])}` : `H${x(i)}V${y(day[key])}`)).join("");
  const area = `${steps("done")}V${y(0)}H${x(0)}Z`;
  return html`<figure class="burn-up">
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${t("burnUp.picture", last.done, last.scope)}>
      <path class="axis" d="M${left} ${top}V${height - bottom}H${width - right}" />
      <text class="axis-name" x=${left - 6} y=${y(max) + 4} text-anchor="end">${max}</text>
      <text class="axis-name" x=${left - 6} y=${y(0) + 4} text-anchor="end">0</text>
      <text class="axis-name" x=${left} y=${height - 8}>${dayText(days[0]!.day, language)}</text>
      <text class="axis-name" x=${width - right} y=${height - 8} text-anchor="end">${dayText(last.day, language)}</text>
      <path class="done-area" d=${area} /><path class="done-line" d=${steps("done")} /><path class="scope-line" d=${steps("scope")} />
    </svg>
    <figcaption><span class="legend scope"><i></i>${t("burnUp.scope")} ${last.scope}</span><span class="legend finished"><i></i>${t("burnUp.done")} ${last.done}</span></figcaption>
    <details><summary>${t("burnUp.table")}</summary><table><thead><tr><th>${t("table.day")}</th><th class="number">${t("burnUp.scope")}</th><th class="number">${t("burnUp.done")}</th></tr></thead>
      <tbody>${days.map(({ day, scope, done }) => html`<tr><td>${dayText(day, language)}</td><td class="number">${scope}</td><td class="number">${done}</td></tr>`)}</tbody></table></details>
  </figure>`;
}
