import type { DatePattern } from "./datePattern.ts";
import type { ColumnFormat, FileFormat } from "./format.ts";
import { datePatternOf } from "./formatCell.ts";
import { missingTokens } from "./missingTokens.ts";
import type { Column, StringColumn, Table } from "./table.ts";
import { maxNumberBytes, NumberWriter } from "./writeNumber.ts";

export interface OutputColumn {
  readonly name: string;
  readonly format: ColumnFormat;
}

const tokens = missingTokens(undefined);

/** Turns tables into CSV bytes (UTF-8) in a buffer of its own, handed out through `flush` whenever it is nearly full. */
export class CsvEncoder {
  #out: Buffer;
  readonly #quote: QuoteRule;
  readonly #columns: readonly ColumnEncoder[];
  readonly #header: string;
  readonly #delimiter: Buffer;
  readonly #newline: Buffer;

  constructor(format: FileFormat, columns: readonly OutputColumn[], bufferBytes = 1 << 20) {
    this.#out = Buffer.allocUnsafe(bufferBytes);
    this.#delimiter = Buffer.from(format.delimiter);
    this.#newline = Buffer.from(format.newline);
    this.#quote = quoteRule(format.delimiter);
    this.#columns = columns.map(
      (c) => new ColumnEncoder(c.format, alwaysQuoted(format, c.format), this.#quote),
    );
    this.#header =
      columns.map((c) => this.#quote(c.name, format.quoting !== "minimal")).join(format.delimiter) +
      format.newline;
  }

  get header(): Buffer {
    return Buffer.from(this.#header);
  }

  /** Bytes of the rows, in pieces of whole rows; a piece is valid until the next is asked for. */
  *encode(table: Table): Generator<Buffer> {
    const { columns: tableColumns, rows } = table;
    const encoders = this.#columns;
    if (tableColumns.length !== encoders.length)
      throw new RangeError(`table has ${tableColumns.length} columns, the file ${encoders.length}`);
    let room = this.#newline.length + encoders.length * this.#delimiter.length;
    for (let k = 0; k < encoders.length; k++) {
      encoders[k]!.bind(tableColumns[k]!);
      room += encoders[k]!.maxBytes;
    }
    if (room > this.#out.length) this.#out = Buffer.allocUnsafe(room * 2);
    const out = this.#out;
    const limit = out.length - room;
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    let at = 0;
    for (let row = 0; row < rows; row++) {
      if (at > limit) {
        yield out.subarray(0, at);
        at = 0;
      }
      for (let k = 0; k < encoders.length; k++) {
        if (k > 0) for (let i = 0; i < delimiter.length; i++) out[at++] = delimiter[i]!;
        at = encoders[k]!.write(row, out, at);
      }
      for (let i = 0; i < newline.length; i++) out[at++] = newline[i]!;
    }
    if (at > 0) yield out.subarray(0, at);
  }
}

type QuoteRule = (text: string, always: boolean) => string;

function quoteRule(delimiter: string): QuoteRule {
  const special = new RegExp(
    `["\\r\\n${delimiter[0] === "\t" ? "\\t" : `\\${delimiter[0]}`}]${delimiter.length > 1 ? "|^ " : ""}`,
  );
  return (text, always) =>
    always || text === "" || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function alwaysQuoted(file: FileFormat, column: ColumnFormat): boolean {
  if (file.quoting === "all") return true;
  return column.quoted ?? (file.quoting === "strings" && column.physical === "text");
}

/** Writes the cells of one column. */
class ColumnEncoder {
  maxBytes = 0;
  readonly #format: ColumnFormat;
  readonly #always: boolean;
  readonly #quote: QuoteRule;
  readonly #missing: Buffer;
  readonly #numbers: NumberWriter;
  readonly #dates: DatePattern | undefined;
  #values: Float64Array = new Float64Array(0);
  #codes: Int32Array | undefined;
  #dictionary: readonly string[] | undefined;
  #arena = Buffer.alloc(0);
  #offsets = new Int32Array(1);

  constructor(format: ColumnFormat, always: boolean, quote: QuoteRule) {
    this.#format = format;
    this.#always = always;
    this.#quote = quote;
    this.#missing = Buffer.from(format.missingToken);
    this.#numbers = new NumberWriter(format);
    this.#dates = datePatternOf(format);
  }

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
    this.maxBytes = Math.max(this.#missing.length, this.#dates === undefined ? maxNumberBytes : 128) + 2;
  }

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
    if (Number.isNaN(value)) return this.#writeMissing(out, o);
    if (this.#always) out[o++] = 34;
    o = this.#dates === undefined ? this.#numbers.write(value, out, o) : this.#dates.write(value, out, o);
    if (this.#always) out[o++] = 34;
    return o;
  }

  #writeMissing(out: Buffer, at: number): number {
    for (let i = 0; i < this.#missing.length; i++) out[at + i] = this.#missing[i]!;
    return at + this.#missing.length;
  }

  /** All entries as they will be written, one after the other. Text that would be read back as missing is put in quotes. */
  #encodeDictionary({ dictionary }: StringColumn): void {
    const { missingToken } = this.#format;
    const parts = dictionary.map((text) =>
      Buffer.from(this.#quote(text, this.#always || text === missingToken || tokens.inText(text))),
    );
    this.#offsets = new Int32Array(parts.length + 1);
    this.maxBytes = this.#missing.length;
    for (let i = 0; i < parts.length; i++) {
      this.#offsets[i + 1] = this.#offsets[i]! + parts[i]!.length;
      if (parts[i]!.length > this.maxBytes) this.maxBytes = parts[i]!.length;
    }
    this.#arena = Buffer.concat(parts);
    this.#dictionary = dictionary;
  }
}
