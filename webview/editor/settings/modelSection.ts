import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { oneLine } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { helpOn } from "../help.ts";
import { icon } from "../icons.ts";
import { isObject, ownValue } from "../json.ts";
import { problemList } from "../problemList.ts";
import { setModel } from "./edits.ts";
import { formField } from "./formField.ts";
import { showInput } from "./parseInput.ts";

/** The model and its options, as its schema says. `unfold`: the advanced options are open. */
export function modelSection(context: EditorContext, unfold: boolean, toggle: () => void): TemplateResult {
  const { t, catalog, document } = context;
  const written = ownValue(document.value, "model");
  const type = ownValue(written, "type") ?? catalog.recommendedModel;
  const model = catalog.models.find((choice) => choice.type === type);
  const fields = (model?.options ?? []).filter(({ kind }) => kind !== "byColumn" && kind !== "other");
  const basic = fields.filter(({ advanced }) => !advanced);
  const more = fields.filter(({ advanced }) => advanced);
  const path = (key: string) => ["model", key];
  const known = new Set(["type", ...(model?.options ?? []).map(({ key }) => key)]);
  const unknown = isObject(written) ? Object.keys(written).filter((key) => !known.has(key)) : [];
  const set = more.filter(({ key }) => ownValue(written, key) !== undefined).length;
  const problemsBelow = more.some(({ key }) => context.problems.within(path(key)).length > 0);
  const shown = unfold || problemsBelow;
  return html`
    <div class="field model-type" ${helpOn({
      title: model?.type ?? String(type),
      text: model?.description ?? "",
      words: catalog.models.map((choice) => ({ word: choice.type, meaning: choice.summary })),
    })}>
      <label for="model-type">${t("model.type")}</label>
      <div class="control">
        <select id="model-type" aria-describedby="model-about" ?disabled=${document.readonly} @change=${({
          target,
        }: Event) => {
          const chosen = catalog.models.find((choice) => choice.type === (target as HTMLSelectElement).value);
          if (chosen) context.edit(setModel(document.value, chosen));
        }}>
          ${model === undefined ? html`<option selected>${t("model.unknown", oneLine(showInput(type), 40))}</option>` : nothing}
          ${catalog.models.map((choice) => html`<option value=${choice.type} .selected=${live(choice.type === type)}>${choice.label}</option>`)}
        </select>
      </div>
      <span class="no-reset"></span>
      ${problemList(context, [...context.problems.at(["model"]), ...context.problems.at(["model", "type"])])}
    </div>
    <p class="visually-hidden" id="model-about">${model?.description.replaceAll("`", "") ?? nothing}</p>
    ${basic.map((field) => formField(context, field, { path: path(field.key) }))}
    ${unknown.map((key) => problemList(context, context.problems.within(path(key))))}
    ${
      more.length === 0
        ? basic.length === 0 && model !== undefined && fields.length === 0
          ? html`<p class="dim about">${t("model.none")}</p>`
          : nothing
        : html`<button class="fold" aria-expanded=${shown ? "true" : "false"} @click=${toggle}>${icon("chevron")}${
            set > 0 ? t("model.moreSet", more.length, set) : t("model.more", more.length)
          }</button>
          ${shown ? more.map((field) => formField(context, field, { path: path(field.key) })) : nothing}`
    }`;
}
