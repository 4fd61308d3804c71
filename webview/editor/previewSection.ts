import { html, nothing, type TemplateResult } from "lit";
import { oneLine } from "./columns/showValue.ts";
import type { EditorContext } from "./context.ts";
import { icon } from "./icons.ts";

/** Example rows before training, under the columns; marked as what they are. */
export function previewSection(
  context: EditorContext,
  open: boolean,
  toggle: () => void,
): TemplateResult | typeof nothing {
  const { preview, t } = context;
  if (preview.state === "off") return nothing;
  return html`<section class="preview" aria-label=${t("preview.title")}>
    <div class="preview-head">
      <button class="fold" aria-expanded=${open ? "true" : "false"} @click=${toggle}>${icon("chevron")}${t("preview.title")}</button>
      <span class="tag">${t("preview.mark")}</span>
      <span class="dim" role="status">${summary(context)}</span>
    </div>
    ${open && preview.state === "ready" ? table(context) : nothing}
  </section>`;
}

function summary({ preview, t, language }: EditorContext): string {
  if (preview.state === "working") return t("preview.working");
  if (preview.state === "failed") return t("preview.failed", oneLine(preview.message, 200));
  if (preview.state !== "ready") return "";
  const { columnShapes, pairTrends, rows } = preview.preview;
  const percent = (score: number | null): string =>
    score === null ? "–" : `${Math.round(100 * score).toLocaleString(language)} %`;
  return t("preview.expected", percent(columnShapes), percent(pairTrends), rows.toLocaleString(language));
}

function table({ preview, t }: EditorContext): TemplateResult | typeof nothing {
  if (preview.state !== "ready") return nothing;
  const { columns } = preview.preview;
  const count = columns[0]?.values.length ?? 0;
  return html`<div class="preview-rows" tabindex="0" role="region" aria-label=${t("preview.title")}>
    <table>
      <thead><tr>${columns.map(({ name }) => html`<th scope="col">${oneLine(name, 40)}</th>`)}</tr></thead>
      <tbody>${Array.from(
        { length: count },
        (_, row) =>
          html`<tr>${columns.map(({ values }) =>
            values[row] === null || values[row] === undefined
              ? html`<td class="dim">${t("preview.missing")}</td>`
              : html`<td>${oneLine(values[row], 60)}</td>`,
          )}</tr>`,
      )}</tbody>
    </table>
  </div>`;
}
