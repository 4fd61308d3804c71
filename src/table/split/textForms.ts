import { DatePattern } from "../cells/datePattern.ts";
import { type Holders, toldKeys } from "../protection/holders.ts";
import type { StringColumn } from "../table.ts";
import { rowsOfTexts } from "./optionSet.ts";

/** What stands in a place of a form. */
export type SlotKind = "number" | "date" | "word";

/** A place of a form, between its fixed texts. */
export interface TextSlot {
  readonly kind: SlotKind;
  /** Numbers: digits after the point. */
  readonly decimals: number;
  /** Numbers: every one has that many decimals. */
  readonly fixed: boolean;
  /** Numbers: least digits before the point, zeros in front (`007`); 0 = none in front. */
  readonly width: number;
  /** Numbers: commas stand between thousands. */
  readonly thousands: boolean;
  /** Dates: how they are written. */
  readonly pattern: string | null;
}

/** One way in which the texts of a column are written: fixed texts with slots between them. */
export interface TextForm {
  /** One more than slots; a form without slots is one fixed text. */
  readonly fixed: readonly string[];
  readonly slots: readonly TextSlot[];
}

export interface TextForms {
  /** Each held by `minRows` rows or more, the most frequent first. */
  readonly forms: readonly TextForm[];
  /** Words are slots as well as numbers and dates. */
  readonly words: boolean;
  /** Rows of other forms. */
  readonly rareRows: number;
}

/** A text taken apart: the form's key, and what stands in its slots. */
interface Parsed {
  readonly fixed: readonly string[];
  readonly kinds: readonly SlotKind[];
  readonly texts: readonly string[];
}

/** Of the rows with a value, those in rare forms (or with a rare word in one slot), at most. */
const maxRareShare = 0.2;
const maxForms = 50;
const maxSlots = 12;
const maxWordLength = 40;
/** A form of at most so many different texts, all frequent, is as many fixed texts. */
const maxFixedTexts = 10;

const date = String.raw`(?<![\d.-])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?![\d-])`;
const number = String.raw`(?:(?<=^|[\s(\[{,;:=<>~≈/|])[-−])?(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3}(?![\w.]))?)`;
const word = String.raw`\p{L}[\p{L}\p{M}'’.& -]*`;
const numberTokens = new RegExp(`(${date})|(${number})`, "gu");
const wordTokens = new RegExp(`(${date})|(${number})|(${word})`, "gu");

function parse(text: string, words: boolean): Parsed | null {
  const fixed: string[] = [];
  const kinds: SlotKind[] = [];
  const texts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(words ? wordTokens : numberTokens)) {
    const trimmed = match[3] === undefined ? match[0] : match[0].trimEnd();
    fixed.push(text.slice(at, match.index));
    kinds.push(match[1] !== undefined ? "date" : match[2] !== undefined ? "number" : "word");
    texts.push(trimmed);
    at = match.index + trimmed.length;
    if (kinds.length > maxSlots || trimmed.length > maxWordLength) return null;
  }
  fixed.push(text.slice(at));
  return { fixed, kinds, texts };
}

/** Name of a form, the same for all texts of it. */
function keyOf(fixed: readonly string[], kinds: readonly SlotKind[]): string {
  return fixed.map((text, i) => (i < kinds.length ? `${text}\u0000${kinds[i]![0]}` : text)).join("");
}

function formKey({ fixed, slots }: TextForm): string {
  return keyOf(
    fixed,
    slots.map(({ kind }) => kind),
  );
}

/** A form for people: `POINT ({number} {number})`. */
export function describeForm({ fixed, slots }: TextForm): string {
  return fixed.map((text, i) => (i < slots.length ? `${text}{${slots[i]!.kind}}` : text)).join("");
}

/**
 * The forms of a column's texts, numbers and dates (else words too) taken out; null where its parts cannot be fitted: too many
 * rows are in forms that fewer than `minRows` rows share, or hold words that fewer share, or parts that are no numbers.
 */
export function findTextForms(
  column: StringColumn,
  minRows: number,
  { words = [false, true], holders }: FormOptions = {},
): TextForms | null {
  if (column.dictionary.length === 0) return null;
  for (const one of words) {
    const found = findForms(column, { minRows, words: one, holders });
    if (found !== null) return found;
  }
  return null;
}

