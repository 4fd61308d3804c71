import { html, nothing, type TemplateResult } from "lit";
import { settled } from "../../editor/settled.ts";

/** A labelled control; `write` is called once its value is settled. */
export interface FieldOptions {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly readonly: boolean;
  /** Said below the control. */
  readonly help?: string;
  readonly error?: string | undefined;
  write(text: string): void;
}

export function textField(options: FieldOptions, type: "text" | "date" | "number" = "text"): TemplateResult {
  const { id, value, readonly, help, error, write } = options;
  return field(
    options,
    html`<input id=${id} type=${type === "number" ? "text" : type} inputmode=${type === "number" ? "decimal" : nothing} ${settled(value)} ?disabled=${readonly}
      class=${type === "number" ? "numeric" : ""} aria-describedby=${help === undefined && error === undefined ? nothing : `${id}-help`} aria-invalid=${error === undefined ? nothing : "true"}
      @change=${({ target }: Event) => write((target as HTMLInputElement).value)}>`,
  );
}

export function areaField(options: FieldOptions, rows = 2): TemplateResult {
  const { id, value, readonly, help, write } = options;
  return field(
    options,
    html`<textarea id=${id} rows=${rows} ${settled(value)} ?disabled=${readonly} aria-describedby=${help === undefined ? nothing : `${id}-help`}
      @change=${({ target }: Event) => write((target as HTMLTextAreaElement).value)}></textarea>`,
  );
}

export function choiceField(
  options: FieldOptions & { readonly choices: readonly (readonly [value: string, text: string])[] },
): TemplateResult {
  const { id, value, readonly, choices, write } = options;
  return field(
    options,
    html`<select id=${id} ?disabled=${readonly} .value=${value} @change=${({ target }: Event) => write((target as HTMLSelectElement).value)}>
      ${choices.map(([key, text]) => html`<option value=${key} ?selected=${key === value}>${text}</option>`)}
    </select>`,
  );
}

function field({ id, label, help, error }: FieldOptions, control: TemplateResult): TemplateResult {
  const text = error ?? help;
  return html`<div class="panel-field"><label for=${id}>${label}</label>${control}
    ${text === undefined ? nothing : html`<p id="${id}-help" class=${error === undefined ? "dim" : "field-error"}>${text}</p>`}</div>`;
}

/** Several ids of a list: chips that go with a press, and a choice to add one. */
export function idsField({
  id,
  label,
  ids,
  choices,
  readonly,
  add,
  remove,
  write,
}: {
  readonly id: string;
  readonly label: string;
  readonly ids: readonly string[];
  /** All that can be chosen. */
  readonly choices: readonly (readonly [id: string, text: string])[];
  readonly readonly: boolean;
  readonly add: string;
  remove(name: string): string;
  write(ids: readonly string[]): void;
}): TemplateResult {
  const nameOf = new Map(choices);
  const free = choices.filter(([other]) => !ids.includes(other));
  return html`<div class="panel-field"><label for=${id}>${label}</label>
    ${
      ids.length === 0
        ? nothing
        : html`<ul class="panel-chips">${ids.map(
            (other) =>
              html`<li class="chip"><bdi title=${nameOf.get(other) ?? other}>${nameOf.get(other) ?? other}</bdi>${
                readonly
                  ? nothing
                  : html`<button class="icon-button" aria-label=${remove(nameOf.get(other) ?? other)} title=${remove(nameOf.get(other) ?? other)} @click=${() => write(ids.filter((kept) => kept !== other))}>×</button>`
              }</li>`,
          )}</ul>`
    }
    <select id=${id} ?disabled=${readonly || free.length === 0} .value=${""} @change=${({
      target,
    }: Event) => {
      const select = target as HTMLSelectElement;
      if (select.value !== "") write([...ids, select.value]);
      select.value = "";
    }}><option value="">${add}</option>${free.map(([other, text]) => html`<option value=${other}>${text}</option>`)}</select></div>`;
}
