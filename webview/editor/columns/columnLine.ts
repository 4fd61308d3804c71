import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { setColumns } from "../settings/edits.ts";
import { choiceSelect } from "../settings/formField.ts";
import type { ColumnRow } from "./columnRows.ts";
import { personalBadge } from "./personalBadge.ts";
import { oneLine, percent, wholeNumber } from "./showValue.ts";
import { sparkline } from "./sparkline.ts";

export interface LineState {
  readonly chosen: boolean;
  readonly open: boolean;
  /** Only the active line's controls are tab stops. */
  readonly active: boolean;
  toggleOpen(): void;
  toggleChosen(shift: boolean): void;
}

/** The cells of one column's line. */
export function columnLine(context: EditorContext, row: ColumnRow, state: LineState): TemplateResult {
  const { t, language, catalog, document } = context;
  const { source, effective, explicit } = row;
  const name = oneLine(row.name, 200) || t("columns.unnamed");
  const tab = state.active ? 0 : -1;
  const set = (key: string) => (value: string | undefined) =>
    context.edit(setColumns(document.value, [row.name], key, value));
  const wrong = (key: string) =>
    row.problems.some(({ severity, path }) => severity === "error" && path[2] === key);
  return html`
    <div role="gridcell" class="cell choose">
      <input type="checkbox" tabindex=${tab} aria-label=${t("columns.select", name)} .checked=${live(state.chosen)}
        @click=${(event: MouseEvent) => {
          event.stopPropagation();
          state.toggleChosen(event.shiftKey);
        }}>
    </div>
    <div role="rowheader" class="cell name">
      <button class="icon-button twist" tabindex=${tab} aria-expanded=${state.open ? "true" : "false"}
        aria-label=${t("columns.expand", name)} @click=${(event: Event) => {
          event.stopPropagation();
          state.toggleOpen();
        }}>${icon("chevron")}</button>
      <bdi class="name-text ${row.name === "" ? "dim" : ""}" title=${name}>${name}</bdi>
      ${source === undefined && context.source.kind === "ready" ? html`<span class="tag">${t("columns.notInFile")}</span>` : nothing}
      ${personalBadge(context, row)}
      ${problemMark(context, row)}
    </div>
    <div role="gridcell" class="cell type">
      ${choiceSelect(context, {
        name: t("columns.typeOf", name),
        words: catalog.types.map(({ word }) => word),
        value: explicit["type"],
        inferred: effective?.type ?? t("columns.inferred").toLowerCase(),
        wrong: wrong("type"),
        tabindex: tab,
        set: set("type"),
      })}
    </div>
    <div role="gridcell" class="cell role">
      ${choiceSelect(context, {
        name: t("columns.roleOf", name),
        words: catalog.roles.map(({ word }) => word),
        value: explicit["role"] ?? (reportRole(context, row) ? effective?.role : undefined),
        inferred: reportRole(context, row) ? "feature" : (effective?.role ?? "feature"),
        wrong: wrong("role"),
        tabindex: tab,
        set: set("role"),
      })}
    </div>
    <div role="gridcell" class="cell values">${source === undefined ? nothing : sparkline(source, t, language)}</div>
    <div role="gridcell" class="cell missing">${source === undefined ? nothing : missingShare(source.missing / Math.max(1, source.rows), language)}</div>
    <div role="gridcell" class="cell distinct">${source === undefined ? nothing : wholeNumber(source.cardinality, language)}</div>
    <div role="gridcell" class="cell examples">${source?.examples.slice(0, 4).map((text) => html`<bdi class="example">${oneLine(text, 60)}</bdi>`)}</div>
  `;
}

/** The role was given in `report`, not at the column. */
function reportRole(_context: EditorContext, { explicit, effective, source }: ColumnRow): boolean {
  const byType = effective?.type === "id" || source === undefined;
  return (
    explicit["role"] === undefined && !byType && effective?.role !== undefined && effective.role !== "feature"
  );
}

function missingShare(share: number, language: string): TemplateResult | typeof nothing {
  if (share === 0) return nothing;
  return html`<span class="missing-text">${percent(share, language)}</span>
    <svg class="missing-bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="3"></rect><rect class="part" width=${100 * share} height="3"></rect></svg>`;
}

function problemMark({ t }: EditorContext, { problems }: ColumnRow): TemplateResult | typeof nothing {
  const [first] = problems;
  if (first === undefined) return nothing;
  const worst =
    problems.find(({ severity }) => severity === "error") ??
    problems.find(({ severity }) => severity === "warning") ??
    first;
  const label = problems.map(({ message }) => oneLine(message, 300)).join("\n");
  return html`<span class="mark ${worst.severity}" title=${label} role="img"
    aria-label="${problems.length === 1 ? t("columns.problem") : t("columns.problems", problems.length)}: ${label}">${icon(worst.severity)}</span>`;
}
