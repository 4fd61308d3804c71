import { say, sayText } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import { html, type Markup } from "./escapeHtml.ts";

/** One cell of a table: text, or markup with the number it sorts by. */
export type Cell =
  | string
  | Markup
  | { readonly content: string | Markup; readonly sort: number | string | null };

export interface TableColumn {
  readonly title: string;
  /** The title is a word of the data. */
  readonly data?: boolean;
  /** Numbers are right-aligned. */
  readonly numeric?: boolean;
  /** Words of ours that must not be broken. */
  readonly whole?: boolean;
  /** Sentences: the column stays wide enough to read them on a narrow page. */
  readonly prose?: boolean;
  readonly hint?: string;
}

/** A plain table; its words are English, and shown in the reader's language. `caption` is read by screen readers. Sortable once the script runs. */
export function dataTable(
  caption: string,
  columns: readonly TableColumn[],
  body: readonly (readonly Cell[])[],
): Markup {
  const name = sayText(caption);
  return html`<div class="sd-scroll" tabindex="0" role="region" aria-label="${name}"><table class="sd-table" data-sortable>
<caption class="sd-hidden">${name}</caption>
<thead><tr>${columns.map(head)}</tr></thead>
<tbody>${body.map((row) => html`<tr>${row.map((cell, i) => tableCell(cell, columns[i], i === 0))}</tr>`)}</tbody>
</table></div>`;
}

function head({ title, data, numeric, hint }: TableColumn): Markup {
  const name = data ? title : sayText(title);
  return html`<th scope="col"${numeric ? html` class="sd-num"` : ""}>${hint ? definition(name, sayText(hint)) : name}</th>`;
}

function tableCell(cell: Cell, column: TableColumn | undefined, first: boolean): Markup {
  const kind = column?.numeric ? "sd-num" : column?.whole ? "sd-whole" : column?.prose ? "sd-prose" : null;
  const shape = kind === null ? "" : html` class="${kind}"`;
  const keyed = typeof cell === "object" && "content" in cell;
  const content = keyed ? cell.content : cell;
  const sort = keyed && cell.sort !== null ? html` data-sort="${cell.sort}"` : "";
  return first
    ? html`<th scope="row"${shape}${sort}>${content}</th>`
    : html`<td${shape}${sort}>${content}</td>`;
}

/** A score from 0 to 1 as a bar with its number; a tick marks the ceiling. Drawn with attributes: a webview's policy forbids inline styles. */
export function scoreCell(value: number | null, ceiling: number | null = null): Cell {
  if (value === null) return { content: html`<span class="sd-dim">–</span>`, sort: -1 };
  const tick =
    ceiling === null
      ? ""
      : html`<line class="sd-tick" x1="${at(ceiling)}" x2="${at(ceiling)}" y1="0" y2="14"><title>${say("best reachable: {0}", score(ceiling))}</title></line>`;
  return bar(value, tone(value, ceiling), tick);
}

/** A share as a bar that judges nothing. */
export function shareCell(value: number | null): Cell {
  return value === null ? "–" : bar(value, "plain", "");
}

function bar(value: number, kind: string, tick: Markup | ""): Cell {
  return {
    content: html`<span class="sd-bar"><svg class="sd-track" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true"><rect class="sd-groove" y="3" width="100" height="8"/><rect class="sd-fill ${kind}" y="3" width="${at(value)}" height="8"/>${tick}</svg><b>${score(value)}</b></span>`,
    sort: value,
  };
}

function at(share: number): string {
  return (Math.max(0, Math.min(1, share)) * 100).toFixed(2);
}

/** Judged against the ceiling where there is one. */
export function tone(value: number, ceiling: number | null): "good" | "watch" | "bad" {
  const relative = ceiling === null || ceiling <= 0 ? value : value / ceiling;
  return relative >= 0.95 ? "good" : relative >= 0.85 ? "watch" : "bad";
}

/** A place where the script draws a chart; without it the table next to it says the same. */
export function chart(
  kind: string,
  label: string,
  data: Readonly<Record<string, string | number>> = {},
): Markup {
  const attributes = Object.entries(data).map(([key, value]) => html` data-${key}="${value}"`);
  return html`<div class="sd-chart" role="img" aria-label="${sayText(label)}" data-chart="${kind}"${attributes}></div>`;
}

export function details(summary: string, content: Markup, open = false): Markup {
  return html`<details class="sd-details"${open ? html` open` : ""}><summary>${sayText(summary)}</summary>${content}</details>`;
}

export function section(
  id: string,
  title: string,
  lead: string,
  content: readonly (Markup | "" | false)[],
): Markup {
  return html`<section class="sd-section" id="sd-${id}" aria-labelledby="sd-${id}-title">
<h2 id="sd-${id}-title">${sayText(title)}</h2>
<p class="sd-lead">${sayText(lead)}</p>
${content}
</section>`;
}

/** A headline number with its name and a line below it. */
export function figure(
  name: string,
  value: string,
  below: string | Markup = "",
  {
    status = "",
    hint = "",
  }: { readonly status?: "good" | "watch" | "bad" | ""; readonly hint?: string } = {},
): Markup {
  const title = sayText(name);
  return html`<div class="sd-figure ${status}"><span class="sd-figure-name">${hint === "" ? title : definition(title, sayText(hint))}</span><span class="sd-figure-value">${value}</span><span class="sd-figure-below">${typeof below === "string" ? sayText(below) : below}</span></div>`;
}

/** A name with what it means: shown beside it under the pointer, at the keyboard's focus and after a tap. */
export function definition(name: string, meaning: string): Markup {
  return html`<span class="sd-def" tabindex="0" data-def="${meaning}" aria-description="${meaning}">${name}</span>`;
}

export function figures(items: readonly Markup[]): Markup {
  return html`<div class="sd-figures">${items}</div>`;
}

const statusWords = { good: "good", watch: "watch", bad: "bad" } as const;

export function pill(status: keyof typeof statusWords, text: string = statusWords[status]): Markup {
  return html`<span class="sd-pill ${status}">${sayText(text)}</span>`;
}
