import { isInfinity, type MissingTokens } from "../missingTokens.ts";
import { lexeme, parseNumber } from "../numberLexeme.ts";
import { ByteDictionary } from "./byteDictionary.ts";
import { type CsvRecord, cellText, unescapeCell } from "./csvScanner.ts";

export interface CsvColumnOptions {
  readonly tokens: MissingTokens;
  /** Every cell of the file is in quotes, so quotes say nothing: a quoted `NA` is missing too. */
  readonly allQuoted: boolean;
  /** Quotes mark text: a quoted number is text. */
  readonly quotedIsText: boolean;
  readonly decimalComma: boolean;
}

/** What a column of numbers had in its spellings. */
export interface NumberSpelling {
  decimals: number;
  minDecimals: number;
  long: boolean;
  padded: number;
  pointWhole: number;
  bareWhole: number;
  comma: number;
  /** Of those, values whose comma cannot stand before thousands. */
  decimalCommas: number;
  /** Whole numbers of four digits or more without any separator. */
  bareThousands: number;
  dot: number;
  irregular: number;
  infinite: number;
  /** Most and least significant digits of values other than zero. */
  significant: number;
  leastSignificant: number;
  /** Values with an exponent, and how those are written. */
  exponents: number;
  /** Largest magnitude below 1 that is written with an exponent, and smallest from 1 on; 0 and infinity where none is. */
  exponentBelow: number;
  exponentFrom: number;
  exponentDigits: number;
  exponentPlus: boolean;
  upperExponent: boolean;
}

/**
 * Gathers the cells of one CSV column, as numbers while all are, else as dictionary codes. When a column of numbers meets text
 * after numbers have lost their spelling, `demoted` is set: the file is read again with `asText`.
 */
export class CsvColumn {
  readonly name: string;
  asText: boolean;
  demoted = false;
  rows = 0;
  /** Missing tokens as written, quotes included, with their counts. */
  readonly missing = new Map<string, number>();
  quoted = 0;
  /** More than 0 when cells were in quotes that needed none. */
  needlesslyQuoted = 0;
  /** Cells with text in them, not in quotes. */
  bare = 0;
  readonly spelling: NumberSpelling = {
    decimals: 0,
    minDecimals: Number.MAX_SAFE_INTEGER,
    long: false,
    padded: 0,
    pointWhole: 0,
    bareWhole: 0,
    comma: 0,
    decimalCommas: 0,
    bareThousands: 0,
    dot: 0,
    irregular: 0,
    infinite: 0,
    significant: 0,
    leastSignificant: Number.MAX_SAFE_INTEGER,
    exponents: 0,
    exponentBelow: 0,
    exponentFrom: Number.POSITIVE_INFINITY,
    exponentDigits: Number.MAX_SAFE_INTEGER,
    exponentPlus: false,
    upperExponent: false,
  };
  #values: Float64Array;
  #codes: Int32Array;
  #numbers = 0;
  #softMissing = false;
  readonly #dictionary = new ByteDictionary();
  /** Per dictionary entry: the code handed out, −1 if it spells missing. */
  readonly #entryCodes: number[] = [];
  readonly #texts: string[] = [];
  /** Made once a column has both quoted and bare cells, which may spell the same text. */
  #textCodes: Map<string, number> | undefined;
  #tags = 0;
  readonly #missingEntries = new Map<number, { key: string; count: number }>();
  #scratch: Buffer = Buffer.allocUnsafe(256);
  readonly #options: CsvColumnOptions;

  constructor(name: string, asText: boolean, options: CsvColumnOptions) {
    this.name = name;
    this.asText = asText;
    this.#options = options;
    this.#values = new Float64Array(asText ? 0 : 1024);
    this.#codes = new Int32Array(asText ? 1024 : 0);
  }

  add(record: CsvRecord, cell: number): void {
    if (this.demoted) return;
    if (this.asText) this.#addText(record, cell);
    else this.#addNumber(record, cell);
  }

  get decimalComma(): boolean {
    return this.#options.decimalComma;
  }

  /** Dictionary of a text column, in order of first appearance. */
  get dictionary(): readonly string[] {
    return this.#texts;
  }

  codes(): Int32Array {
    return this.#codes.slice(0, this.rows);
  }

  values(): Float64Array {
    return this.#values.slice(0, this.rows);
  }

  /** Numbers among the cells of a number column. */
  get numbers(): number {
    return this.#numbers;
  }

  /** This text is missing where the other values are numbers or dates. */
  isMissingAmongDates(text: string): boolean {
    return this.#options.tokens.amongNumbers(text) || text.startsWith("0000-00-00");
  }

