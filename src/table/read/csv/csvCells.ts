import { decoderOf } from "../byteSource.ts";
import { sniffDialect } from "./csvDialect.ts";
import { CsvScanner, cellText } from "./csvScanner.ts";
import { sniffEncoding } from "./textEncoding.ts";

/** A record of a text table as it is written. */
export interface TextRecord {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Cuts the bytes of a small text table into cells, the header line included; delimiter and encoding are detected. Nothing is
 * typed, and columns may share a name: for lists that people exchange, not for tables to learn from.
 * @param path its name in messages
 * @throws DataError not-utf8, binary-file, unclosed-quote
 */
export function csvCells(bytes: Buffer, path: string): TextRecord[] {
  const { decoder, bomBytes } = sniffEncoding(bytes, path);
  const body = bytes.subarray(bomBytes);
  const decode = decoderOf(decoder);
  const text = decode === undefined ? body : Buffer.from(decode(body), "utf8");
  const dialect = sniffDialect(text, true, path, { tabs: /\.tsv$/i.test(path), skip: 0 });
  const { delimiter, loneReturn, quotes } = dialect;
  const records: TextRecord[] = [];
  const scanner = new CsvScanner({ path, delimiter, loneReturn, quotes, firstLine: 1 }, (record) => {
    const cells = Array.from({ length: record.cells }, (_, k) => cellText(record, k));
    if (cells.length > 1 || cells[0]!.trim() !== "") records.push({ line: record.line, cells });
    return true;
  });
  scanner.push(text);
  scanner.end();
  return records;
}
