import { html, nothing, type TemplateResult } from "lit";
import { isPlanned } from "../../../src/product/moscow.ts";
import type { Rest } from "../../../src/product/page/boardModel.ts";
import type { Feature } from "../../../src/product/schema.ts";
import { type BoardContext, dayText, numberText, percentText } from "../context.ts";

export type PhaseOf = Rest["phases"][number];

/** Features of a phase that are planned: neither dropped nor Won't. */
export function plannedIn({ model }: BoardContext, phase: string): Feature[] {
  return model.features.filter((feature) => feature.phase === phase && isPlanned(feature));
}

/** How far a phase is, by count and by effort; both are named. */
export function progressLines(context: BoardContext, phase: PhaseOf): TemplateResult {
  const { t, language } = context;
  const planned = plannedIn(context, phase.id);
  const done = planned.filter(({ status }) => status === "done");
  const effort = (features: readonly Feature[]) =>
    features.reduce((sum, { rice }) => sum + (rice?.effort ?? 0), 0);
  const [effortDone, effortAll] = [effort(done), effort(planned)];
  return html`<div class="progress-lines">
    ${line(t("progress.features", done.length, planned.length), planned.length === 0 ? 0 : done.length / planned.length, language)}
    ${effortAll === 0 ? nothing : line(t("progress.effort", numberText(effortDone, language), numberText(effortAll, language)), effortDone / effortAll, language)}
  </div>`;
}

function line(text: string, share: number, language: string): TemplateResult {
  return html`<div class="progress-line"><span>${text}</span><progress max="1" .value=${share} aria-label=${text}></progress><span class="dim">${percentText(share, language)}</span></div>`;
}

/** Weeks until a phase is done, or what is missing to say so. */
export function forecastLine(
  { facts, t, today, language }: BoardContext,
  phase: string,
): TemplateResult | typeof nothing {
  const found = facts?.forecast[phase];
  if (found === undefined) return nothing;
  if (typeof found === "string") return html`<p class="dim">${t("forecast.missing", found)}</p>`;
  const day = (weeks: number | null): string =>
    weeks === null
      ? t("forecast.never")
      : dayText(new Date(Date.parse(today) + weeks * 7 * 86_400_000).toISOString().slice(0, 10), language);
  return html`<dl class="forecast">${(
    [
      ["forecast.half", found.half],
      ["forecast.likely", found.likely],
      ["forecast.sure", found.sure],
    ] as const
  ).map(([key, weeks]) => html`<div><dt>${t(key)}</dt><dd>${day(weeks)}</dd></div>`)}</dl>`;
}
