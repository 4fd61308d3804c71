import { extname } from "node:path";
import { appendItems } from "../../jsonc/appendItems.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import { listAt } from "../../jsonc/moveItem.ts";
import { cutText } from "../../jsonc/quote.ts";
import { applyEdits } from "../../jsonc/textEdit.ts";
import { csvCells } from "../../table/read/csv/csvCells.ts";
import { UserError } from "../../table/userError.ts";
import { idFor } from "../page/featureId.ts";
import { readProduct } from "../readProduct.ts";
import { featureKeys, type Product } from "../schema.ts";
import type { Draft } from "./details.ts";
import { featuresOfCsv } from "./featuresCsv.ts";
import { featuresOfGithub } from "./githubJson.ts";
import { featuresOfJira, isJira } from "./jiraCsv.ts";

/** Longest text of a feature's key in a product file. */
const maxText = 2_000;

/**
 * Reads a list of another program: Jira's CSV, the JSON of `gh issue list`, or any CSV with titles.
 * @param titles the CSV's column of titles where it is none of the usual ones
 */
export function readDrafts(bytes: Buffer, file: string, titles?: string): Draft[] {
  if (extname(file).toLowerCase() === ".json") return featuresOfGithub(bytes.toString("utf8"), file);
  const records = csvCells(bytes, file);
  const [header] = records;
  if (header === undefined) throw new UserError(`${file} is empty`);
  return titles === undefined && isJira(header)
    ? featuresOfJira(records, file)
    : featuresOfCsv(records, file, titles);
}

export interface Imported {
  /** The new text of the product file. */
  readonly text: string;
  readonly added: number;
  /** Features that were there already, by id or title: left as they are. */
  readonly present: number;
  /** What was left out, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Adds what a list holds and the product has not; the same list twice changes nothing. Phases, needs and data sets that the
 * product does not have are left out and named.
 */
export function importFeatures(
  text: string,
  { product, file, today }: { readonly product: Product; readonly file: string; readonly today: string },
  drafts: readonly Draft[],
): Imported {
  const ids = new Set(product.features.map(({ id }) => id));
  const titles = new Set(product.features.map(({ title }) => key(title)));
  const fresh = drafts.filter(
    (draft) => !ids.has(String(draft["id"])) && !titles.has(key(draft.title)) && titles.add(key(draft.title)),
  );
  const named = fresh.map((draft) => {
    const wished = draft["id"];
    const id = typeof wished === "string" && !ids.has(wished) ? wished : idFor(draft.title, ids);
    ids.add(id);
    return { ...draft, id };
  });
  const left = new Map<string, number>();
  const note = (what: string): void => {
    left.set(what, (left.get(what) ?? 0) + 1);
  };
  const features = named.map((draft) => inOrder({ added: today, ...fitted(draft, product, ids, note) }));
  const imported = appended(text, features);
  const read = readProduct(imported, file);
  if (read.product === undefined)
    throw new UserError("these features would break the file; nothing was written", read.diagnostics);
  return {
    text: imported,
    added: named.length,
    present: drafts.length - named.length,
    notes: [...left].map(([what, times]) => `${what}${times > 1 ? ` (${times} times)` : ""}`),
  };
}

/** Keys in the order of the schema. */
function inOrder(feature: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const place = (key: string): number => featureKeys.indexOf(key);
  return Object.fromEntries(Object.entries(feature).sort(([a], [b]) => place(a) - place(b)));
}

function appended(text: string, features: readonly unknown[]): string {
  if (features.length === 0) return text;
  const list = listAt(text, "features");
  const hasItems = list?.children !== undefined && list.children.length > 0;
  return applyEdits(
    text,
    hasItems
      ? appendItems(text, list, features)
      : editConfigAll(text, [{ path: ["features"], value: features }]),
  );
}

function fitted(
  draft: Draft & { readonly id: string },
  product: Product,
  ids: ReadonlySet<string>,
  leftOut: (what: string) => void,
): Readonly<Record<string, unknown>> {
  const { id, title, moscow, phase, status, ...rest } = draft;
  const known = product.phases.find(
    (other) => other.id === phase || (other.title !== undefined && key(other.title) === key(String(phase))),
  );
  if (phase !== undefined && known === undefined) leftOut(`there is no phase ${String(phase)}: left out`);
  const listed = (name: string, has: (item: string) => boolean): string[] | undefined => {
    const list = rest[name];
    if (!Array.isArray(list)) return undefined;
    const kept = list.map(String).filter(has);
    for (const item of list.map(String)) if (!has(item)) leftOut(`${name}: there is no ${item}: left out`);
    return kept.length === 0 ? undefined : kept;
  };
  const why = rest["why"];
  const feature = {
    id,
    title: cut(title),
    moscow,
    phase: known?.id,
    status: status ?? "idea",
    ...rest,
    why: typeof why === "string" ? cut(why) : undefined,
    needs: listed("needs", (item) => ids.has(item)),
    data: listed("data", (item) => product.data.some((data) => data.id === item)),
  };
  return Object.fromEntries(Object.entries(feature).filter(([, value]) => value !== undefined));
}

function cut(text: string): string {
  return text.length <= maxText ? text : cutText(text, maxText - 1);
}

function key(title: string): string {
  return title.trim().toLowerCase().replace(/\s+/g, " ");
}
