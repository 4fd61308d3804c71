import { type Column, findColumn, type Table } from "../../../table/table.ts";
import { type Codebook, encodeColumn, unknownToken } from "./codebook.ts";

/** The rows of a table in which a column of the model is missing. */
export interface TableGaps {
  /** Their numbers in the table. */
  readonly rows: Uint32Array;
  /** Their tokens, one array per codebook; what is missing is unknown here, whatever the model knows of missingness. */
  readonly tokens: readonly Int32Array[];
}

export function findGaps(books: readonly Codebook[], table: Table): TableGaps {
  const tokens = books.map((book) => {
    const t = encodeColumn(book, table);
    for (let i = 0; i < t.length; i++) if (t[i] === book.missing) t[i] = unknownToken;
    return t;
  });
  const rows = Uint32Array.from({ length: table.rows }, (_, i) => i).filter((i) =>
    tokens.some((t) => t[i]! < 0),
  );
  return { rows, tokens: tokens.map((t) => Int32Array.from(rows, (i) => t[i]!)) };
}

/**
 * Returns the table with its gaps filled; columns of the model that it lacks are added. `filled` holds one array per codebook:
 * a number, or the index of a category, for each row of the gaps.
 */
export function fillGaps(
  books: readonly Codebook[],
  table: Table,
  { rows, tokens }: TableGaps,
  filled: readonly Float64Array[],
): Table {
  const fill = (column: Column, j: number): Column =>
    fillColumn(books[j]!, column, rows, { tokens: tokens[j]!, fill: filled[j]! });
  return {
    rows: table.rows,
    columns: [
      ...table.columns.map((column) => {
        const j = books.findIndex((book) => book.column.name === column.name);
        return j < 0 ? column : fill(column, j);
      }),
      ...books.flatMap((book, j) =>
        findColumn(table, book.column.name) ? [] : [fill(blankColumn(book, table.rows), j)],
      ),
    ],
  };
}

/** A column of missing cells. */
function blankColumn(book: Codebook, rows: number): Column {
  const name = book.column.name;
  return book.kind === "number"
    ? { kind: "number", name, values: new Float64Array(rows).fill(Number.NaN) }
    : { kind: "string", name, codes: new Int32Array(rows).fill(-1), dictionary: book.column.categories };
}

/** Present cells stay as they are, an unknown category included; only missing ones are filled. */
function fillColumn(
  book: Codebook,
  column: Column,
  rows: Uint32Array,
  { tokens, fill }: { readonly tokens: Int32Array; readonly fill: Float64Array },
): Column {
  if (column.kind !== "string") {
    const values = column.values.slice();
    rows.forEach((row, i) => {
      if (Number.isNaN(values[row]!)) values[row] = fill[i]!;
    });
    return { ...column, values };
  }
  if (book.kind !== "category") return column;
  const dictionary = [...column.dictionary];
  const codeOf = book.column.categories.map((c) => {
    const at = dictionary.indexOf(c);
    return at >= 0 ? at : dictionary.push(c) - 1;
  });
  const codes = column.codes.slice();
  rows.forEach((row, i) => {
    if (codes[row]! < 0 && tokens[i]! < 0) codes[row] = codeOf[fill[i]!]!;
  });
  return { ...column, codes, dictionary };
}
