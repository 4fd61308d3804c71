import { html, type TemplateResult } from "lit";
import type { OptionField } from "../../../src/protocol/editor.ts";
import { wholeNumber } from "../columns/showValue.ts";
import type { EditorContext } from "../context.ts";
import { formField } from "./formField.ts";
import { listField } from "./listField.ts";

/** Where the synthetic rows go, how many, and the seed. */
export function outputSection(context: EditorContext): TemplateResult {
  const { t, catalog, document, source, language } = context;
  const rows = source.kind === "ready" ? t("output.rowsAsSource", wholeNumber(source.rows, language)) : "";
  const balanced = (source.kind === "ready" ? source.columns : [])
    .filter(({ sdtype }) => sdtype === "categorical" || sdtype === "boolean")
    .map(({ name }) => `${name}=balanced`);
  return html`
    ${fieldOf(catalog.output, "path", (field) =>
      formField(context, field, {
        path: ["output", "path"],
        label: t("output.path"),
        inferred: document.defaultOutput,
      }),
    )}
    ${fieldOf(catalog.output, "rows", (field) =>
      formField(context, field, { path: ["output", "rows"], label: t("output.rows"), inferred: rows }),
    )}
    ${fieldOf(catalog.output, "format", (field) =>
      formField(context, field, {
        path: ["output", "format"],
        label: t("output.format"),
        inferred: t("output.byEnding"),
      }),
    )}
    ${fieldOf(catalog.output, "share", (field) =>
      formField(context, field, {
        path: ["output", "share"],
        label: t("output.share"),
        inferred: t("output.shareAsData"),
        list: "what-if-shares",
      }),
    )}
    <datalist id="what-if-shares">${balanced.map((text) => html`<option value=${text}></option>`)}</datalist>
    ${formField(context, catalog.seed, { path: ["seed"], label: t("output.seed") })}`;
}

/** Which file is learned from and how it is read. */
export function sourceSection(context: EditorContext): TemplateResult {
  const { catalog } = context;
  return html`
    ${fieldOf(catalog.source, "path", (field) => formField(context, field, { path: ["source", "path"] }))}
    ${["delimiter", "header", "skip", "quotes", "sheet", "sampleRows"].map((key) =>
      fieldOf(catalog.source, key, (field) => formField(context, field, { path: ["source", key] })),
    )}
    ${fieldOf(catalog.source, "missing", (field) =>
      listField(context, field, {
        path: ["source", "missing"],
        label: context.t("source.missingTexts"),
        addLabel: context.t("source.addText"),
      }),
    )}`;
}

export function fieldOf(
  fields: readonly OptionField[],
  key: string,
  draw: (field: OptionField) => TemplateResult,
): TemplateResult {
  const field = fields.find((candidate) => candidate.key === key);
  return field === undefined ? html`` : draw(field);
}
