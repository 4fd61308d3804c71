import { html, nothing, type TemplateResult } from "lit";
import type { OptionField } from "../../../src/protocol/editor.ts";
import { oneLine } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { fieldHelp, helpOn, helpSentence } from "../help.ts";
import { icon } from "../icons.ts";
import { textsAt } from "../json.ts";
import { problemList } from "../problemList.ts";
import { setList } from "./edits.ts";
import { fieldId } from "./formField.ts";

export interface ListPlace {
  readonly path: readonly string[];
  readonly label: string;
  /** Id of the datalist with what may be added. */
  readonly list?: string;
  readonly addLabel: string;
  /** What counts, too, though it is said elsewhere, and where. */
  readonly inherited?: { readonly items: readonly string[]; readonly because: string };
}

/** Texts as removable chips, and a box to add one more. */
export function listField(context: EditorContext, field: OptionField, place: ListPlace): TemplateResult {
  const { t, document } = context;
  const items = textsAt(document.value, place.path);
  const id = fieldId(place.path);
  const help = fieldHelp(field, place.label, t);
  const set = (next: readonly string[]): void => context.edit(setList(document.value, place.path, next));
  const add = (input: HTMLInputElement): void => {
    const text = input.value;
    if (text === "" || items.includes(text)) return;
    input.value = "";
    set([...items, text]);
  };
  return html`<div class="field wide ${items.length > 0 ? "explicit" : ""}" ${helpOn(help)}>
    <label for=${id}>${place.label}</label>
    <div class="control chips">
      ${items.map(
        (item) =>
          html`<span class="chip"><bdi>${oneLine(item, 40)}</bdi>${
            document.readonly
              ? nothing
              : html`<button class="icon-button" aria-label=${t("report.remove", oneLine(item, 60))}
                title=${t("report.remove", oneLine(item, 60))}
                @click=${() => set(items.filter((other) => other !== item))}>${icon("close")}</button>`
          }</span>`,
      )}
      ${(place.inherited?.items ?? [])
        .filter((item) => !items.includes(item))
        .map(
          (item) =>
            html`<span class="chip inherited" title=${place.inherited?.because ?? nothing}><bdi>${oneLine(item, 40)}</bdi> <span class="dim">${place.inherited?.because}</span></span>`,
        )}
      <input id=${id} type="text" list=${place.list ?? nothing} placeholder=${place.addLabel} autocomplete="off" spellcheck="false"
        aria-describedby="${id}-about" ?readonly=${document.readonly}
        @change=${({ target }: Event) => add(target as HTMLInputElement)}>
    </div>
    <span class="no-reset"></span>
    <span class="visually-hidden" id="${id}-about">${helpSentence(help)}</span>
    ${problemList(context, context.problems.within(place.path))}
  </div>`;
}
