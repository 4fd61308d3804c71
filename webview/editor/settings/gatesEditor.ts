import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { MetricChoice, OptionField } from "../../../src/protocol/editor.ts";
import { oneLine } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { helpOn } from "../help.ts";
import { icon } from "../icons.ts";
import { isObject, valueAt } from "../json.ts";
import { problemList } from "../problemList.ts";
import { settled } from "../settled.ts";
import { setValue } from "./edits.ts";
import { fieldId } from "./formField.ts";
import { parseInput, showInput } from "./parseInput.ts";

const sections = ["diagnostic", "fidelity", "utility", "privacy"] as const;

/** Bounds on the report's numbers, one line a metric. */
export function gatesEditor(context: EditorContext): TemplateResult {
  const { t, catalog, document } = context;
  const written = valueAt(document.value, ["report", "gates"]);
  const names = isObject(written) ? Object.keys(written) : [];
  const free = catalog.metrics.filter(({ name }) => !names.includes(name));
  return html`<div class="gates" role="group" aria-label=${t("gates.title")}>
    <h3 ${helpOn({ title: t("gates.title"), text: t("gates.help") })}>${t("gates.title")}</h3>
    ${names.length === 0 ? html`<p class="dim about">${t("gates.none")}</p>` : html``}
    ${names.map((name) =>
      gateLine(
        context,
        name,
        catalog.metrics.find((metric) => metric.name === name),
      ),
    )}
    ${
      document.readonly
        ? html``
        : html`<select class="add-gate" aria-label=${t("gates.add")} @change=${({ target }: Event) => {
            const select = target as HTMLSelectElement;
            const metric = catalog.metrics.find(({ name }) => name === select.value);
            select.selectedIndex = 0;
            if (metric) context.edit([{ path: ["report", "gates", metric.name], value: metric.usualBound }]);
          }}>
            <option value="" disabled selected hidden>${t("gates.add")}</option>
            ${sections.map(
              (section) =>
                html`<optgroup label=${t(`gates.section.${section}`)}>${free
                  .filter((metric) => metric.section === section)
                  .map(
                    (metric) =>
                      html`<option value=${metric.name} title=${metric.description}>${metric.title}</option>`,
                  )}</optgroup>`,
            )}
          </select>`
    }
  </div>`;
}

function gateLine(context: EditorContext, name: string, metric: MetricChoice | undefined): TemplateResult {
  const { t, document } = context;
  const title = oneLine(metric?.title ?? name, 60);
  const path = ["report", "gates", name];
  const problems = context.problems.within(path);
  const relative = valueAt(document.value, [...path, "relativeToCeiling"]) === true;
  return html`<div class="gate" ${helpOn({ title: metric === undefined ? title : `${title}  ·  \`${name}\``, text: metric?.description ?? "", facts: [t("gates.relativeHelp")] })}>
    <span class="gate-name" id="${fieldId(path)}-name">${title}</span>
    ${boundInput(context, path, "min", title)}
    ${boundInput(context, path, "max", title)}
    <label class="relative"><input type="checkbox" ?disabled=${document.readonly} .checked=${live(relative)}
      @change=${({ target }: Event) =>
        context.edit(
          setValue(
            document.value,
            [...path, "relativeToCeiling"],
            (target as HTMLInputElement).checked || undefined,
          ),
        )}>${t("gates.relative")}</label>
    ${
      document.readonly
        ? html``
        : html`<button class="icon-button" title=${t("gates.remove", title)} aria-label=${t("gates.remove", title)}
            @click=${() => context.edit(setValue(document.value, path, undefined))}>${icon("close")}</button>`
    }
    ${["min", "max"].map((key) => {
      const rejected = context.rejected([...path, key]);
      return rejected === undefined
        ? html``
        : html`<p class="rejected">${icon("error")}${rejected.error}</p>`;
    })}
    ${problemList(context, problems)}
  </div>`;
}

const bound: OptionField = { key: "bound", label: "", description: "", kind: "number", advanced: false };

function boundInput(
  context: EditorContext,
  gate: readonly string[],
  key: "min" | "max",
  title: string,
): TemplateResult {
  const { t, document } = context;
  const path = [...gate, key];
  const sign = key === "min" ? "≥" : "≤";
  const label = t(key === "min" ? "gates.minOf" : "gates.maxOf", title);
  const value = valueAt(document.value, path);
  const rejected = context.rejected(path);
  return html`<span class="bound"><span aria-hidden="true" class="dim">${sign}</span><input type="text" class="numeric" spellcheck="false" autocomplete="off"
    aria-label=${label} aria-invalid=${rejected === undefined ? "false" : "true"} placeholder="–" ?readonly=${document.readonly}
    ${settled(rejected?.text ?? showInput(value))}
    @change=${({ target }: Event) => {
      const text = (target as HTMLInputElement).value;
      const typed = parseInput(bound, text, t);
      context.reject(path, "error" in typed ? { text, error: typed.error } : undefined);
      if ("value" in typed) context.edit(setValue(document.value, path, typed.value));
    }}></span>`;
}
