import { resolve } from "node:path";
import { exactPath, literal } from "../table/duckdb.ts";
import { sniffDialect } from "../table/read/csv/csvDialect.ts";
import { sniffEncoding } from "../table/read/csv/textEncoding.ts";
import type { FileHead } from "../table/read/fileHead.ts";
import { alwaysMissing } from "../table/read/missingTokens.ts";
import type { LoadedTable } from "../table/read/read.ts";
import { orderFromText, type SqlColumn, sqlColumn } from "./gridColumns.ts";

/** A CSV file that DuckDB reads itself, much faster than cell by cell. */
export interface CsvSource {
  readonly columns: readonly SqlColumn[];
  /** SELECT that gives `c0`, `c1`, … of every row. */
  readonly select: string;
}

/**
 * How DuckDB reads the file as this program does, by what its first rows look like; undefined where only our own reader does: other
 * encodings than UTF-8, no header, quotes that do not pair, comments, units beside numbers.
 */
export function csvSource(path: string, head: FileHead, first: LoadedTable): CsvSource | undefined {
  if (head.type !== "csv" || head.compression === "zstd") return undefined;
  const encoding = sniffEncoding(head.bytes, path);
  if (encoding.encoding !== "utf-8") return undefined;
  const text = head.bytes.subarray(encoding.bomBytes);
  const dialect = sniffDialect(text, head.whole, path, {
    tabs: head.tabs,
    delimiter: undefined,
    quotes: undefined,
    skip: undefined,
  });
  const plain = dialect.quotes && !dialect.loneReturn && dialect.delimiter.length === 1 && dialect.skip === 0;
  const { header, quoting } = first.format;
  if (!plain || header !== undefined || quoting === "none" || first.leftOut.length > 0) return undefined;
  if (first.formats.some(({ unnamed }) => unnamed)) return undefined;
  const width = dialect.records[0]?.length;
  if (width !== first.table.columns.length || width < 2) return undefined;
  const columns: SqlColumn[] = [];
  for (const [k, column] of first.table.columns.entries()) {
    const order = orderFromText(column, first.formats[k]!, k);
    if (order === undefined) return undefined;
    columns.push(sqlColumn(column, first.formats[k]!, order));
  }
  const options = [
    "auto_detect=false",
    `columns={${columns.map((_, k) => `f${k}: 'VARCHAR'`).join(", ")}}`,
    `delim=${literal(dialect.delimiter)}`,
    `quote='"', escape='"', header=true, nullstr='', max_line_size=16777216`,
    ...(head.compression === "gzip" ? ["compression='gzip'"] : ["compression='none'"]),
  ];
  const cells = first.table.columns.map((column, k) => {
    const known = column.kind === "string" ? new Set(column.dictionary) : new Set<string>();
    const tokens = alwaysMissing.filter((token) => token !== "" && !known.has(token));
    return `CASE WHEN f${k} IN (${tokens.map(literal).join(", ")}) THEN NULL ELSE f${k} END AS c${k}`;
  });
  const file = exactPath(resolve(path));
  return {
    columns,
    select: `SELECT ${cells.join(", ")} FROM read_csv(${literal(file)}, ${options.join(", ")})`,
  };
}
