import { cutText } from "../jsonc/quote.ts";
import type { GridSummary } from "../protocol/grid.ts";
import { valueFormatter } from "../table/cells/formatCell.ts";
import type { Connection } from "../table/duckdb.ts";
import type { SqlColumn } from "./gridColumns.ts";

const bins = 20;
const maxTop = 10;
const shown = 80;

/** What stands above column `k`: how much is missing, and where its values lie. */
export async function summarizeColumn(
  connection: Connection,
  column: SqlColumn,
  k: number,
  rows: number,
): Promise<GridSummary> {
  const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRows();
  const key = column.order;
  const ends = key === null ? "NULL, NULL" : `min(${key}), max(${key})`;
  const [[present, about, low, high] = []] = await read(
    `SELECT count(c${k}), approx_count_distinct(c${k}), ${ends} FROM grid`,
  );
  const missing = rows - Number(present);
  const distinct = Math.min(Number(about), Number(present));
  if (key !== null && low !== null && high !== null) {
    const [min, max] = [Number(low), Number(high)];
    const write = valueFormatter(column.format);
    const width = max - min;
    const counts = new Array<number>(bins).fill(0);
    const place = width > 0 ? `least(${bins - 1}, floor((${key} - ${min}) / ${width} * ${bins}))` : "0";
    for (const [bin, count] of await read(
      `SELECT ${place} AS bin, count(*) FROM grid WHERE ${key} IS NOT NULL GROUP BY bin`,
    ))
      counts[Number(bin)] = Number(count);
    return { missing, distinct, range: [write(min), write(max)], counts, top: [] };
  }
  const isUnique = distinct > 1000 && distinct > 0.9 * Number(present);
  const top = isUnique
    ? []
    : (
        await read(
          `SELECT c${k}, count(*) AS n FROM grid WHERE c${k} IS NOT NULL GROUP BY c${k} ORDER BY n DESC, c${k} LIMIT ${maxTop}`,
        )
      ).map(([value, count]) => ({ value: cutText(String(value), shown), count: Number(count) }));
  return { missing, distinct, range: null, counts: [], top };
}
