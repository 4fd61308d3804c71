import type { PersonalFinding, PersonalType } from "../../../config/personal/personalTypes.ts";
import { type Column, columnLength, type StringColumn } from "../../../table/table.ts";
import { addressPart } from "../invent/localParts.ts";
import { plain } from "../lists/gazetteer.ts";
import { percent } from "./rule.ts";

const rowsSeen = 400;
/** Names of fewer persons than that may be those of teams or offices. */
const minValues = 10;

/** How often the words of a column's values stand in the addresses of their rows. */
interface Standing {
  /** Share of the rows with both, and the share with the address of another row. */
  readonly share: number;
  readonly chance: number;
  /** Different values, and words of one. */
  readonly values: number;
  readonly words: number;
  /** Share, of the values that stand in their address, of those that stand in front. */
  readonly leading: number;
}

/** Null where no row has both. */
function standingOf(column: StringColumn, addresses: StringColumn): Standing | null {
  const rows = columnLength(column);
  const step = Math.max(1, rows / rowsSeen);
  const values = new Set<string>();
  const seen = { present: 0, own: 0, other: 0, words: 0, leading: 0 };
  for (let at = 0; at < rows; at += step) {
    const row = Math.floor(at);
    const text = cellOf(column, row);
    const local = localOf(addresses, row);
    if (text === "" || local === "") continue;
    seen.present++;
    if (!nameForm.test(text)) continue;
    values.add(text);
    const words = wordsOf(text);
    seen.words += words.length;
    if (stands(words, local)) seen.own++;
    if (words[0]?.some((word) => local.startsWith(word)) === true) seen.leading++;
    // of another person: rows of one may stand together
    if (stands(words, localOf(addresses, (row + Math.floor(rows / 2)) % rows))) seen.other++;
  }
  const { present, own, other, words, leading } = seen;
  return present === 0
    ? null
    : {
        share: own / present,
        chance: other / present,
        values: values.size,
        words: words / present,
        leading: leading / Math.max(1, own),
      };
}

function stands(words: readonly (readonly string[])[], local: string): boolean {
  return words.some((spellings) => spellings.some((word) => local.includes(word)));
}

/**
 * Names that no list has, in a column whose name says nothing: their words stand in the address (`addresses`: e-mail addresses or user
 * names) of the same row, and seldom in that of another one. Null for other columns.
 */
export function namesInAddresses(column: Column, addresses: StringColumn): PersonalFinding | null {
  if (column.kind !== "string" || column === addresses) return null;
  const found = standingOf(column, addresses);
  if (found === null || found.values < minValues) return null;
  if (found.share < 0.6 || found.chance > found.share / 3) return null;
  const type: PersonalType =
    found.words >= 1.6 ? "fullName" : found.leading >= 0.5 ? "firstName" : "lastName";
  return {
    column: column.name,
    type,
    confidence: 0.75 + 0.2 * found.share,
    reason: `words of ${percent(found.share)} of its values stand in the addresses of their rows`,
  };
}

/** Whether names of one column are those of the persons whose e-mail addresses, user names or full names the other one holds. */
export function areOfOnePerson(names: StringColumn, others: StringColumn): boolean {
  const found = standingOf(names, others);
  return found !== null && found.values >= 3 && found.share >= 0.3 && found.chance <= found.share / 3;
}

/** Share of the rows with both in which a word of one stands in the other, 0–1; undefined where no row has both. */
export function sharedWords(some: StringColumn, others: StringColumn): number | undefined {
  const [found, back] = [standingOf(some, others), standingOf(others, some)];
  return found === null || back === null ? undefined : Math.max(found.share, back.share);
}

const nameForm = /^\p{L}[\p{L}\p{M}'’.,\- ]{1,60}$/u;

function cellOf(column: StringColumn, row: number): string {
  return column.dictionary[column.codes[row]!]?.trim() ?? "";
}

function localOf(addresses: StringColumn, row: number): string {
  return lettersOf(cellOf(addresses, row).split("@")[0]!);
}

function lettersOf(text: string): string {
  return plain(text).replace(/[^a-z]/g, "");
}

/** The words of three letters or more, each as addresses may spell it: `Müller` as `mueller` and `muller`. */
function wordsOf(text: string): string[][] {
  return text
    .split(/[^\p{L}\p{M}]+/u)
    .map((word) => [...new Set([addressPart(word), lettersOf(word)])])
    .filter(([word]) => word!.length >= 3);
}
