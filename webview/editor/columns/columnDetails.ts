import { html, nothing, type TemplateResult } from "lit";
import { own } from "../../../src/jsonc/own.ts";
import type { EffectiveColumn, OptionField, SourceColumn } from "../../../src/protocol/editor.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { valueAt } from "../json.ts";
import { problemList } from "../problemList.ts";
import { resetColumns } from "../settings/edits.ts";
import { formField } from "../settings/formField.ts";
import type { ColumnRow } from "./columnRows.ts";
import { personalOf } from "./personalBadge.ts";
import { boundText, oneLine, percent, shortNumber, wholeNumber } from "./showValue.ts";
import { sparkline } from "./sparkline.ts";

/** Settings that mean something for a type, in the order they are shown. */
const settingsOf: Readonly<Record<EffectiveColumn["type"], readonly string[]>> = {
  numerical: ["missing", "decimals", "min", "max", "minCategoryCount"],
  datetime: ["missing", "format", "min", "max", "minCategoryCount"],
  categorical: ["missing", "maxCategories", "minCategoryCount"],
  boolean: ["missing", "minCategoryCount"],
  id: ["pattern"],
  text: ["pattern"],
};

/** What is below an open row: what the file holds, and what can be set. */
export function columnDetails(context: EditorContext, row: ColumnRow): TemplateResult {
  const { t, catalog, document } = context;
  const { source, effective, explicit } = row;
  const type =
    effective?.type ??
    (catalog.types.find(({ word }) => word === explicit["type"])?.word as EffectiveColumn["type"]);
  const dropped = (effective?.role ?? explicit["role"]) === "drop";
  const usual = dropped || type === undefined ? [] : settingsOf[type];
  const known = personalOf(row) === undefined ? usual : [...usual, "personal", "replace"];
  const keys = [
    ...known,
    ...Object.keys(explicit).filter((key) => key !== "type" && key !== "role" && !known.includes(key)),
  ];
  const fields = keys
    .map((key) => catalog.column.find((field) => field.key === key))
    .filter((field) => field !== undefined);
  const path = ["columns", row.name];
  const shown = new Set(fields.map(({ key }) => key));
  const others = row.problems.filter(({ path: [, , key] }) => key === undefined || !shown.has(String(key)));
  return html`<div class="details">
    ${problemList(
      context,
      context.problems.all.filter((problem) =>
        others.some((other) => other.message === problem.message && other.path === problem.path),
      ),
    )}
    <div class="details-parts">
      <div class="facts">${source === undefined ? html`<p class="dim">${t("detail.noProfile")}</p>` : facts(context, source)}</div>
      <div class="settings" role="group" aria-label=${t("detail.settings")}>
        ${fields.map((field) =>
          formField(context, withoutDefault(field), {
            path: [...path, field.key],
            label: labelOf(field, context),
            inferred: inferredOf(context, row, field),
          }),
        )}
        ${marginal(context, row, type)}
        ${
          row.listed && !document.readonly
            ? html`<div class="field"><span></span><div class="control"><button class="link" @click=${() =>
                context.edit(resetColumns(document.value, [row.name]))}>${icon("reset")}
                ${source === undefined ? t("detail.remove") : t("columns.reset")}</button></div></div>`
            : nothing
        }
      </div>
    </div>
  </div>`;
}

