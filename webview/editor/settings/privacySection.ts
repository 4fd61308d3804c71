import { html, nothing, type TemplateResult } from "lit";
import type { EditorChange } from "../../../src/protocol/editor.ts";
import type { MeteredTable, PrivacyMeter } from "../../../src/protocol/privacyMeter.ts";
import { oneLine, wholeNumber } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { isObject, ownValue } from "../json.ts";
import { problemList } from "../problemList.ts";
import { setValue } from "./edits.ts";
import { formField } from "./formField.ts";
import { fieldOf } from "./outputSection.ts";

const keys = ["epsilon", "delta", "unit", "maxRowsPerUnit", "budget", "domain"] as const;

/** The guarantee: what it is, what it buys, what must be declared, and how much noise it brings before anything is spent. */
export function privacySection(context: EditorContext): TemplateResult {
  const { t, catalog, document } = context;
  const written = ownValue(document.value, "privacy");
  const set = (path: readonly string[], value: unknown) =>
    context.edit(setValue(document.value, ["privacy", ...path], value));
  if (!isObject(written))
    return html`<p class="about">${t("privacy.none")}</p>
      <button class="link" ?disabled=${document.readonly} @click=${() => set([], { epsilon: 1, delta: 1e-6 })}>${t("privacy.ask")}</button>
      ${problemList(context, context.problems.at(["privacy"]))}`;
  const unit = ownValue(written, "unit");
  const isByRow = unit === undefined || unit === "row";
  return html`
    ${problemList(context, context.problems.at(["privacy"]))}
    ${oddsText(context, ownValue(written, "epsilon"))}
    ${keys
      .filter((key) => key !== "maxRowsPerUnit" || !isByRow)
      .map((key) =>
        fieldOf(catalog.privacy, key, (field) =>
          formField(context, field, {
            path: ["privacy", key],
            label: t(`privacy.${key}`),
            ...(key === "unit" && { list: "column-names" }),
          }),
        ),
      )}
    ${isByRow ? html`<p class="about">${t("privacy.unitHelp")}</p>` : nothing}
    ${document.privacy === null ? nothing : meter(context, document.privacy, ownValue(written, "domain"), set)}
    <button class="link" ?disabled=${document.readonly} @click=${() => set([], undefined)}>${t("privacy.remove")}</button>`;
}

/** What ε buys, in odds. */
function oddsText({ t, language }: EditorContext, epsilon: unknown): TemplateResult | typeof nothing {
  if (typeof epsilon !== "number" || !(epsilon > 0)) return nothing;
  const odds = Math.exp(epsilon);
  const shown =
    odds > 1e6
      ? "> 1,000,000"
      : odds.toLocaleString(language, { maximumSignificantDigits: odds < 100 ? 2 : 3 });
  return html`<p class="about">${t("privacy.odds", shown)}</p>`;
}

function meter(
  context: EditorContext,
  privacy: PrivacyMeter,
  domain: unknown,
  set: (path: readonly string[], value: unknown) => void,
): TemplateResult {
  const { t, source, language, document } = context;
  const rows = source.kind === "ready" ? source.rows : undefined;
  const names = privacy.declared.slice(0, 8).map((name) => oneLine(name, 30));
  const more = privacy.declared.length - names.length;
  const isAsked = domain === undefined && privacy.declared.length > 0;
  return html`
    ${
      isAsked
        ? html`<div class="privacy-question" role="group" aria-label=${t("privacy.question")}>
            <p>${t("privacy.question")} <strong>${names.join(", ")}${more > 0 ? ` + ${more}` : ""}</strong></p>
            <p class="about">${t("privacy.questionHelp")}</p>
            <button class="link" ?disabled=${document.readonly} @click=${() => set(["domain"], "declared")}>${t("privacy.yes")}</button>
            <button class="link" ?disabled=${document.readonly} @click=${() => context.edit(withoutBounds(context, privacy))}>${t("privacy.no")}</button>
          </div>`
        : html`<p class="about">${
            domain === "private"
              ? privacy.bought === null
                ? t("privacy.allDeclared")
                : t(
                    "privacy.bought",
                    wholeNumber(privacy.bought.textRows, language),
                    wholeNumber(privacy.bought.binRows, language),
                  )
              : t("privacy.declare")
          }</p>`
    }
    <h3 class="meter-title">${t("privacy.meter")}</h3>
    <p class="about">${t("privacy.meterHelp")}</p>
    <ul class="noise-meter">
      ${[...privacy.singles, ...privacy.pairs].map((table) => meterLine(context, table, rows))}
    </ul>
    ${privacy.morePairs > 0 ? html`<p class="about">${t("privacy.morePairs", wholeNumber(privacy.morePairs, language))}</p>` : nothing}`;
}

/** What is not public is removed, and bought instead: one undo step. */
function withoutBounds({ document: { value } }: EditorContext, { declared }: PrivacyMeter): EditorChange[] {
  return [
    ...declared.flatMap((name) =>
      ["values", "min", "max", "bins"].flatMap((key) =>
        ownValue(ownValue(ownValue(value, "columns"), name), key) === undefined
          ? []
          : setValue(value, ["columns", name, key], undefined),
      ),
    ),
    ...setValue(value, ["privacy", "domain"], "private"),
  ];
}

function meterLine(
  { t, language }: EditorContext,
  { columns, cells, sigma, moved }: MeteredTable,
  rows: number | undefined,
): TemplateResult {
  const share = rows === undefined ? undefined : Math.min(1, moved / Math.max(1, rows));
  const name = columns.map((column) => oneLine(column, 40)).join(" × ");
  const shown =
    share === undefined
      ? t("privacy.rows", wholeNumber(Math.round(moved), language))
      : share >= 1
        ? t("privacy.allNoise")
        : `${(100 * share).toLocaleString(language, { maximumFractionDigits: share < 0.1 ? 1 : 0 })} %`;
  const detail = t(
    "privacy.detail",
    wholeNumber(cells, language),
    sigma.toLocaleString(language, { maximumFractionDigits: 1 }),
    wholeNumber(Math.round(moved), language),
  );
  const level = share === undefined || share < 0.1 ? "low" : share < 0.5 ? "middle" : "high";
  return html`<li title="${name}: ${detail}">
    <span class="meter-name">${name}</span>
    <svg class="meter-bar ${level}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="8"></rect><rect class="part" width=${100 * (share ?? 0)} height="8"></rect></svg>
    <span class="meter-value">${shown}</span>
  </li>`;
}