export interface FormOptions {
  /** Whether words are parts, in the order of trial. */
  readonly words?: readonly boolean[] | undefined;
  /** Whose the rows are: forms and words must be held by `minRows` of them. */
  readonly holders?: Holders | undefined;
}

interface Group {
  readonly parsed: Parsed;
  rows: number;
  readonly members: { readonly texts: readonly string[]; readonly rows: number; readonly code: number }[];
}

interface FormRule {
  readonly minRows: number;
  readonly words: boolean;
  readonly holders: Holders | undefined;
}

function findForms(column: StringColumn, rule: FormRule): TextForms | null {
  const { dictionary } = column;
  const { minRows, words } = rule;
  const rows = rowsOfTexts(column);
  const groups = new Map<string, Group>();
  let present = 0;
  for (const [code, whole] of dictionary.entries()) {
    const count = rows[code]!;
    if (count === 0) continue;
    present += count;
    const parsed = parse(whole, words);
    if (parsed === null) continue;
    const key = keyOf(parsed.fixed, parsed.kinds);
    const group = groups.get(key) ?? { parsed, rows: 0, members: [] };
    group.rows += count;
    group.members.push({ texts: parsed.texts, rows: count, code });
    groups.set(key, group);
  }
  const forms: { form: TextForm; rows: number }[] = [];
  const told = toldOf(column, [...groups.values()], rule);
  for (const [at, group] of [...groups.values()].entries()) {
    if (told.forms[at]! < minRows) continue;
    const frequent = group.members.filter(({ code }) => told.texts[code]! >= minRows);
    const isFixed = group.members.length <= maxFixedTexts && frequent.length === group.members.length;
    if (isFixed || group.parsed.kinds.length === 0) {
      for (const { code, rows } of frequent)
        forms.push({ form: { fixed: [dictionary[code]!], slots: [] }, rows });
      continue;
    }
    const form = formOf(group, column, rule);
    if (form === null) return null;
    forms.push({ form, rows: group.rows });
  }
  forms.sort((a, b) => b.rows - a.rows || (formKey(a.form) < formKey(b.form) ? -1 : 1));
  const kept = forms.slice(0, maxForms);
  const rareRows = present - kept.reduce((sum, { rows }) => sum + rows, 0);
  const hasSlots = kept.some(({ form }) => form.slots.length > 0);
  if (!hasSlots || rareRows > maxRareShare * present) return null;
  return { forms: kept.map(({ form }) => form), words, rareRows };
}

/** Rows of each form and of each text, as they may be told. */
function toldOf(
  column: StringColumn,
  groups: readonly Group[],
  { minRows, holders }: FormRule,
): { readonly forms: ArrayLike<number>; readonly texts: ArrayLike<number> } {
  if (holders === undefined) return { forms: groups.map(({ rows }) => rows), texts: rowsOfTexts(column) };
  const formOfText = new Map(
    groups.flatMap(({ members }, form) => members.map(({ code }) => [code, form] as const)),
  );
  const told = (size: number, keyOf: (code: number) => number | undefined) =>
    toldKeys(
      column,
      (code) => {
        const key = keyOf(code);
        return key === undefined ? [] : [key];
      },
      { size, k: minRows, holders },
    );
  return {
    forms: told(groups.length, (code) => formOfText.get(code)),
    texts: told(column.dictionary.length, (code) => code),
  };
}

/** Of the rows of a form, those whose word in one slot is rare. */
function rareWordRows({ members }: Group, at: number, column: StringColumn, rule: FormRule): number {
  const { minRows, holders } = rule;
  const words = new Map<string, number>();
  const wordOf = new Map<number, number>();
  const rows: number[] = [];
  for (const { texts, code, rows: own } of members) {
    const word = words.get(texts[at]!) ?? words.size;
    words.set(texts[at]!, word);
    wordOf.set(code, word);
    rows[word] = (rows[word] ?? 0) + own;
  }
  const keysOf = (code: number) => (wordOf.has(code) ? [wordOf.get(code)!] : []);
  const told =
    holders === undefined ? rows : toldKeys(column, keysOf, { size: words.size, k: minRows, holders });
  return rows.reduce((sum, count, word) => sum + (told[word]! < minRows ? count : 0), 0);
}

