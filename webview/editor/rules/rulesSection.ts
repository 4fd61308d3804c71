import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { oneLine, wholeNumber } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { problemList } from "../problemList.ts";
import { formField } from "../settings/formField.ts";
import { addRules, lineKeys, type RuleLine, ruleLines } from "./ruleLines.ts";
import { ruleRow } from "./ruleRow.ts";

/** What must hold between columns: rules with a switch each, found ones with their evidence, and a way to find and add more. */
export function rulesSection(context: EditorContext): TemplateResult {
  const { t, catalog, document, rules, rulesOff } = context;
  const lines = ruleLines(document, rules, rulesOff);
  const keys = lineKeys(lines);
  // drawn at once, not when the list is: a row claims the problems it shows
  const rows = lines.map((line, i) => ({ key: keys[i], row: ruleRow(context, line) }));
  return html`<div class="rules">
    <p class="about">${t("rules.about")}</p>
    ${search(context, lines)}
    ${lines.length === 0 && rules.found === null ? html`<p class="dim about">${t("rules.none")}</p>` : nothing}
    <ul class="rule-list">${repeat(
      rows,
      ({ key }) => key,
      ({ row }) => html`<li>${row}</li>`,
    )}</ul>
    ${document.readonly ? nothing : addBox(context)}
    ${formField(context, catalog.detectRules, { path: ["detectRules"], label: t("rules.detect") })}
    ${problemList(context, context.problems.at(["rules"]))}
  </div>`;
}

/** The button, its progress while it works, and what came of it. */
function search(context: EditorContext, lines: readonly RuleLine[]): TemplateResult {
  const { t, rules, source, document } = context;
  if (rules.finding !== null)
    return html`<div class="rule-search" role="status">
      <span>${t("rules.finding")}</span>
      <progress max="1" value=${rules.finding === 0 ? nothing : rules.finding} aria-label=${t("rules.finding")}></progress>
      <vscode-button secondary @click=${() => context.request({ request: "cancelFindRules" })}>${t("rules.cancel")}</vscode-button>
    </div>`;
  const off = lines.filter(({ at, found }) => at === null && found !== undefined);
  // what some rows break is a choice of its own
  const exact = off.filter(({ found }) => found?.exact);
  return html`<div class="rule-search">
    <vscode-button secondary title=${t("rules.findHelp")} ?disabled=${source.kind !== "ready"} @click=${() => context.request({ request: "findRules" })}>
      ${t(rules.found === null ? "rules.find" : "rules.findAgain")}</vscode-button>
    ${
      exact.length > 1 && !document.readonly
        ? html`<button class="link" @click=${() =>
            context.edit(
              addRules(
                document,
                exact.map(({ entry }) => entry),
              ),
            )}>${t("rules.keepAll")}</button>`
        : nothing
    }
    ${rules.found === null ? nothing : html`<p class="dim" role="status">${outcome(context, rules.found.length, off.length)}</p>`}
    ${rules.failure === null ? nothing : html`<p class="rejected" role="alert">${icon("error")}${t("rules.failed", oneLine(rules.failure, 300))}</p>`}
  </div>`;
}

function outcome({ t, language }: EditorContext, found: number, offered: number): string {
  if (found === 0) return t("rules.foundNone");
  if (found === 1) return t("rules.foundOne", t(offered === 0 ? "rules.foundOneOn" : "rules.foundOneOff"));
  return t("rules.found", wholeNumber(found, language), wholeNumber(found - offered, language));
}

function addBox(context: EditorContext): TemplateResult {
  const { t, document } = context;
  const add = (input: HTMLInputElement): void => {
    const text = input.value.trim();
    if (text === "") return;
    input.value = "";
    context.edit(addRules(document, [text]));
  };
  return html`<div class="rule-add"><input type="text" class="rule-text" spellcheck="false" autocomplete="off" dir="ltr" aria-label=${t("rules.addLabel")}
    placeholder=${t("rules.add", "start <= end")} @change=${({ target }: Event) => add(target as HTMLInputElement)}></div>`;
}
