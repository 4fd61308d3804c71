import {
  inEnglish,
  inLanguage,
  type Language,
  say,
  saySentence,
  sayText,
  wholeNumber,
} from "../../language/language.ts";
import { datetime, percent, quantity, rows } from "../../metrics/formatScore.ts";
import type { SharedProfile } from "../../table/protection/protectedProfile.ts";
import { html, type Markup } from "../html/escapeHtml.ts";
import { type Cell, dataTable, figure, figures } from "../html/parts.ts";

/** A profile as the notebook shows it: no examples and no extremes, so nothing of a single row. */
export interface ProfileJson {
  readonly version: 1;
  readonly name: string;
  readonly profile: SharedProfile;
}

type Column = ProfileJson["profile"]["columns"][number];

/** What each column of a table holds, in the report's look; every number is in the table. */
export function profileHtml(json: ProfileJson, language: Language = inEnglish): Markup {
  const names = [json.name, ...json.profile.columns.map((column) => column.name)];
  return inLanguage(language, names, () => page(json));
}

function page({ name, profile }: ProfileJson): Markup {
  const cells = profile.rows * profile.columns.length;
  const missing = profile.columns.reduce((sum, column) => sum + column.missing, 0);
  return html`<main class="sd-report sd-profile">
<header class="sd-header"><p class="sd-eyebrow">${say("Table profile")}</p><h1>${name}</h1></header>
${figures([
  figure("Rows", wholeNumber(profile.rows)),
  figure("Columns", wholeNumber(profile.columns.length), kinds(profile.columns)),
  figure("Missing", cells === 0 ? "–" : percent(missing / cells), "of all cells"),
])}
${dataTable(
  say("Columns of {0}", name),
  [
    { title: "Column" },
    { title: "Type" },
    { title: "Missing", numeric: true },
    { title: "Distinct", numeric: true },
    { title: "Distribution" },
    { title: "Values" },
    { title: "Why" },
  ],
  profile.columns.map(row),
)}
${profile.warnings.length === 0 ? "" : html`<ul class="sd-notes">${profile.warnings.map((text) => html`<li class="sd-note watch">${saySentence(text)}</li>`)}</ul>`}
</main>`;
}

function kinds(columns: readonly Column[]): string {
  const counts = new Map<string, number>();
  for (const { sdtype } of columns) counts.set(sdtype, (counts.get(sdtype) ?? 0) + 1);
  return [...counts].map(([kind, n]) => `${n} ${sayText(kind)}`).join(", ");
}

function row(column: Column): Cell[] {
  const missing = column.rows === 0 ? 0 : column.missing / column.rows;
  return [
    column.name,
    sayText(column.sdtype),
    { content: column.missing === 0 ? "–" : percent(missing), sort: missing },
    { content: wholeNumber(column.cardinality), sort: column.cardinality },
    { content: column.sdtype === "id" ? "" : spark(column), sort: null },
    values(column),
    {
      content: html`<span class="sd-dim">${[column.reason, ...column.warnings].map(saySentence).join("; ")}</span>`,
      sort: null,
    },
  ];
}

function values(column: Column): string {
  if (column.sdtype === "id" || column.sdtype === "text") return column.pattern ?? "";
  if (column.min !== null && column.max !== null) {
    const show = column.sdtype === "datetime" ? datetime : bound;
    return `${show(column.min)} … ${show(column.max)}`;
  }
  const shown = column.top
    .slice(0, 4)
    .map(({ value, count }) => `${shorten(value)} ${percent(count / column.rows)}`);
  return `${shown.join(", ")}${column.cardinality > shown.length ? ", …" : ""}`;
}

/** Years and codes are written without separators. */
function bound(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 10_000 ? String(value) : quantity(value);
}

const width = 120;
const height = 28;

function spark(column: Column): Markup | "" {
  const counts = column.histogram?.counts ?? column.top.map(({ count }) => count);
  if (counts.length === 0) return "";
  const most = Math.max(1, ...counts);
  const step = width / counts.length;
  const gap = column.histogram ? 0 : 1;
  const bars = counts.map((n, i) => {
    const tall = (n / most) * (height - 2);
    return html`<rect x="${(i * step).toFixed(1)}" y="${(height - tall).toFixed(1)}" width="${Math.max(0.5, step - gap).toFixed(1)}" height="${tall.toFixed(1)}"/>`;
  });
  return html`<svg class="sd-spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><g class="sd-spark-real">${bars}</g></svg>`;
}

/** `344 rows × 8 columns` */
export function profileSize({ profile }: ProfileJson): string {
  return `${rows(profile.rows)} × ${profile.columns.length} columns`;
}

function shorten(text: string): string {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}
