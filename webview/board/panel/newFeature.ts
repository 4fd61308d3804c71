import { html, type TemplateResult } from "lit";
import type { Grouping } from "../../../src/product/page/boardModel.ts";
import { idFor } from "../../../src/product/page/featureId.ts";
import { icon } from "../../editor/icons.ts";
import { columnName } from "../cards/groups.ts";
import type { BoardContext, NewGroup } from "../context.ts";

/** The panel that asks for the title of a new feature: its id is made from the title, once. */
export function newFeature(context: BoardContext, group: NewGroup): TemplateResult {
  const { t, model, today } = context;
  const places = (Object.entries(group) as [Grouping, string][]).map(([by, key]) =>
    columnName(context, by, key),
  );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = (event.target as HTMLFormElement).elements.namedItem("title") as HTMLInputElement;
    const title = input.value.trim();
    if (title === "") return;
    const id = idFor(title, new Set(model.features.map((feature) => feature.id)));
    const { moscow, phase, status = "idea" } = group;
    const item = { id, title, ...(moscow && { moscow }), ...(phase && { phase }), status, added: today };
    context.edit([{ edit: "add", list: "features", item }], t("say.added", title));
    context.open(id);
  };
  return html`<aside class="panel" aria-labelledby="panel-title" @keydown=${(event: KeyboardEvent) => {
    if (event.key === "Escape") context.open(null);
  }}>
    <div class="panel-head"><h2 id="panel-title" tabindex="-1">${t("board.add")}</h2>
      <button class="icon-button" title=${t("panel.close")} aria-label=${t("panel.close")} @click=${() => context.open(null)}>${icon("close")}</button></div>
    <form @submit=${submit}>
      <div class="panel-field"><label for="new-title">${t("panel.title")}</label><input id="new-title" name="title" maxlength="2000" autocomplete="off">
        <p class="dim">${places.length === 0 ? t("new.help") : t("new.helpIn", places.join(", "))}</p></div>
      <button class="primary">${t("new.add")}</button>
    </form>
  </aside>`;
}
