import { ByteDictionary } from "../csv/byteDictionary.ts";
import type { CsvColumnOptions } from "../csv/csvColumn.ts";
import { type CsvRecord, cellText, unescapeCell } from "../csv/csvScanner.ts";
import type { MissingTokens } from "../missingTokens.ts";
import { lexeme, parseNumber } from "../numberLexeme.ts";
import type { DrawnRow } from "./rowSample.ts";
import { countedValues, rowsPerValue, type WholeColumn } from "./sourceSample.ts";
import { orderKey, TailRows } from "./tailRows.ts";
import { type PinnedRows, ValuePins } from "./valuePins.ts";

/** No spelling of missing is longer, in bytes. */
const longestMissing = 64;

/** A value as it is written, with its rows. */
interface Entry {
  readonly text: string;
  readonly quoted: boolean;
  readonly rows: number;
}

/**
 * Counts the cells of a column in bounded memory: each value while there are few; numbers together and the other values, while these
 * are few; at last the spellings of missing alone.
 */
export class CellCounts {
  #state: "values" | "others" | "missing" = "values";
  #dictionary = new ByteDictionary();
  #counts = new Float64Array(64);
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #pins: ValuePins | null;
  #scratch: Buffer = Buffer.allocUnsafe(256);
  readonly #kept: PinnedRows;
  readonly #options: CsvColumnOptions;

  /** Keys of the values counted, by entry. */
  #keys: number[] = [];
  readonly #tails: TailRows<DrawnRow> | null;

  /** `ends`: whether the rows at both ends are kept. */
  constructor(options: CsvColumnOptions, kept: PinnedRows, ends: boolean) {
    this.#options = options;
    this.#kept = kept;
    this.#pins = new ValuePins(kept);
    this.#tails = ends ? new TailRows() : null;
  }

  /** `row` gives the record, to be kept where it is one of few with this value. */
  add(record: CsvRecord, cell: number, hash: number, row: () => DrawnRow): void {
    const start = record.starts[cell]!;
    const end = record.ends[cell]!;
    const flags = record.flags[cell]!;
    if (this.#state === "missing") {
      this.#tails?.see(orderKey(record.bytes, start, end, this.#options.decimalComma), row);
      if (end - start <= longestMissing) this.#addMissing(record, cell);
      return;
    }
    if (this.#state === "others" && this.#addNumber(record.bytes, start, end, flags & 1)) {
      this.#tails?.see(lexeme.value, row);
      return;
    }
    let entry: number;
    if (flags === 3) {
      const { bytes, length } = unescapeCell(record, cell, this.#scratch);
      this.#scratch = bytes;
      entry = this.#dictionary.code(bytes, 0, length, 1);
    } else entry = this.#dictionary.code(record.bytes, start, end, flags & 1);
    this.#count(entry, 1);
    if (this.#tails !== null) {
      this.#keys[entry] ??= orderKey(record.bytes, start, end, this.#options.decimalComma);
      this.#tails.see(this.#keys[entry]!, row);
    }
    if (this.#pins?.wants(entry, hash) === true) {
      this.#pins.add(entry, row());
      if (this.#kept.isFull) this.unpin();
    }
    if (this.#dictionary.size > countedValues) this.#countLess();
  }

  /** Rows that the values which the sample might lose are kept in; none of a value that fewer rows have than any may show. */
  pinned(): DrawnRow[] {
    const found: DrawnRow[] = [];
    const { tokens } = this.#options;
    for (let entry = 0; entry < this.#dictionary.size; entry++)
      if (this.#counts[entry]! >= rowsPerValue && !tokens.inText(this.#dictionary.text(entry)))
        found.push(...(this.#pins?.of(entry) ?? []));
    return found;
  }

  /** Rows at both ends, where the column has numbers or dates. */
  ends(): DrawnRow[] {
    return this.#tails?.rows() ?? [];
  }

  /** Keeps no rows of values any more. */
  unpin(): void {
    this.#pins?.clear();
    this.#pins = null;
  }

  /** What was counted, where the column is read as text or as numbers or dates. */
  summary(isText: boolean, tokens: MissingTokens): Omit<WholeColumn, "name"> {
    const values = new Map<string, number>();
    let missing = 0;
    for (const { text, quoted, rows } of this.#entries())
      if (
        isText
          ? (!quoted || this.#options.allQuoted) && tokens.inText(text)
          : tokens.amongNumbers(text.trim())
      )
        missing += rows;
      else values.set(text, (values.get(text) ?? 0) + rows);
    const all = this.#state === "values";
    if (all && !isText) for (const text of values.keys()) this.#addRange(text);
    const hasRange = !isText && this.#state !== "missing" && this.#max >= this.#min;
    return {
      missing,
      distinct: all ? values.size : null,
      min: hasRange ? this.#min : null,
      max: hasRange ? this.#max : null,
      counts: all ? values : null,
    };
  }

  *#entries(): Generator<Entry> {
    for (let entry = 0; entry < this.#dictionary.size; entry++)
      yield {
        text: this.#dictionary.text(entry),
        quoted: this.#dictionary.tag(entry) === 1,
        rows: this.#counts[entry]!,
      };
  }

  #count(entry: number, rows: number): void {
    if (entry === this.#counts.length) {
      const grown = new Float64Array(entry * 2);
      grown.set(this.#counts);
      this.#counts = grown;
    }
    this.#counts[entry]! += rows;
  }

  #addNumber(bytes: Uint8Array, start: number, end: number, quoted: number): boolean {
    if (quoted === 1 && this.#options.quotedIsText) return false;
    if (!parseNumber(bytes, start, end, this.#options.decimalComma)) return false;
    if (lexeme.value < this.#min) this.#min = lexeme.value;
    if (lexeme.value > this.#max) this.#max = lexeme.value;
    return true;
  }

  #addRange(text: string): void {
    const bytes = Buffer.from(text);
    this.#addNumber(bytes, 0, bytes.length, 0);
  }

  #addMissing(record: CsvRecord, cell: number): void {
    const text = cellText(record, cell);
    const { tokens } = this.#options;
    if (!tokens.inText(text) && !tokens.amongNumbers(text.trim())) return;
    this.#count(
      this.#dictionary.code(Buffer.from(text), 0, Buffer.byteLength(text), record.flags[cell]! & 1),
      1,
    );
  }

  /** Leaves the numbers out of the values; where still too many are left, all but the spellings of missing. */
  #countLess(): void {
    const entries = [...this.#entries()];
    const { tokens } = this.#options;
    this.unpin();
    if (this.#state === "values") {
      const others = entries.filter(({ text, quoted }) => {
        const bytes = Buffer.from(text);
        return !this.#addNumber(bytes, 0, bytes.length, quoted ? 1 : 0);
      });
      this.#state = "others";
      this.#restart(others);
      if (others.length <= countedValues / 2) return;
    }
    this.#state = "missing";
    this.#restart(entries.filter(({ text }) => tokens.inText(text) || tokens.amongNumbers(text.trim())));
  }

  #restart(entries: readonly Entry[]): void {
    this.#dictionary = new ByteDictionary();
    this.#counts = new Float64Array(64);
    this.#keys = [];
    for (const { text, quoted, rows } of entries) {
      const bytes = Buffer.from(text);
      this.#count(this.#dictionary.code(bytes, 0, bytes.length, quoted ? 1 : 0), rows);
    }
  }
}
