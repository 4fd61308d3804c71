import { DataError } from "../../dataError.ts";

/** Cells of one record: `bytes[starts[k], ends[k])`, quotes stripped. `flags`: bit 0 quoted, bit 1 holds doubled quotes. */
export interface CsvRecord {
  bytes: Buffer;
  cells: number;
  starts: Int32Array;
  ends: Int32Array;
  flags: Uint8Array;
  /** 1-based line where the record starts. */
  line: number;
}

export interface ScanOptions {
  readonly path: string;
  /** One byte, or one byte and a space (`, `): then a space after it is not part of the cell. */
  readonly delimiter: string;
  /** Lines end with `\r` alone. */
  readonly loneReturn: boolean;
  /** False: a quote is a character like any other. */
  readonly quotes: boolean;
  /** 1-based line of the first byte. */
  readonly firstLine: number;
}

const quote = 34;
const maxRecordBytes = 1 << 26;

/**
 * Cuts UTF-8 bytes into RFC 4180 records. Fed chunk by chunk; `onRecord` gets one shared object per complete record and returns
 * false to stop. Blank lines come as one empty cell.
 */
export class CsvScanner {
  readonly record: CsvRecord;
  #bytes = Buffer.alloc(0);
  #length = 0;
  #line: number;
  #stopped = false;
  readonly #options: ScanOptions;
  readonly #onRecord: (record: CsvRecord) => boolean;
  readonly #delimiter: number;
  readonly #skipSpace: boolean;
  /** No byte has this value where quotes are not told apart. */
  readonly #quote: number;
  readonly #newline: number;

  constructor(options: ScanOptions, onRecord: (record: CsvRecord) => boolean) {
    this.#options = options;
    this.#onRecord = onRecord;
    this.#delimiter = options.delimiter.charCodeAt(0);
    this.#skipSpace = options.delimiter.length > 1;
    this.#newline = options.loneReturn ? 13 : 10;
    this.#quote = options.quotes ? quote : -1;
    this.#line = options.firstLine;
    this.record = {
      bytes: this.#bytes,
      cells: 0,
      starts: new Int32Array(64),
      ends: new Int32Array(64),
      flags: new Uint8Array(64),
      line: 1,
    };
  }

  /** False once `onRecord` has said to stop. `checked` sees the bytes of whole records before they are cut. */
  push(chunk: Uint8Array): boolean {
    if (this.#length + chunk.length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#length + chunk.length, 2 * this.#length));
      this.#bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#consume(false);
    return !this.#stopped;
  }

  end(): void {
    if (!this.#stopped) this.#consume(true);
  }

  #consume(last: boolean): void {
    this.record.bytes = this.#bytes;
    let at = 0;
    while (at < this.#length && !this.#stopped) {
      const next = this.#cut(at, last);
      if (next < 0) break;
      at = next;
      if (!this.#onRecord(this.record)) this.#stopped = true;
    }
    this.#bytes.copyWithin(0, at, this.#length);
    this.#length -= at;
    if (this.#length > maxRecordBytes) throw this.#tooLong();
  }

  /** Cuts the record at `at`; returns where the next starts, or −1 if its end is not here yet. */
  #cut(at: number, last: boolean): number {
    const bytes = this.#bytes;
    const length = this.#length;
    const delimiter = this.#delimiter;
    const newline = this.#newline;
    const quoteByte = this.#quote;
    const record = this.record;
    let cells = 0;
    let i = at;
    let lines = 1;
    for (;;) {
      if (cells === record.starts.length) growRecord(record);
      if (this.#skipSpace && cells > 0 && i < length && bytes[i] === 32) i++;
      let flag = 0;
      let start = i;
      let end: number;
      if (i < length && bytes[i] === quoteByte) {
        flag = 1;
        start = ++i;
        for (;;) {
          while (i < length && bytes[i] !== quote) {
            if (bytes[i] === newline) lines++;
            i++;
          }
          if (i >= length) {
            if (last) throw this.#unclosed();
            return -1;
          }
          if (i + 1 < length && bytes[i + 1] === quote) {
            flag = 3;
            i += 2;
            continue;
          }
          if (i + 1 >= length && !last) return -1;
          break;
        }
        end = i++;
        const after = i < length ? bytes[i]! : newline;
        if (
          after !== delimiter &&
          after !== newline &&
          !(after === 13 && (i + 1 >= length || bytes[i + 1] === 10))
        )
          throw new DataError(
            "stray-quote",
            this.#options.path,
            `${this.#options.path}, line ${this.#line + lines - 1}: text follows a closing quote in cell ${cells + 1}. Write a quote inside a quoted cell twice (""), or set source.quotes to false if quotes are characters like any other.`,
            { line: this.#line + lines - 1 },
          );
      } else {
        while (i < length && bytes[i] !== delimiter && bytes[i] !== newline) i++;
        end = i;
        if (newline === 10 && i > start && bytes[i - 1] === 13 && (i >= length || bytes[i] === newline))
          end--;
      }
      if (i >= length && !last) return -1;
      record.starts[cells] = start;
      record.ends[cells] = end;
      record.flags[cells] = flag;
      cells++;
      if (newline === 10 && i < length && bytes[i] === 13) {
        if (++i >= length && !last) return -1;
      }
      if (i >= length) break;
      const stop = bytes[i++];
      if (stop === newline) break;
    }
    record.cells = cells;
    record.line = this.#line;
    this.#line += lines;
    return i;
  }

  /** A record past the bound: a quote that swallows the rest of the file, or no line end. */
  #tooLong(): DataError {
    if (this.#bytes.subarray(0, this.#length).includes(quote)) return this.#unclosed();
    const line = this.#line;
    return new DataError(
      "row-too-long",
      this.#options.path,
      `${this.#options.path}, line ${line}: the row is longer than ${maxRecordBytes / 2 ** 20} MiB. Check that the file is a table with a line for each row.`,
      { line },
    );
  }

  #unclosed(): DataError {
    const line = this.#line;
    return new DataError(
      "unclosed-quote",
      this.#options.path,
      `${this.#options.path}, line ${line}: a quoted cell starts in this row and is never closed. Close the quote, or write a quote inside a quoted cell twice (""); set source.quotes to false if quotes are characters like any other.`,
      { line },
    );
  }
}

/** Bytes of cell `k` with doubled quotes undone, in `scratch` (grown as needed). */
export function unescapeCell(
  record: CsvRecord,
  k: number,
  scratch: Buffer,
): { bytes: Buffer; length: number } {
  const { bytes } = record;
  const start = record.starts[k]!;
  const end = record.ends[k]!;
  const out = scratch.length >= end - start ? scratch : Buffer.allocUnsafe((end - start) * 2);
  let o = 0;
  for (let i = start; i < end; i++) {
    out[o++] = bytes[i]!;
    if (bytes[i] === quote) i++;
  }
  return { bytes: out, length: o };
}

/** Text of cell `k`. */
export function cellText(record: CsvRecord, k: number): string {
  const text = record.bytes.toString("utf8", record.starts[k]!, record.ends[k]!);
  return record.flags[k] === 3 ? text.replaceAll('""', '"') : text;
}

function growRecord(record: CsvRecord): void {
  const size = record.starts.length * 2;
  const starts = new Int32Array(size);
  starts.set(record.starts);
  record.starts = starts;
  const ends = new Int32Array(size);
  ends.set(record.ends);
  record.ends = ends;
  const flags = new Uint8Array(size);
  flags.set(record.flags);
  record.flags = flags;
}
