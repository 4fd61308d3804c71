import type { DatePattern } from "../cells/datePattern.ts";
import { datePatternsOf, writtenCharacters } from "../cells/formatCell.ts";
import type { ColumnFormat } from "../format.ts";
import type { Column, StringColumn } from "../table.ts";
import { maxNumberBytes, NumberWriter } from "./writeNumber.ts";

export interface CellRules {
  /** How a missing cell is written. */
  readonly missing: string;
  /** A text as written, quotes and escapes included. */
  spell(text: string): string;
  /** Numbers are in double quotes. */
  readonly quoteNumbers: boolean;
  /** Dates and times are in double quotes. */
  readonly quoteDates: boolean;
  /** A number or date that holds one of these (all ASCII) is spelled as a text is. */
  readonly special: readonly string[];
}

/** Writes the cells of one column. Texts are encoded once per dictionary. */
export class CellEncoder {
  /** Most bytes a cell of the bound column takes. */
  maxBytes = 0;
  readonly #format: ColumnFormat;
  readonly #rules: CellRules;
  readonly #missing: Buffer;
  readonly #numbers: NumberWriter;
  readonly #dates: readonly DatePattern[] | undefined;
  readonly #quoted: boolean;
  /** Per byte: 1 where a number or date must be spelled; undefined when none of the column can hold such a byte. */
  readonly #special: Uint8Array | undefined;
  #values: Float64Array = new Float64Array(0);
  #forms: Uint8Array | undefined;
  #codes: Int32Array | undefined;
  #dictionary: readonly string[] | undefined;
  #arena: Buffer = Buffer.alloc(0);
  #offsets = new Float64Array(1);

  constructor(format: ColumnFormat, rules: CellRules) {
    this.#format = format;
    this.#rules = rules;
    this.#missing = Buffer.from(rules.missing);
    this.#numbers = new NumberWriter(format);
    this.#dates = datePatternsOf(format);
    this.#quoted = this.#dates === undefined ? rules.quoteNumbers : rules.quoteDates;
    this.#special = specialBytes(rules.special, writtenCharacters(format));
  }

  /** @throws RangeError if the column holds dates and the format is not of a date */
  bind(column: Column): void {
    if (column.kind === "string") {
      this.#codes = column.codes;
      if (this.#dictionary !== column.dictionary) this.#encodeDictionary(column);
      return;
    }
    if (column.kind === "datetime" && this.#dates === undefined)
      throw new RangeError(`column ${column.name} holds dates, but its format is ${this.#format.physical}`);
    this.#codes = undefined;
    this.#values = column.values;
    this.#forms = column.kind === "datetime" ? column.forms : undefined;
    const longest =
      this.#dates === undefined ? maxNumberBytes : Math.max(...this.#dates.map(({ maxBytes }) => maxBytes));
    this.maxBytes = Math.max(this.#missing.length, longest * (this.#special === undefined ? 1 : 2) + 2);
  }

  /** Writes the cell at `out[at…]`; returns the end. */
  write(row: number, out: Buffer, at: number): number {
    let o = at;
    const codes = this.#codes;
    if (codes !== undefined) {
      const code = codes[row]!;
      if (code < 0) return this.#writeMissing(out, o);
      const arena = this.#arena;
      const end = this.#offsets[code + 1]!;
      for (let i = this.#offsets[code]!; i < end; i++) out[o++] = arena[i]!;
      return o;
    }
    const value = this.#values[row]!;
    if (!Number.isFinite(value)) return this.#writeMissing(out, o);
    if (this.#quoted) out[o++] = 34;
    const start = o;
    const dates = this.#dates?.[this.#forms?.[row] ?? 0] ?? this.#dates?.[0];
    o = dates === undefined ? this.#numbers.write(value, out, o) : dates.write(value, out, o);
    if (this.#special !== undefined)
      for (let i = start; i < o; i++)
        if (this.#special[out[i]!] === 1)
          return at + out.write(this.#rules.spell(out.toString("utf8", start, o)), at);
    if (this.#quoted) out[o++] = 34;
    return o;
  }

  #writeMissing(out: Buffer, at: number): number {
    for (let i = 0; i < this.#missing.length; i++) out[at + i] = this.#missing[i]!;
    return at + this.#missing.length;
  }

  #encodeDictionary({ dictionary }: StringColumn): void {
    const parts = dictionary.map((text) => Buffer.from(this.#rules.spell(text)));
    this.#offsets = new Float64Array(parts.length + 1);
    this.maxBytes = this.#missing.length;
    for (let i = 0; i < parts.length; i++) {
      this.#offsets[i + 1] = this.#offsets[i]! + parts[i]!.length;
      if (parts[i]!.length > this.maxBytes) this.maxBytes = parts[i]!.length;
    }
    this.#arena = Buffer.concat(parts);
    this.#dictionary = dictionary;
  }
}

function specialBytes(special: readonly string[], written: string): Uint8Array | undefined {
  const met = special.filter((c) => written.includes(c));
  if (met.length === 0) return undefined;
  const bytes = new Uint8Array(256);
  for (const c of met) bytes[c.charCodeAt(0)] = 1;
  return bytes;
}
