import {
  type FormOptions,
  FormReader,
  findTextForms,
  type SlotKind,
  slotNumber,
  type TextForms,
  type TextSlot,
} from "../../../table/split/textForms.ts";
import type { Column, StringColumn } from "../../../table/table.ts";

/** Columns with more forms than this share their parts: the first number of every form is one model column. */
const maxOwnForms = 4;

/** The parts of a column's forms, and where each slot's text belongs. */
export interface PartLayout {
  readonly found: TextForms;
  /** For each slot of each form, the number of its part. */
  readonly partOf: readonly (readonly number[])[];
  /** What stands in each part, as the slots that share it write it most exactly. */
  readonly parts: readonly TextSlot[];
}

/** Finds the parts of a column's texts; null where there are none that can be fitted. */
export function partLayout(column: StringColumn, minRows: number, options?: FormOptions): PartLayout | null {
  const found = findTextForms(column, minRows, options);
  if (found === null) return null;
  const shared = found.forms.length > maxOwnForms;
  const parts: TextSlot[] = [];
  const places = new Map<string, number>();
  const partOf = found.forms.map(({ slots }, form) => {
    const seen = new Map<string, number>();
    return slots.map((slot) => {
      const place = seen.get(slot.kind) ?? 0;
      seen.set(slot.kind, place + 1);
      const key = shared ? `${slot.kind} ${slot.pattern} ${place}` : `${form} ${slot.kind} ${place}`;
      const known = places.get(key);
      if (known === undefined) {
        places.set(key, parts.length);
        return parts.push(slot) - 1;
      }
      if (slot.decimals > parts[known]!.decimals)
        parts[known] = { ...parts[known]!, decimals: slot.decimals };
      return known;
    });
  });
  return { found, partOf, parts };
}

/** A text taken apart, or one that has none of the forms. */
export type ReadText =
  | { readonly form: number; readonly texts: readonly string[] }
  | { readonly other: string };

/** Every text of the dictionary taken apart; whole where it has none of the forms. */
export function readTexts({ dictionary }: StringColumn, { found }: PartLayout): ReadText[] {
  const reader = new FormReader(found);
  return dictionary.map((text) => reader.read(text) ?? { other: text });
}

/** What stands in one part of every text of the dictionary; null where there is none. */
export function partValues(
  texts: readonly ReadText[],
  { found, partOf }: PartLayout,
  part: number,
): (string | number | null)[] {
  return texts.map((read) => {
    if (!("form" in read)) return null;
    const at = partOf[read.form]!.indexOf(part);
    if (at < 0) return null;
    const slot = found.forms[read.form]!.slots[at]!;
    return slot.kind === "word" ? read.texts[at]! : slotNumber(slot, read.texts[at]!);
  });
}

/** A column of what the dictionary of another stands for in one part; null = missing. */
export function partColumn(
  name: string,
  codes: Int32Array,
  values: readonly (string | number | null)[],
  kind: SlotKind,
): Column {
  if (kind !== "word")
    return {
      kind: kind === "date" ? "datetime" : "number",
      name,
      values: Float64Array.from(codes, (code) =>
        code < 0 ? Number.NaN : Number(values[code] ?? Number.NaN),
      ),
    };
  const dictionary = [...new Set(values.filter((value) => value !== null).map(String))];
  const index = new Map(dictionary.map((text, i) => [text, i]));
  const map = values.map((value) => (value === null ? -1 : index.get(String(value))!));
  return { kind: "string", name, codes: codes.map((code) => (code < 0 ? -1 : map[code]!)), dictionary };
}
