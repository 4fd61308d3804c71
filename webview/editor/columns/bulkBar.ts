import { html, nothing, type TemplateResult } from "lit";
import type { StringKey } from "../../../src/protocol/editorStrings.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { resetColumns, setColumns } from "../settings/edits.ts";
import { personalOf, setReplacement } from "./personalBadge.ts";

/** One setting for all chosen columns, one undo step each. */
export function bulkBar(context: EditorContext, names: readonly string[], clear: () => void): TemplateResult {
  const { t, catalog, document } = context;
  const choose = (
    label: StringKey,
    key: string,
    words: readonly (readonly [word: string, shown: string])[],
  ) =>
    html`<select aria-label=${t(label)} ?disabled=${document.readonly} @change=${({ target }: Event) => {
      const select = target as HTMLSelectElement;
      const { value } = select;
      select.selectedIndex = 0;
      context.edit(setColumns(document.value, names, key, value === "inferred" ? undefined : value));
    }}>
      <option value="" disabled selected hidden>${t(label)}</option>
      <option value="inferred">${t("bulk.inferred")}</option>
      ${words.map(([word, shown]) => html`<option value=${word}>${shown}</option>`)}
    </select>`;
  const plain = (words: readonly { readonly word: string }[]) =>
    words.map(({ word }) => [word, word] as const);
  // One column at most can be the target.
  const roles = catalog.roles.filter(({ word }) => word !== "target" || names.length === 1);
  return html`<div class="bulk" role="toolbar" aria-label=${t("bulk.selected", names.length)}>
    <span class="bulk-count" aria-live="polite">${t("bulk.selected", names.length)}</span>
    ${choose("bulk.type", "type", plain(catalog.types))}
    ${choose("bulk.role", "role", plain(roles))}
    ${choose("bulk.missing", "missing", [
      ["model", t("missing.model")],
      ["never", t("missing.never")],
    ])}
    ${personalChoice(context, names)}
    <button class="link" title=${t("bulk.resetHelp")} ?disabled=${document.readonly}
      @click=${() => context.edit(resetColumns(document.value, names))}>${icon("reset")}${t("bulk.reset")}</button>
    <button class="icon-button" title=${t("bulk.clear")} aria-label=${t("bulk.clear")} @click=${clear}>${icon("close")}</button>
  </div>`;
}

/** What happens to the values of chosen columns that hold personal data; absent where none does. */
function personalChoice(context: EditorContext, names: readonly string[]): TemplateResult | typeof nothing {
  const { t, catalog, document, rows } = context;
  const chosen = rows.filter((row) => names.includes(row.name) && personalOf(row) !== undefined);
  const words = catalog.column.find(({ key }) => key === "replace")?.words ?? [];
  if (chosen.length === 0) return nothing;
  return html`<select aria-label=${t("bulk.personal")} ?disabled=${document.readonly} @change=${({
    target,
  }: Event) => {
    const select = target as HTMLSelectElement;
    const { value } = select;
    select.selectedIndex = 0;
    context.edit(setReplacement(document.value, chosen, value));
  }}>
    <option value="" disabled selected hidden>${t("bulk.personal")}</option>
    <option value="inferred">${t("bulk.inferred")}</option>
    ${words.map(({ word, meaning }) => html`<option value=${word} title=${meaning}>${word}</option>`)}
    <option value="none">${t("bulk.notPersonal")}</option>
  </select>`;
}
