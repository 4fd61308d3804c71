import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { oneLine, wholeNumber } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { isObject, textsAt, valueAt } from "../json.ts";
import { problemList } from "../problemList.ts";
import { settled } from "../settled.ts";
import { addRules, type RuleLine, removeRule, setRepair } from "./ruleLines.ts";

const setKinds = ["combinations", "oneOf", "atMostOneOf", "unique"] as const;

/** One rule: its switch, its text, what speaks for it and how the data keep it. */
export function ruleRow(context: EditorContext, line: RuleLine): TemplateResult {
  const { t, document, rulesOff, switched } = context;
  const { at, json, entry, found } = line;
  const name = oneLine(line.text, 80);
  const isOn = (json === null ? undefined : switched.get(json)) ?? at !== null;
  const turn = (on: boolean): void => {
    if (json !== null) switched.set(json, on);
    if (on) {
      context.edit(addRules(document, [entry]));
      return;
    }
    if (at === null) return;
    if (json !== null && found === undefined) context.keepRulesOff([...new Set([...rulesOff, json])]);
    context.edit(removeRule(document, at));
  };
  return html`<div class="rule ${at === null ? "off" : ""}">
    <input type="checkbox" role="switch" class="switch" aria-label=${t("rules.keep", name)} ?disabled=${document.readonly}
      .checked=${live(isOn)} @change=${({ target }: Event) => turn((target as HTMLInputElement).checked)}>
    <div class="rule-body">
      ${ruleText(context, line)}
      ${found === undefined ? nothing : html`<p class="dim rule-evidence">${oneLine(found.evidence, 300)}</p>`}
      ${at === null ? nothing : status(context, line)}
      ${
        at === null
          ? nothing
          : problemList(
              context,
              context.problems.within(["rules", at]).filter(({ code }) => code !== "rule-broken"),
            )
      }
    </div>
    ${
      at === null && found === undefined && json !== null
        ? html`<button class="icon-button" title=${t("rules.forget", name)} aria-label=${t("rules.forget", name)}
            @click=${() => context.keepRulesOff(rulesOff.filter((other) => other !== json))}>${icon("close")}</button>`
        : nothing
    }
  </div>`;
}

/** Comparisons are typed where they stand; sets of columns are shown in words. */
function ruleText(context: EditorContext, line: RuleLine): TemplateResult {
  const { t, document } = context;
  const { at, entry } = line;
  const columns = setKinds.find((kind) => isObject(entry) && Array.isArray(entry[kind]));
  if (columns !== undefined)
    return html`<p class="rule-set">${t(
      `rules.${columns}`,
      textsAt(entry, [columns])
        .map((name) => oneLine(name, 40))
        .join(", "),
    )}</p>`;
  const field = (path: readonly (string | number)[], label: string): TemplateResult => {
    const text = String(valueAt(document.value, path) ?? "");
    return html`<input type="text" class="rule-text" dir="ltr" spellcheck="false" autocomplete="off" aria-label=${label} title=${oneLine(text, 400)}
      ?readonly=${document.readonly} ${settled(text)}
      @change=${({ target }: Event) => {
        const typed = (target as HTMLInputElement).value.trim();
        if (typed !== "") context.edit([{ path, value: typed }]);
        else (target as HTMLInputElement).value = text;
      }}>`;
  };
  if (at === null || !isText(entry)) return html`<code class="rule-code">${oneLine(line.text, 300)}</code>`;
  if (typeof entry === "string") return field(["rules", at], t("rules.edit", at + 1));
  if ("rule" in entry) return field(["rules", at, "rule"], t("rules.edit", at + 1));
  return html`<div class="rule-when"><span class="dim">${t("rules.when")}</span>${field(["rules", at, "when"], t("rules.editWhen", at + 1))}
    <span class="dim">${t("rules.then")}</span>${field(["rules", at, "then"], t("rules.editThen", at + 1))}</div>`;
}

function isText(
  entry: unknown,
): entry is string | { readonly rule: string } | { readonly when: string; readonly then: string } {
  if (typeof entry === "string") return true;
  if (!isObject(entry)) return false;
  return (
    typeof entry["rule"] === "string" ||
    (typeof entry["when"] === "string" && typeof entry["then"] === "string")
  );
}

/** Whether the rows of the source keep the rule. */
function status(context: EditorContext, line: RuleLine): TemplateResult | typeof nothing {
  const { t, rules, language, document } = context;
  const { check, entry, at } = line;
  const count = (value: number): string => wholeNumber(value, language);
  if (check === undefined)
    return rules.checking && line.json !== null
      ? html`<p class="dim rule-status">${t("rules.checking")}</p>`
      : nothing;
  if (check.broken === 0)
    return html`<p class="rule-status fine">${icon("check")}${check.applies === 0 ? t("rules.holdsNowhere") : t("rules.holds", count(check.applies))}</p>`;
  const repair = isObject(entry) && entry["repair"] === true;
  const more = check.broken - check.rows.length;
  const listed = check.rows.map(count).join(", ");
  return html`<div class="rule-status broken-rows">
    <p class="mark ${repair ? "warning" : "error"}">${icon(repair ? "warning" : "error")}<span class="breaks">${t("rules.breaks", count(check.broken), count(check.applies))}</span></p>
    <details><summary><span class="show">${t("rules.showRows")}</span><span class="hide">${t("rules.hideRows")}</span></summary>
      <p class="row-numbers">${more > 0 ? t("rules.rowsMore", listed, count(more)) : t("rules.rows", listed)}</p></details>
    <label class="repair"><input type="checkbox" ?disabled=${document.readonly} .checked=${live(repair)}
      aria-label="${t("rules.repair")} (${at === null ? "" : at + 1})"
      @change=${({ target }: Event) => context.edit(setRepair(line, (target as HTMLInputElement).checked))}>${t("rules.repair")}</label>
  </div>`;
}
