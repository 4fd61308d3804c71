import { html, nothing, type TemplateResult } from "lit";
import type { RiceDraft } from "../../../src/product/page/boardModel.ts";
import type { ProductEdit } from "../../../src/product/page/productEdits.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import { settled } from "../../editor/settled.ts";
import { type BoardContext, scoreIn } from "../context.ts";
import { impactChoices, readPart } from "../panel/riceFields.ts";

/** Tries numbers out without writing them: ranks change on the board, *Apply* writes them as one undo step. */
export function whatIf(context: BoardContext): TemplateResult {
  const { t, drafts, model, written, readonly } = context;
  const free = written.ordered
    .filter(({ feature }) => !drafts.has(feature.id) && feature.status !== "dropped")
    .slice(0, 400);
  const clear = (): void => {
    for (const id of drafts.keys()) context.draft(id, undefined);
  };
  return html`<section class="what-if" aria-label=${t("board.whatIf")}>
    <div class="what-if-head"><h2>${t("board.whatIf")}</h2><span class="dim">${t("whatIf.help")}</span>
      <select aria-label=${t("whatIf.choose")} .value=${""} @change=${({ target }: Event) => {
        const select = target as HTMLSelectElement;
        const entry = written.byId.get(select.value);
        if (entry !== undefined) context.draft(entry.feature.id, { ...entry.feature.rice });
        select.value = "";
      }}><option value="">${t("whatIf.choose")}</option>${free.map(({ feature }) => html`<option value=${feature.id}>${oneLine(feature.title, 80)}</option>`)}</select>
      ${
        drafts.size === 0
          ? nothing
          : html`<button class="link" @click=${clear}>${t("whatIf.discard")}</button>
            <button class="primary" ?disabled=${readonly} @click=${() => {
              context.edit(draftEdits(context), t("whatIf.applied", drafts.size));
              clear();
            }}>${t("whatIf.apply")}</button>`
      }
    </div>
    ${
      drafts.size === 0
        ? nothing
        : html`<div class="what-if-rows"><table><thead><tr><th>${t("table.feature")}</th><th>${t("rice.reach")}</th><th>${t("rice.impact")}</th><th>${t("rice.confidence")}</th><th>${t("rice.effort")}</th><th class="number">${t("rice.score")}</th><th class="number">${t("table.rank")}</th><td></td></tr></thead>
        <tbody>${[...drafts].map(([id, rice]) => {
          const [before, now] = [written.byId.get(id), model.byId.get(id)];
          return before === undefined || now === undefined
            ? nothing
            : html`<tr><td>${oneLine(now.feature.title, 60)}</td>${draftCells(context, id, oneLine(now.feature.title, 60), rice)}
            <td class="number">${scoreIn(before.score, context.language)} → <b>${scoreIn(now.score, context.language)}</b></td>
            <td class="number">${before.rank ?? "–"} → <b>${now.rank ?? "–"}</b></td>
            <td><button class="icon-button" title=${t("whatIf.remove")} aria-label=${t("whatIf.remove")} @click=${() => context.draft(id, undefined)}>${icon("close")}</button></td></tr>`;
        })}</tbody></table></div>`
    }
  </section>`;
}

function draftCells(context: BoardContext, id: string, title: string, rice: RiceDraft): TemplateResult {
  const { t } = context;
  const set = (part: keyof RiceDraft, value: number): void => context.draft(id, { ...rice, [part]: value });
  const number = (part: "reach" | "confidence" | "effort"): TemplateResult =>
    html`<td><input class="numeric" inputmode="decimal" aria-label=${t("whatIf.part", t(`rice.${part}`), title)} ${settled(rice[part]?.toString() ?? "")} @change=${({
      target,
    }: Event) => {
      const value = readPart(part, (target as HTMLInputElement).value);
      if (value === undefined) context.notice(t(`rice.${part}.needs`));
      else set(part, value);
    }}></td>`;
  return html`${number("reach")}
    <td><select aria-label=${t("whatIf.part", t("rice.impact"), title)} .value=${rice.impact?.toString() ?? ""} @change=${({
      target,
    }: Event) => {
      const { value } = target as HTMLSelectElement;
      if (value !== "") set("impact", Number(value));
    }}>${impactChoices(context).map(([value, text]) => html`<option value=${value} ?selected=${value === (rice.impact?.toString() ?? "")}>${text}</option>`)}</select></td>
    ${number("confidence")}${number("effort")}`;
}

function draftEdits({ drafts, written }: BoardContext): ProductEdit[] {
  return [...drafts].flatMap(([id, draft]) => {
    const rice = written.byId.get(id)?.feature.rice ?? {};
    const changes = (Object.entries(draft) as [keyof RiceDraft, number][])
      .filter(([part, value]) => rice[part] !== value)
      .map(([part, value]) => ({ path: ["rice", part], value }));
    return changes.length === 0 ? [] : [{ edit: "set" as const, list: "features" as const, id, changes }];
  });
}
