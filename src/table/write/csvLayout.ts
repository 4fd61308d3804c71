import type { ColumnFormat, FileFormat } from "../format.ts";
import { excelSafe } from "../formulaCells.ts";
import { missingTokens } from "../read/missingTokens.ts";
import { CellEncoder } from "./cellEncoder.ts";
import { RowEncoder } from "./rowEncoder.ts";
import type { OutputColumn } from "./tableWriter.ts";
import type { TextLayout } from "./textWriter.ts";

const tokens = missingTokens(undefined);

/** CSV as the format says. Text that would be read back as missing is put in quotes. */
export function csvLayout(format: FileFormat, columns: readonly OutputColumn[]): TextLayout {
  const special = format.quoting === "none" ? [] : ['"', "\r", "\n", format.delimiter[0]!];
  const inQuotes =
    format.quoting === "none" ? (text: string) => text : quoteRule(special, format.delimiter.length > 1);
  const quote: QuoteRule =
    format.excelSafe === true ? (text, always) => inQuotes(excelSafe(text), always) : inQuotes;
  const cells = columns.map((column) => {
    const always = alwaysQuoted(format, column.format);
    const { missingToken } = column.format;
    return new CellEncoder(column.format, {
      missing: spellMissing(column.format, inQuotes),
      spell: (text) => quote(text, always || text === missingToken || tokens.inText(text)),
      quoteNumbers: always,
      quoteDates: always,
      special,
    });
  });
  return {
    rows: new RowEncoder(
      cells,
      columns.map((_, k) => (k === 0 ? "" : format.delimiter)),
      format.newline,
    ),
    head: headerLine(format, columns, quote),
    tail: "",
    skip: 0,
  };
}

/** The line of names; a column without one of its own has none here either. */
function headerLine(format: FileFormat, columns: readonly OutputColumn[], quote: QuoteRule): string {
  if (format.header === "none") return "";
  const named =
    format.header === "rowNames" && columns[0]?.format.unnamed === true ? columns.slice(1) : columns;
  const always = format.quoting === "all" || format.quoting === "strings";
  // a line without any name is not read as a header: then the names given while reading are written
  const anyNamed = named.some((c) => c.format.unnamed !== true);
  const names = named.map((c) => (c.format.unnamed === true && anyNamed ? "" : quote(c.name, always)));
  return names.join(format.delimiter) + format.newline;
}

type QuoteRule = (text: string, always: boolean) => string;

function quoteRule(special: readonly string[], spaced: boolean): QuoteRule {
  const needed = (text: string) =>
    text === "" || (spaced && text.startsWith(" ")) || special.some((c) => text.includes(c));
  return (text, always) => (always || needed(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

/** The missing token as it is, unless it would not be one cell: then in quotes, or nothing where quotes would make it a text. */
function spellMissing({ missingToken, physical }: ColumnFormat, quote: QuoteRule): string {
  if (missingToken === "" || /^"(?:[^"]|"")*"$/s.test(missingToken)) return missingToken;
  const spelled = quote(missingToken, false);
  const isText = physical === "text" || physical === "boolean";
  return isText && spelled !== missingToken ? "" : spelled;
}

function alwaysQuoted(file: FileFormat, column: ColumnFormat): boolean {
  if (file.quoting === "all") return true;
  return column.quoted ?? (file.quoting === "strings" && column.physical === "text");
}
