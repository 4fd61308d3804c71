import type { DurationForm } from "./cells/durationForm.ts";

/** How a file is written, so that what comes out looks like what went in. */
export interface FileFormat {
  readonly type: "csv" | "parquet" | "json" | "ndjson";
  /** Fields below are for `csv` (TSV included) only. */
  readonly delimiter: string;
  readonly quote: string;
  /** Absent where a line names all columns. `none`: there is no such line. `rowNames`: it leaves out the first column, which names the rows. */
  readonly header?: "none" | "rowNames";
  /** `minimal`: where needed and in columns that are `quoted`. `strings`: the header and all text columns. `all`: every cell. `none`: never. */
  readonly quoting: "minimal" | "strings" | "all" | "none";
  readonly newline: "\n" | "\r\n";
  /** Byte-order mark at the start. */
  readonly bom: boolean;
  readonly encoding: "utf-8" | "latin-1" | "utf-16" | "utf-16be";
  readonly compression: "none" | "gzip";
  /** Texts that a spreadsheet would run as formulas get a leading apostrophe. */
  readonly excelSafe?: true;
}

/** How the cells of one column are written. */
export interface ColumnFormat {
  /** `integer` beyond 2^53 and digits with leading zeros are read as text. */
  readonly physical: "integer" | "decimal" | "text" | "boolean" | "date" | "timestamp" | "time";
  /** Largest number of decimals seen; null where values are written in full floating precision (more than 15 digits or exponents). */
  readonly decimals: number | null;
  /** Where `decimals` is null: most significant digits, those seen in the file. Absent when more than 15 were. */
  readonly significant?: number;
  /** All values are written with an exponent, or the small and large ones (`below`, `from`). */
  readonly exponent?: ExponentFormat;
  /** Every value is written with exactly `decimals` decimals (`2.50`); otherwise trailing zeros are dropped, integers of a decimal column as `keepPoint` says. */
  readonly fixedDecimals: boolean;
  /** Whole numbers of a decimal column are written `3.0` rather than `3`. */
  readonly keepPoint: boolean;
  /**
   * strptime-like pattern of the directives of `DatePattern`; null unless a date, timestamp or time. `%f` takes its point with it and has `decimals` digits; a constant time zone is literal (`Z`, `+02:00`).
   */
  readonly dateFormat: string | null;
  /** Two patterns or more where rows differ in how their dates are written, the most frequent first: it is `dateFormat`. */
  readonly dateForms?: readonly string[];
  /** How missing is written, quotes included: empty, `NA`, `NULL`, `""`, … */
  readonly missingToken: string;
  /** `.` or `,` */
  readonly decimalPoint: "." | ",";
  /** Type name in the file's own schema (Parquet), else null. */
  readonly fileType: string | null;
  /** Numbers written with more than digits: they are text in the file (JSON strings, Parquet text). Absent for plain numbers. */
  readonly affix?: NumberAffix;
  /** CSV: the header has no name for the column; its own is a number, such as `column_1`. */
  readonly unnamed?: true;
  /** CSV: all values of the column are in quotes, needed or not. When absent, as the file's `quoting` says. */
  readonly quoted?: boolean;
}

/** A column written without anything special; what is left to say is its type. */
export const plainColumn: Omit<ColumnFormat, "physical" | "fileType"> = {
  decimals: null,
  fixedDecimals: false,
  keepPoint: false,
  dateFormat: null,
  missingToken: "",
  decimalPoint: ".",
};

export interface ExponentFormat {
  readonly letter: "e" | "E";
  /** `e+10` rather than `e10`. */
  readonly plus: boolean;
  /** Least digits: 2 in `e-05`. */
  readonly digits: number;
  /** Every mantissa has all the `significant` digits: `1.500e-3`. */
  readonly padded: boolean;
  /** Only values other than 0 whose magnitude is below this power of ten have an exponent, or `from` the other on; absent where all do. */
  readonly below?: number;
  readonly from?: number;
}

/** Whether a value of a column with this format has an exponent. */
export function hasExponent(value: number, { below, from }: Pick<ExponentFormat, "below" | "from">): boolean {
  if (below === undefined && from === undefined) return true;
  const magnitude = Math.abs(value);
  return (magnitude > 0 && magnitude < (below ?? 0)) || magnitude >= (from ?? Number.POSITIVE_INFINITY);
}

/** What stands around and between the digits of every number of a column: `-$1,234.50`, `12 kg`, `58.1%`. */
export interface NumberAffix {
  readonly prefix: string;
  readonly suffix: string;
  /** Between groups of three digits, from 1000 on: `,`, `.`, `'`, a space of some kind, or "". */
  readonly thousands: string;
  /** A minus stands before the prefix (`-$5`), not after it (`$-5`). */
  readonly signFirst: boolean;
  /** How accountants write negative numbers; a minus before them when absent. `inner`: the prefix and suffix stand outside: `$(5.00)`. */
  readonly negative?: "parentheses" | "inner" | "trailing";
  /** How zero is written, where it has no digit: `$ -`. */
  readonly zero?: string;
  /** The numbers are seconds, written as durations. */
  readonly duration?: DurationForm;
}

/** Comma-separated UTF-8 with minimal quotes. */
export const plainCsv: FileFormat = {
  type: "csv",
  delimiter: ",",
  quote: '"',
  quoting: "minimal",
  newline: "\n",
  bom: false,
  encoding: "utf-8",
  compression: "none",
};