function formOf(group: Group, column: StringColumn, rule: FormRule): TextForm | null {
  const { parsed, members, rows } = group;
  const slots: TextSlot[] = [];
  for (const [at, kind] of parsed.kinds.entries()) {
    const texts = members.map((member) => member.texts[at]!);
    const slot = kind === "number" ? numberSlot(texts) : kind === "date" ? dateSlot(texts) : wordSlot;
    if (slot === null) return null;
    if (kind === "word" && rareWordRows(group, at, column, rule) > maxRareShare * rows) return null;
    slots.push(slot);
  }
  return { fixed: parsed.fixed, slots };
}

const wordSlot: TextSlot = {
  kind: "word",
  decimals: 0,
  fixed: false,
  width: 0,
  thousands: false,
  pattern: null,
};

/** Null where a number would not be written again as it is. */
function numberSlot(texts: readonly string[]): TextSlot | null {
  let [most, least, shortest, longest] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  let [zeros, thousands] = [false, false];
  for (const text of texts) {
    const [whole = "", fraction = ""] = text.replace(/^[-−]/, "").split(".");
    if (/e/i.test(text)) return null;
    const digits = whole.replaceAll(",", "");
    if (whole.includes(",")) thousands = true;
    if (digits.length + fraction.length > 15) return null;
    if (digits.length > 1 && digits.startsWith("0")) zeros = true;
    most = Math.max(most, fraction.length);
    least = Math.min(least, fraction.length);
    shortest = Math.min(shortest, digits.length);
    longest = Math.max(longest, digits.length);
  }
  if (zeros && shortest !== longest) return null;
  if (thousands && texts.some((text) => /\d{4}/.test(text.split(".")[0]!))) return null;
  const slot = {
    kind: "number" as const,
    decimals: most,
    fixed: most > 0 && least === most,
    width: zeros ? longest : 0,
    thousands,
    pattern: null,
  };
  return slot;
}

function dateSlot(texts: readonly string[]): TextSlot | null {
  const first = texts[0]!;
  const clock = first.length > 16 ? "%H:%M:%S" : "%H:%M";
  const pattern = first.length === 10 ? "%Y-%m-%d" : `%Y-%m-%d${first[10]}${clock}`;
  const dates = new DatePattern(pattern);
  if (texts.some((text) => Number.isNaN(dates.parse(text)))) return null;
  return { ...wordSlot, kind: "date", pattern };
}

/** Takes texts of known forms apart. */
export class FormReader {
  readonly #words: boolean;
  readonly #forms: ReadonlyMap<string, number>;

  constructor({ forms, words }: Pick<TextForms, "forms" | "words">) {
    this.#words = words;
    this.#forms = new Map(forms.map((form, i) => [formKey(form), i]));
  }

  /** The number of the form, and the texts of its slots; null where the text has none of the forms. */
  read(text: string): { readonly form: number; readonly texts: readonly string[] } | null {
    const whole = this.#forms.get(text);
    if (whole !== undefined) return { form: whole, texts: [] };
    const parsed = parse(text, this.#words);
    if (parsed === null) return null;
    const form = this.#forms.get(keyOf(parsed.fixed, parsed.kinds));
    return form === undefined ? null : { form, texts: parsed.texts };
  }
}

/** The number or time (epoch ms) that a slot's text stands for; NaN for words. */
export function slotNumber({ kind, pattern }: Pick<TextSlot, "kind" | "pattern">, text: string): number {
  if (kind === "number") return Number(text.replace("−", "-").replaceAll(",", ""));
  return kind === "date" ? new DatePattern(pattern!).parse(text) : Number.NaN;
}

/** Writes a number or time as the slot has it. */
export function writeSlot(slot: TextSlot, value: number): string {
  if (slot.kind === "date") return new DatePattern(slot.pattern!).format(value);
  const rounded = value.toFixed(slot.decimals);
  const [, sign = "", digits = "", rest = ""] = /^(-?)(\d+)(\.\d+)?$/.exec(rounded) ?? [];
  const fraction = slot.fixed ? rest : rest.replace(/\.?0+$/, "");
  const padded = digits.padStart(slot.width, "0");
  const whole = slot.thousands ? padded.replace(/\B(?=(\d{3})+$)/g, ",") : padded;
  const isZero = /^0*$/.test(digits) && /^\.?0*$/.test(fraction);
  return `${isZero ? "" : sign}${whole}${fraction}`;
}
