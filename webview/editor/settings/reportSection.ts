import { html, type TemplateResult } from "lit";
import { oneLine } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { formField } from "./formField.ts";
import { gatesEditor } from "./gatesEditor.ts";
import { listField } from "./listField.ts";
import { fieldOf } from "./outputSection.ts";

/** A choice of more words is typed rather than picked. */
const maxWords = 40;

/** What the report computes, about which columns, and which bounds make a run fail. */
export function reportSection(context: EditorContext): TemplateResult {
  const { t, catalog, document, rows } = context;
  const { report } = catalog;
  const names = rows.map(({ name }) => name);
  const few = names.length <= maxWords;
  const byRole = rows.find(({ explicit }) => explicit["role"] === "target")?.name;
  const byRoleSensitive = rows
    .filter(({ explicit }) => explicit["role"] === "sensitive")
    .map(({ name }) => name);
  const target = byRole ?? document.defaultTarget;
  const list = (key: "sensitive" | "quasiIdentifiers", label: "report.sensitive" | "report.quasi") =>
    fieldOf(report, key, (field) =>
      listField(context, field, {
        path: ["report", key],
        label: t(label),
        list: "column-names",
        addLabel: t("report.addColumn"),
        ...(key === "sensitive" && { inherited: { items: byRoleSensitive, because: t("report.byRole") } }),
      }),
    );
  return html`
    ${fieldOf(report, "enabled", (field) => formField(context, field, { path: ["report", "enabled"], label: t("report.enabled") }))}
    ${fieldOf(report, "target", (field) =>
      formField(context, few ? { ...field, kind: "choice", words: words(names) } : field, {
        path: ["report", "target"],
        label: t("report.target"),
        inferred: target === null ? t("report.noTarget") : oneLine(target, 60),
        list: "column-names",
      }),
    )}
    <datalist id="column-names">${names.map((name) => html`<option value=${name}></option>`)}</datalist>
    ${fieldOf(report, "holdout", (field) => formField(context, field, { path: ["report", "holdout"], label: t("report.holdout") }))}
    ${fieldOf(report, "sections", (field) => formField(context, field, { path: ["report", "sections"], label: t("report.sections") }))}
    ${list("sensitive", "report.sensitive")}${list("quasiIdentifiers", "report.quasi")}
    ${gatesEditor(context)}`;
}

function words(names: readonly string[]): { word: string; meaning: string }[] {
  return names.filter((name) => name !== "").map((word) => ({ word, meaning: "" }));
}
