import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { OptionField } from "../../../src/protocol/editor.ts";
import type { EditorContext } from "../context.ts";
import { defaultText, fieldHelp, helpOn, helpSentence } from "../help.ts";
import { icon } from "../icons.ts";
import { valueAt } from "../json.ts";
import { problemList } from "../problemList.ts";
import { type Path, pathKey } from "../problemPlaces.ts";
import { settled } from "../settled.ts";
import { setValue } from "./edits.ts";
import { parseInput, showInput } from "./parseInput.ts";
import { selectOptions } from "./selectOptions.ts";

export interface FieldPlace {
  readonly path: Path;
  readonly label?: string;
  /** What holds while nothing is set. */
  readonly inferred?: string;
  /** Id of the datalist with what may be typed. */
  readonly list?: string;
}

/** One setting: label, control, a way back to the default, its problems below. */
export function formField(context: EditorContext, field: OptionField, place: FieldPlace): TemplateResult {
  const { path } = place;
  const { t } = context;
  const label = place.label ?? field.label;
  const value = valueAt(context.document.value, path);
  const help = fieldHelp(field, label, t);
  const id = fieldId(path);
  const rejected = context.rejected(path);
  const problems = context.problems.within(path);
  const wrong = rejected !== undefined || problems.some(({ severity }) => severity === "error");
  const described = `${id}-about${wrong ? ` ${id}-wrong` : ""}`;
  return html`<div class="field ${value === undefined ? "" : "explicit"}" ${helpOn(help)}>
    <label for=${id}>${label}</label>
    <div class="control">${control(context, field, place, { id, value, label, described, wrong })}</div>
    ${
      value === undefined || context.document.readonly
        ? html`<span class="no-reset"></span>`
        : html`<button class="icon-button reset" title=${t("field.reset", label)} aria-label=${t("field.reset", label)}
            @click=${() => {
              context.reject(path, undefined);
              context.edit(setValue(context.document.value, path, undefined));
            }}>${icon("reset")}</button>`
    }
    <span class="visually-hidden" id="${id}-about">${helpSentence(help)}</span>
    ${rejected === undefined ? nothing : html`<p class="rejected" id="${id}-wrong">${icon("error")}${rejected.error}</p>`}
    ${problemList(context, problems, rejected === undefined ? `${id}-wrong` : undefined)}
  </div>`;
}

interface Drawn {
  readonly id: string;
  readonly value: unknown;
  readonly label: string;
  readonly described: string;
  readonly wrong: boolean;
}

function control(
  context: EditorContext,
  field: OptionField,
  place: FieldPlace,
  drawn: Drawn,
): TemplateResult {
  const { path } = place;
  const set = (value: unknown): void => context.edit(setValue(context.document.value, path, value));
  const inferred = place.inferred ?? defaultText(field, context.t);
  switch (field.kind) {
    case "boolean":
      return html`<input type="checkbox" id=${drawn.id} aria-describedby=${drawn.described} ?disabled=${context.document.readonly}
        .checked=${live((drawn.value ?? field.default) === true)}
        @change=${({ target }: Event) => set((target as HTMLInputElement).checked)}>`;
    case "choice":
      return choiceSelect(context, {
        id: drawn.id,
        described: drawn.described,
        words: (field.words ?? []).map(({ word }) => word),
        value: drawn.value,
        inferred,
        wrong: drawn.wrong,
        set,
      });
    case "choices":
      return choices(context, field, drawn, set);
    default:
      return textInput(context, field, place, { ...drawn, inferred });
  }
}

export interface Select {
  readonly id?: string;
  readonly name?: string;
  readonly described?: string;
  readonly words: readonly string[];
  readonly value: unknown;
  /** What holds while nothing is set. */
  readonly inferred: string;
  readonly wrong?: boolean;
  readonly tabindex?: number;
  set(value: string | undefined): void;
}

