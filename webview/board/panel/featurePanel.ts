import { html, nothing, type TemplateResult } from "lit";
import type { Feature } from "../../../src/product/schema.ts";
import { moscowGroups, statuses } from "../../../src/product/words.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import type { BoardContext } from "../context.ts";
import { areaField, choiceField, idsField, textField } from "./fields.ts";
import { riceFields } from "./riceFields.ts";
import { storyList } from "./storyList.ts";

/** Features that the choice of needs offers at most: a list of thousands is no choice. */
const maxChoices = 400;

/** The panel beside the board with everything that a feature has. */
export function featurePanel(context: BoardContext, id: string): TemplateResult | typeof nothing {
  const entry = context.written.byId.get(id);
  const { t } = context;
  if (entry === undefined) return nothing;
  const { feature, neededBy } = entry;
  return html`<aside class="panel" aria-labelledby="panel-title" @keydown=${(event: KeyboardEvent) => {
    if (event.key === "Escape") context.open(null);
  }}>
    <div class="panel-head"><h2 id="panel-title" tabindex="-1">${oneLine(feature.title, 200)}</h2>
      <button class="icon-button" title=${t("move.text")} aria-label=${t("move.text")} @click=${() => context.request({ request: "openEntry", list: "features", id })}>${icon("text")}</button>
      <button class="icon-button" title=${t("panel.close")} aria-label=${t("panel.close")} @click=${() => context.open(null)}>${icon("close")}</button></div>
    <p class="dim panel-id"><code>${id}</code>${neededBy === null ? nothing : html` · ${t("card.neededBy", oneLine(context.model.byId.get(neededBy)?.feature.title ?? neededBy, 80))}`}</p>
    ${findings(context, feature)}
    ${mainFields(context, feature)}
    <h3>${t("panel.rice")}</h3>
    ${riceFields(context, feature)}
    <h3>${t("panel.links")}</h3>
    ${linkFields(context, feature)}
    <h3>${t("panel.days")}</h3>
    <div class="panel-row">${(["added", "started", "done"] as const).map((key) =>
      textField(
        {
          id: `panel-${key}`,
          label: t(`panel.${key}`),
          value: feature[key] ?? "",
          readonly: context.readonly,
          write: (text) => set(context, feature, [key], text === "" ? undefined : text),
        },
        "date",
      ),
    )}</div>
    <h3>${t("panel.stories")}</h3>
    ${storyList(context, feature)}
    ${
      context.readonly
        ? nothing
        : html`<div class="panel-end"><button class="link danger" @click=${() => {
            context.open(null);
            context.edit(
              [{ edit: "remove", list: "features", id }],
              t("say.deleted", oneLine(feature.title, 80)),
            );
          }}>${icon("trash")}${t("panel.delete")}</button></div>`
    }
  </aside>`;
}

function set(
  context: BoardContext,
  { id }: Feature,
  path: readonly (string | number)[],
  value: unknown,
): void {
  context.edit([
    { edit: "set", list: "features", id, changes: [{ path, ...(value !== undefined && { value }) }] },
  ]);
}

function mainFields(context: BoardContext, feature: Feature): TemplateResult {
  const { t, model, readonly } = context;
  const write = (key: string) => (text: string) =>
    set(context, feature, [key], text === "" ? undefined : text);
  return html`${textField({
    id: "panel-name",
    label: t("panel.title"),
    value: feature.title,
    readonly,
    // a feature always has a title
    write: (text) =>
      text.trim() === ""
        ? context.say(t("panel.titleNeeded"))
        : set(context, feature, ["title"], text.trim()),
  })}
  <div class="panel-row">
    ${choiceField({ id: "panel-moscow", label: t("board.by.moscow"), value: feature.moscow ?? "", readonly, write: write("moscow"), choices: [["", t("moscow.none")], ...moscowGroups.map((key) => [key, t(`moscow.${key}`)] as const)] })}
    ${choiceField({ id: "panel-phase", label: t("board.by.phase"), value: feature.phase ?? "", readonly, write: write("phase"), choices: [["", t("phase.none")], ...model.rest.phases.map(({ id, title }) => [id, oneLine(title ?? id, 60)] as const)] })}
    ${choiceField({ id: "panel-status", label: t("board.by.status"), value: feature.status, readonly, write: write("status"), choices: statuses.map((key) => [key, t(`status.${key}`)] as const) })}
  </div>`;
}

function linkFields(context: BoardContext, feature: Feature): TemplateResult {
  const { t, model, readonly } = context;
  const list = (key: "needs" | "data") => (ids: readonly string[]) =>
    set(context, feature, [key], ids.length === 0 ? undefined : ids);
  const others = model.features
    .filter(({ id }) => id !== feature.id)
    .slice(0, maxChoices)
    .map(({ id, title }) => [id, oneLine(title, 80)] as const);
  return html`${idsField({ id: "panel-needs", label: t("panel.needs"), ids: feature.needs, choices: others, readonly, add: t("panel.addNeed"), remove: (name) => t("panel.removeNeed", name), write: list("needs") })}
    ${
      model.rest.data.length === 0
        ? nothing
        : idsField({
            id: "panel-data",
            label: t("panel.data"),
            ids: feature.data,
            choices: model.rest.data.map(({ id, config }) => [id, `${id} (${config})`] as const),
            readonly,
            add: t("panel.addData"),
            remove: (name) => t("panel.removeData", name),
            write: list("data"),
          })
    }
    ${areaField({ id: "panel-why", label: t("panel.why"), value: feature.why ?? "", readonly, help: t("panel.whyHelp"), write: (text) => set(context, feature, ["why"], text.trim() === "" ? undefined : text.trim()) })}`;
}

/** What is said of this feature in the text. */
function findings(
  { problems, written, t, request }: BoardContext,
  { id }: Feature,
): TemplateResult | typeof nothing {
  const at = written.byId.get(id)?.place;
  const found = problems.filter(({ path }) => path[0] === "features" && path[1] === at);
  if (found.length === 0) return nothing;
  return html`<ul class="problems">${found.map(
    ({
      severity,
      message,
      line,
      column,
    }) => html`<li class="problem ${severity}">${icon(severity)}<span class="problem-text">${oneLine(message, 400)}</span>
      <button class="icon-button" title=${t("problem.goTo", line)} aria-label=${t("problem.goTo", line)} @click=${() => request({ request: "openText", line, column })}>${icon("go")}</button></li>`,
  )}</ul>`;
}
