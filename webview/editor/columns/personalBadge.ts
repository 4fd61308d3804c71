import { html, nothing, type TemplateResult } from "lit";
import type { EditorChange } from "../../../src/protocol/editor.ts";
import type { EditorContext } from "../context.ts";
import { icon } from "../icons.ts";
import { setColumns } from "../settings/edits.ts";
import type { ColumnRow } from "./columnRows.ts";
import { oneLine } from "./showValue.ts";

/** What of a person a column holds, by the config or as it was found; undefined where nothing speaks for it. */
export function personalOf({
  source,
  effective,
  explicit,
}: ColumnRow): { readonly type: string; readonly sure: boolean } | undefined {
  if (explicit["personal"] === "none") return undefined;
  if (effective?.personal) return effective.personal;
  if (typeof explicit["personal"] === "string") return { type: explicit["personal"], sure: true };
  // ids of records and the like are told apart, not personal
  if (source?.personal === undefined || notPersonal.has(source.personal.type)) return undefined;
  // values of an id column are generated anyway
  if (effective?.type === "id") return undefined;
  return { type: source.personal.type, sure: false };
}

const notPersonal: ReadonlySet<string> = new Set(["bic", "url", "organization", "recordId"]);

/** The kind of personal data beside the name of its column, and what happens to its values. */
export function personalBadge(context: EditorContext, row: ColumnRow): TemplateResult | typeof nothing {
  const found = personalOf(row);
  if (found === undefined) return nothing;
  const { t } = context;
  const title = typeTitle(context, found.type);
  const personal = row.effective?.personal;
  const replace = personal?.replace ?? "";
  const said = saidOf(context, { title, replace, sure: found.sure });
  const why = row.source?.personal?.reason;
  const kept = personal?.exposure === "direct" && replace === "keep";
  const look = kept ? "kept" : found.sure ? (personal?.exposure ?? "direct") : "perhaps";
  return html`<span class="tag personal ${look}" role="img" title=${why === undefined ? said : `${said}\n${oneLine(why, 300)}`}
    aria-label=${t("columns.personalWhy", said)}>${icon("person")}<span class="personal-text" aria-hidden="true">${found.sure ? title : `${title}?`}</span></span>`;
}

function saidOf(
  { t }: EditorContext,
  { title, replace, sure }: { readonly title: string; readonly replace: string; readonly sure: boolean },
): string {
  if (sure) return replace === "" ? title : t("columns.personal", title, replace);
  return replace === "" ? t("columns.personalPerhaps", title) : t("columns.personalToBeSafe", title, replace);
}

/** Words for a type, as the catalog has them: without the exposure in parentheses. */
function typeTitle({ catalog }: EditorContext, type: string): string {
  const words = catalog.column.find(({ key }) => key === "personal")?.words ?? [];
  const meaning = words.find(({ word }) => word === type)?.meaning ?? type;
  return meaning.replace(/ \([^()]*\)\.$/, "");
}

/**
 * What happens to the values of personal columns. `inferred` takes the setting out, `none` says that they are not personal; a
 * column that was found without being sure gets its type too, since nothing would be replaced without it.
 */
export function setReplacement(
  config: Readonly<Record<string, unknown>>,
  rows: readonly ColumnRow[],
  word: string,
): EditorChange[] {
  const names = rows.map(({ name }) => name);
  if (word === "none")
    return [
      ...setColumns(config, names, "replace", undefined),
      ...setColumns(config, names, "personal", "none"),
    ];
  if (word === "inferred")
    return [
      ...setColumns(config, names, "replace", undefined),
      ...setColumns(config, names, "personal", undefined),
    ];
  return rows.flatMap((row) => {
    const found = personalOf(row);
    const settle = found !== undefined && !row.effective?.personal;
    return [
      ...(settle ? setColumns(config, [row.name], "personal", found.type) : []),
      ...setColumns(config, [row.name], "replace", word),
    ];
  });
}