/** The inferred word is shown grayed while nothing is set; choosing it again takes the setting out. */
export function choiceSelect({ t, document }: EditorContext, select: Select): TemplateResult {
  const { words, inferred } = select;
  const value = select.value === undefined ? undefined : showInput(select.value);
  const unknown = value !== undefined && !words.includes(value);
  const headings = [t("columns.inferred"), t("columns.setTo")] as const;
  return html`<select class=${value === undefined ? "inferred" : ""} id=${select.id ?? nothing}
    aria-label=${select.name ?? nothing} aria-describedby=${select.described ?? nothing}
    aria-invalid=${select.wrong || unknown ? "true" : nothing} ?disabled=${document.readonly}
    tabindex=${select.tabindex ?? nothing} ${selectOptions({ words, value, inferred, headings })}
    @change=${({ target }: Event) => {
      const { value: chosen, selectedIndex } = target as HTMLSelectElement;
      select.set(selectedIndex === 0 ? undefined : chosen);
    }}></select>`;
}

function choices(
  { document }: EditorContext,
  field: OptionField,
  { id, value, label, described }: Drawn,
  set: (value: unknown) => void,
): TemplateResult {
  const chosen: readonly unknown[] = Array.isArray(value ?? field.default)
    ? ((value ?? field.default) as unknown[])
    : [];
  const words = (field.words ?? []).map(({ word }) => word);
  return html`<div class="choices" id=${id} role="group" aria-label=${label} aria-describedby=${described}>
    ${words.map(
      (
        word,
      ) => html`<vscode-checkbox label=${word} ?disabled=${document.readonly} .checked=${live(chosen.includes(word))}
        @change=${({ target }: Event) => {
          const on = (target as HTMLInputElement).checked;
          set(words.filter((other) => (other === word ? on : chosen.includes(other))));
        }}></vscode-checkbox>`,
    )}
  </div>`;
}

function textInput(
  context: EditorContext,
  field: OptionField,
  { path, list }: FieldPlace,
  { id, value, described, wrong, inferred }: Drawn & { readonly inferred: string },
): TemplateResult {
  const { document, t } = context;
  const numeric = field.kind === "integer" || field.kind === "number" || field.kind === "integers";
  const shown = context.rejected(path)?.text ?? showInput(value);
  return html`<input class=${numeric ? "numeric" : ""} id=${id} type="text" spellcheck="false" autocomplete="off" list=${list ?? nothing}
    dir=${numeric ? "ltr" : "auto"} placeholder=${inferred === "" ? (field.example ?? "") : inferred}
    aria-describedby=${described} aria-invalid=${wrong ? "true" : nothing} ?readonly=${document.readonly}
    ${settled(shown)}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Escape")
        restore(event.target as HTMLInputElement, showInput(value), () => context.reject(path, undefined));
      else if (event.key === "ArrowUp" || event.key === "ArrowDown") step(event, field, value);
    }}
    @change=${({ target }: Event) => {
      const text = (target as HTMLInputElement).value;
      const typed = parseInput(field, text, t);
      context.reject(path, "error" in typed ? { text, error: typed.error } : undefined);
      if ("value" in typed) context.edit(setValue(document.value, path, typed.value));
    }}>`;
}

function restore(input: HTMLInputElement, text: string, done: () => void): void {
  input.value = text;
  done();
}

/** Arrow keys step whole numbers, as number inputs do. */
function step(event: KeyboardEvent, field: OptionField, value: unknown): void {
  const input = event.target as HTMLInputElement;
  if (field.kind !== "integer") return;
  const from = Number(input.value === "" ? (value ?? field.default) : input.value);
  if (!Number.isInteger(from)) return;
  event.preventDefault();
  const to = from + (event.key === "ArrowUp" ? 1 : -1) * (event.shiftKey ? 10 : 1);
  const { minimum = to, maximum = to } = field;
  input.value = String(Math.min(maximum, Math.max(minimum, to)));
}

const ids = new Map<string, string>();

/** A path may hold any column name; ids are numbered. */
export function fieldId(path: Path): string {
  const key = pathKey(path);
  const known = ids.get(key) ?? `field-${ids.size}`;
  ids.set(key, known);
  return known;
}