function facts(context: EditorContext, source: SourceColumn): TemplateResult {
  const { t, language } = context;
  const present = source.rows - source.missing;
  const measured =
    source.histogram !== null && (source.sdtype === "numerical" || source.sdtype === "datetime");
  const stats: [string, string][] = [];
  if (measured) {
    const numbers: [Parameters<typeof t>[0], number | null][] = [
      ["detail.min", source.min],
      ["detail.median", source.median],
      ["detail.mean", source.mean],
      ["detail.max", source.max],
    ];
    for (const [key, value] of numbers)
      if (value !== null) stats.push([t(key), boundText(source, value, language)]);
    if (source.std !== null && source.sdtype === "numerical")
      stats.push([t("detail.std"), shortNumber(source.std, language)]);
  }
  if (source.pattern !== null) stats.push([t("detail.pattern"), oneLine(source.pattern, 60)]);
  stats.push(
    [t("detail.present"), wholeNumber(present, language)],
    [t("detail.distinct"), wholeNumber(source.cardinality, language)],
  );
  return html`
    <p class="reason">${oneLine(source.reason, 300)}</p>
    ${source.personal === undefined ? nothing : html`<p class="reason">${context.t("columns.personalWhy", oneLine(source.personal.reason, 300))}</p>`}
    ${source.warnings.map((warning) => html`<p class="reason">${oneLine(warning, 300)}</p>`)}
    ${measured ? histogram(context, source) : topValues(context, source, present)}
    <dl class="stats">${stats.map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${value}</bdi></dd></div>`)}</dl>
  `;
}

function histogram({ t, language }: EditorContext, source: SourceColumn): TemplateResult {
  const edges = source.histogram?.edges ?? [];
  return html`<figure class="histogram">
    ${sparkline(source, t, language)}
    <figcaption><span>${boundText(source, edges[0] ?? 0, language)}</span><span>${boundText(source, edges.at(-1) ?? 0, language)}</span></figcaption>
  </figure>`;
}

function topValues({ t, language }: EditorContext, source: SourceColumn, present: number): TemplateResult {
  const { top } = source;
  if (top.length === 0 || source.sdtype === "id" || source.sdtype === "text") {
    const texts = source.examples.map((text) => html`<li><bdi>${oneLine(text, 120)}</bdi></li>`);
    return texts.length === 0
      ? html``
      : html`<ul class="sample" aria-label=${t("columns.examples")}>${texts}</ul>`;
  }
  const rest = present - top.reduce((sum, { count }) => sum + count, 0);
  const most = Math.max(top[0]!.count, 1);
  const line = (value: string, count: number, other = false) => html`<li class=${other ? "other" : ""}>
    <bdi class="top-value" title=${oneLine(value, 200)}>${value === "" ? "∅" : oneLine(value, 60)}</bdi>
    <svg class="top-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width=${Math.min(100, (100 * count) / most)} height="8"></rect></svg>
    <span class="top-count">${percent(count / Math.max(1, present), language) || "0"}</span>
  </li>`;
  return html`<ul class="top" aria-label=${t("detail.values")}>
    ${top.slice(0, 8).map(({ value, count }) => line(value, count))}
    ${rest > 0 ? line(t("detail.others"), rest, true) : nothing}
  </ul>`;
}

/** Models that fit a distribution per column let it be chosen here. */
function marginal(
  context: EditorContext,
  row: ColumnRow,
  type: string | undefined,
): TemplateResult | typeof nothing {
  if (type !== "numerical" && type !== "datetime") return nothing;
  const model = valueAt(context.document.value, ["model", "type"]) ?? context.catalog.recommendedModel;
  const options = context.catalog.models.find((choice) => choice.type === model)?.options ?? [];
  const field = options.find(({ kind }) => kind === "byColumn");
  const usual = options.find(({ key }) => key === "defaultDistribution");
  if (field?.words === undefined || usual === undefined) return nothing;
  const general = valueAt(context.document.value, ["model", usual.key]) ?? usual.default;
  return formField(
    context,
    { ...withoutDefault(field), kind: "choice", words: usual.words ?? field.words },
    {
      path: ["model", field.key, row.name],
      label: context.t("detail.marginal"),
      inferred: String(general),
    },
  );
}

function labelOf({ key, label }: OptionField, { t }: EditorContext): string {
  const labels: Readonly<Record<string, string>> = {
    missing: t("bulk.missing").replace(/…$/, ""),
    min: t("detail.min"),
    max: t("detail.max"),
    pattern: t("detail.pattern"),
  };
  return own(labels, key) ?? label;
}

function inferredOf(
  { t, language }: EditorContext,
  { source, effective }: ColumnRow,
  { key }: OptionField,
): string {
  if (effective === undefined) return "";
  switch (key) {
    case "missing":
      return "model";
    case "decimals":
      return source?.physical === "integer" && effective.decimals === null
        ? "0"
        : String(effective.decimals ?? t("detail.fullPrecision"));
    case "min":
    case "max": {
      const bound = source?.[key];
      return source === undefined || bound === undefined || bound === null
        ? ""
        : t("detail.observed", boundText(source, bound, language));
    }
    case "pattern":
      return effective.pattern ?? t(effective.type === "id" ? "detail.counted" : "detail.leftOut");
    case "format":
      return effective.format ?? t("detail.asFile");
    case "personal":
      return effective.personal?.type ?? "none";
    case "replace":
      return effective.personal?.replace ?? "";
    case "maxCategories":
      return String(effective.maxCategories);
    case "minCategoryCount":
      return String(effective.minCategoryCount);
    default:
      return "";
  }
}

/** At a column the inferred value stands for the default. */
function withoutDefault({ default: _default, ...field }: OptionField): OptionField {
  return field;
}