  /** To be called after the last cell. */
  finish(): void {
    if (!this.asText && this.#numbers === 0 && this.#softMissing) this.demoted = true;
    if (!this.asText && commasAreThousands(this.spelling)) this.demoted = true;
    for (const { key, count } of this.#missingEntries.values())
      this.missing.set(key, (this.missing.get(key) ?? 0) + count);
    this.#missingEntries.clear();
  }

  #addNumber(record: CsvRecord, cell: number): void {
    const start = record.starts[cell]!;
    const end = record.ends[cell]!;
    const quoted = record.flags[cell]! & 1;
    if (this.rows === this.#values.length) {
      const grown = new Float64Array(this.rows * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    if (
      !(quoted === 1 && this.#options.quotedIsText) &&
      parseNumber(record.bytes, start, end, this.#options.decimalComma)
    ) {
      this.#values[this.rows++] = lexeme.value;
      this.#numbers++;
      this.quoted += quoted;
      this.needlesslyQuoted += quoted;
      const s = this.spelling;
      if (lexeme.decimals > s.decimals) s.decimals = lexeme.decimals;
      if (lexeme.decimals < s.minDecimals) s.minDecimals = lexeme.decimals;
      if (lexeme.point !== 0) {
        if (lexeme.long) s.long = true;
        if (lexeme.padded) s.padded++;
        if (lexeme.whole) s.pointWhole++;
        if (lexeme.point === 44) {
          s.comma++;
          const whole = Math.abs(lexeme.value);
          if (lexeme.decimals !== 3 || whole < 1 || whole >= 1000) s.decimalCommas++;
        } else s.dot++;
      } else if (lexeme.long) s.long = true;
      else {
        s.bareWhole++;
        if (Math.abs(lexeme.value) >= 1000) s.bareThousands++;
      }
      if (lexeme.irregular) s.irregular++;
      if (lexeme.significant > s.significant) s.significant = lexeme.significant;
      if (lexeme.significant > 0 && lexeme.significant < s.leastSignificant)
        s.leastSignificant = lexeme.significant;
      if (lexeme.exponent !== 0) this.#noteExponent();
      return;
    }
    const text = cellText(record, cell).trim();
    const { tokens } = this.#options;
    if (tokens.amongNumbers(text)) {
      if (!tokens.inText(text) || (quoted === 1 && !this.#options.allQuoted)) this.#softMissing = true;
      if (isInfinity(text)) this.spelling.infinite++;
      const key = quoted === 1 ? inQuotes(text) : text;
      this.missing.set(key, (this.missing.get(key) ?? 0) + 1);
      this.#values[this.rows++] = Number.NaN;
      return;
    }
    if (this.#numbers > 0 || this.#softMissing) {
      this.demoted = true;
      return;
    }
    this.asText = true;
    this.#codes = new Int32Array(Math.max(1024, this.rows * 2)).fill(-1, 0, this.rows);
    this.#values = new Float64Array(0);
    this.#addText(record, cell);
  }

  #noteExponent(): void {
    const s = this.spelling;
    s.exponents++;
    const magnitude = Math.abs(lexeme.value);
    if (magnitude < 1) s.exponentBelow = Math.max(s.exponentBelow, magnitude);
    else s.exponentFrom = Math.min(s.exponentFrom, magnitude);
    if (lexeme.exponentDigits < s.exponentDigits) s.exponentDigits = lexeme.exponentDigits;
    if (lexeme.exponentPlus) s.exponentPlus = true;
    if (lexeme.exponent === 69) s.upperExponent = true;
  }

  #addText(record: CsvRecord, cell: number): void {
    const flags = record.flags[cell]!;
    const quoted = flags & 1;
    if (this.rows === this.#codes.length) {
      const grown = new Int32Array(this.rows * 2);
      grown.set(this.#codes);
      this.#codes = grown;
    }
    let entry: number;
    const tag = quoted === 1 ? 1 : 0;
    if (flags === 3) {
      const { bytes, length } = unescapeCell(record, cell, this.#scratch);
      this.#scratch = bytes;
      entry = this.#dictionary.code(bytes, 0, length, tag);
    } else entry = this.#dictionary.code(record.bytes, record.starts[cell]!, record.ends[cell]!, tag);
    const code = entry < this.#entryCodes.length ? this.#entryCodes[entry]! : this.#newEntry(entry, tag);
    this.#codes[this.rows++] = code;
    if (code < 0) this.#missingEntries.get(entry)!.count++;
    else if (quoted === 1) this.quoted++;
    else this.bare++;
  }

  #newEntry(entry: number, tag: number): number {
    const text = this.#dictionary.text(entry);
    let code: number;
    if ((tag === 0 || this.#options.allQuoted) && this.#options.tokens.inText(text)) {
      code = -1;
      this.#missingEntries.set(entry, { key: tag === 1 ? inQuotes(text) : text, count: 0 });
    } else {
      if (tag === 1 && !/[",;\t|\r\n]/.test(text) && !this.#options.tokens.inText(text))
        this.needlesslyQuoted++;
      this.#tags |= 1 << tag;
      if (this.#tags === 3) this.#textCodes ??= new Map(this.#texts.map((t, i) => [t, i]));
      code = this.#textCodes?.get(text) ?? -1;
      if (code < 0) {
        code = this.#texts.push(text) - 1;
        this.#textCodes?.set(text, code);
      }
    }
    this.#entryCodes.push(code);
    return code;
  }
}

function inQuotes(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Every comma stands before three digits, and from 1000 on every number has one: `1,234` is no fraction. */
function commasAreThousands(s: NumberSpelling): boolean {
  return s.comma > 0 && s.decimalCommas === 0 && s.bareWhole > 0 && s.bareThousands === 0 && s.dot === 0;
}
