import type { CsvRecord } from "../csv/csvScanner.ts";
import { type CsvPlan, columnOptions, type RowScan, scanRows } from "../csv/scanFile.ts";
import { CellCounts } from "./cellCounts.ts";
import { choosePins } from "./choosePins.ts";
import { RowHash } from "./rowHash.ts";
import { type DrawnRow, RowSample } from "./rowSample.ts";
import type { SourceSample } from "./sourceSample.ts";
import { readsEnds } from "./tailRows.ts";
import { PinnedRows } from "./valuePins.ts";

export interface CsvSample extends RowScan {
  /** The rows drawn, as the file has them, below a line in place of its header. */
  readonly content: Buffer;
  /** What is known of all rows, once it is known how the columns are read; null where all rows were drawn. */
  readonly describe: ((columns: ReadColumns) => SourceSample) | null;
}

/** Columns of the file that are read as text, and those of them in which NA is a value. */
interface ReadColumns {
  readonly isText: ReadonlySet<number>;
  readonly naIsValue: ReadonlySet<number>;
}

/**
 * Passes once over a CSV and keeps `size` of its rows, drawn by a hash of row number and seed, of each value of a column with few
 * values the rows that it takes to learn it, and the rows at the ends of numbers and dates. Counts rows and values exactly. Memory does not depend on the number of rows.
 *
 * @throws DataError ragged-row, stray-quote, unclosed-quote
 */
export async function sampleCsv(
  plan: CsvPlan,
  picked: readonly number[],
  { size, seed }: { readonly size: number; readonly seed: number },
): Promise<CsvSample> {
  const hash = new RowHash(seed);
  const sample = new RowSample(size);
  const kept = new PinnedRows();
  const columns = picked.map((k) => ({
    k,
    counts: new CellCounts(columnOptions(plan, k), kept, readsEnds(size)),
  }));
  const scan = await scanRows(plan, (record, row) => {
    const h = hash.of(row);
    let made: DrawnRow | undefined;
    const drawn = () => {
      made ??= { row, hash: h, text: textOf(record) };
      return made;
    };
    if (sample.wants(h)) sample.add(drawn());
    for (const { k, counts } of columns) counts.add(record, k, h, drawn);
  });
  const rows = new Set(sample.rows());
  const isWhole = scan.rows <= rows.size;
  const wanted = isWhole ? [] : columns.flatMap(({ counts }) => [counts.pinned(), counts.ends()]);
  const pins = choosePins(wanted, rows.size, (row) => rows.has(row));
  const all = [...new Set([...rows, ...pins])].sort((a, b) => a.row - b.row);
  return {
    ...scan,
    content: contentOf(plan, all),
    describe: isWhole
      ? null
      : ({ isText, naIsValue }) => ({
          rows: scan.rows,
          hashes: Uint32Array.from(all, ({ hash: h }) => h),
          pinned: Uint8Array.from(all, (row) => (pins.has(row) ? 1 : 0)),
          columns: columns.map(({ k, counts }) => ({
            name: plan.names[k]!,
            ...counts.summary(isText.has(k), columnOptions({ ...plan, naIsValue }, k).tokens),
          })),
        }),
  };
}

/** The record as it is written, one character a byte. */
function textOf({ bytes, starts, ends, flags, cells }: CsvRecord): string {
  const last = cells - 1;
  return bytes.toString("latin1", starts[0]! - (flags[0]! & 1), ends[last]! + (flags[last]! & 1));
}

/** What the reader of the file takes for it: the lines it skips, a header of as many cells, the rows. */
function contentOf({ dialect, headerRecords }: CsvPlan, rows: readonly DrawnRow[]): Buffer {
  const newline = dialect.loneReturn ? "\r" : "\n";
  const header =
    headerRecords === 0 ? "" : `x${dialect.delimiter.repeat(dialect.records[0]!.length - 1)}${newline}`;
  const head = newline.repeat(dialect.skip) + header;
  const bytes = rows.reduce((sum, { text }) => sum + text.length + 1, head.length);
  const content = Buffer.allocUnsafe(bytes);
  let at = content.write(head, "latin1");
  for (const { text } of rows) at += content.write(text + newline, at, "latin1");
  return content;
}
