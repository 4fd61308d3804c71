import { CellEncoder } from "./cellEncoder.ts";
import type { ColumnFormat, FileFormat } from "./format.ts";
import { missingTokens } from "./missingTokens.ts";
import { RowEncoder } from "./rowEncoder.ts";
import type { TextLayout } from "./textWriter.ts";
import type { OutputColumn } from "./write.ts";

const tokens = missingTokens(undefined);

/** CSV as the format says. Text that would be read back as missing is put in quotes. */
export function csvLayout(format: FileFormat, columns: readonly OutputColumn[]): TextLayout {
  const quote = quoteRule(format.delimiter);
  const cells = columns.map((column) => {
    const always = alwaysQuoted(format, column.format);
    const { missingToken } = column.format;
    return new CellEncoder(column.format, {
      missing: missingToken,
      spell: (text) => quote(text, always || text === missingToken || tokens.inText(text)),
      quoteNumbers: always,
      quoteDates: always,
    });
  });
  return {
    rows: new RowEncoder(
      cells,
      columns.map((_, k) => (k === 0 ? "" : format.delimiter)),
      format.newline,
    ),
    head:
      columns.map((c) => quote(c.name, format.quoting !== "minimal")).join(format.delimiter) + format.newline,
    tail: "",
    skip: 0,
  };
}

function quoteRule(delimiter: string): (text: string, always: boolean) => string {
  const special = new Set(['"', "\r", "\n", delimiter[0]!]);
  const spaced = delimiter.length > 1;
  const needed = (text: string) => {
    if (text === "" || (spaced && text.startsWith(" "))) return true;
    for (const c of text) if (special.has(c)) return true;
    return false;
  };
  return (text, always) => (always || needed(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

function alwaysQuoted(file: FileFormat, column: ColumnFormat): boolean {
  if (file.quoting === "all") return true;
  return column.quoted ?? (file.quoting === "strings" && column.physical === "text");
}
