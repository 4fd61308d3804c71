import { html, nothing, type TemplateResult } from "lit";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { ageText, type BoardContext } from "../context.ts";
import type { PhaseOf } from "./progress.ts";

/** The exit criteria of a phase: whether each is met, why, and how old that is. */
export function criteriaList(context: BoardContext, phase: PhaseOf): TemplateResult {
  const { t, facts } = context;
  if (phase.exit.length === 0) return html`<p class="dim">${t("criteria.none")}</p>`;
  const results = facts?.exit[phase.id] ?? [];
  return html`<ul class="criteria">${phase.exit.map((criterion, i) => {
    const result = results.find(({ id }) => id === criterion.id);
    const met = result?.met;
    return html`<li class=${met === undefined ? "unknown" : met ? "met" : "open"}>
      ${icon(met === undefined ? "dotted" : met ? "done" : "circle")}<span class="visually-hidden">${met === undefined ? t("criteria.unknown") : met ? t("criteria.met") : t("criteria.open")}: </span>
      <span class="criterion-text">${oneLine(result?.reason ?? criterion.text ?? criterion.id, 400)}${age(context, criterion)}</span>
      ${actions(context, phase, i)}
    </li>`;
  })}</ul>`;
}

function age(
  { facts, t, today, language }: BoardContext,
  criterion: PhaseOf["exit"][number],
): TemplateResult | typeof nothing {
  if (criterion.done !== undefined)
    return html` <span class="dim">${ageText(criterion.done, today, language)}</span>`;
  const ran = criterion.data === undefined ? null : (facts?.data[criterion.data]?.ran ?? null);
  return ran === null
    ? nothing
    : html` <span class="dim">${t("criteria.ran", ageText(ran, today, language))}</span>`;
}

/** A person's criterion is checked off here; one of a report leads to it. */
function actions(context: BoardContext, phase: PhaseOf, i: number): TemplateResult | typeof nothing {
  const { t, readonly, today, request, facts } = context;
  const criterion = phase.exit[i]!;
  const { data } = criterion;
  if (data !== undefined) {
    const state = facts?.data[data]?.kind;
    if (state === undefined || state === "noConfig") return nothing;
    return state === "upToDate" || state === "failedGate"
      ? html`<button class="link" @click=${() => request({ request: "openReport", data })}>${t("data.report")}</button>`
      : html`<button class="link" @click=${() => request({ request: "run", data })}>${t("data.run")}</button>`;
  }
  if (criterion.text === undefined || readonly) return nothing;
  const done = criterion.done === undefined;
  return html`<button class="link" @click=${() =>
    context.edit([
      {
        edit: "set",
        list: "phases",
        id: phase.id,
        changes: [{ path: ["exit", i, "done"], ...(done && { value: today }) }],
      },
    ])}>${done ? t("criteria.check") : t("criteria.uncheck")}</button>`;
}
