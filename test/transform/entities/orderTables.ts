import { Random } from "../../../src/numerics/random.ts";
import { findColumn, type Table, takeRows } from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { loadCsv } from "../personal/orders.ts";

/** The cells of a column as texts. */
export function cells(table: Table, name: string): string[] {
  const column = findColumn(table, name)!;
  return column.kind === "string"
    ? Array.from(column.codes, (code) => column.dictionary[code] ?? "")
    : Array.from(column.values, String);
}

export interface OrderTable {
  readonly orders: number;
  readonly seed: number;
  /** What the keys are made of. */
  readonly key: (n: number) => string;
  readonly firstLine?: number;
  /** The rows of an order stand anywhere. */
  readonly shuffled?: boolean;
  /** Orders come in the order of their days. */
  readonly byDay?: boolean;
}

/** A CSV of order lines: order, day, customer (constant in an order), country (constant for a customer), line, article, quantity. */
export function orderLines({
  orders,
  seed,
  key,
  firstLine = 1,
  shuffled = false,
  byDay = false,
}: OrderTable): string {
  const random = new Random(seed);
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const rows: string[] = [];
  for (let order = 0; order < orders; order++) {
    const customer = below(Math.ceil(orders / 5));
    const day = new Date(Date.UTC(2024, 0, 1 + (byDay ? Math.floor((300 * order) / orders) : below(300))))
      .toISOString()
      .slice(0, 10);
    const lines = 1 + Math.min(below(4), below(9));
    for (let line = 0; line < lines; line++)
      rows.push(
        [
          key(order),
          day,
          `C-${1000 + customer * 3}`,
          ["DE", "FR", "US"][customer % 3],
          firstLine + line,
          `art ${below(15)}`,
          1 + below(9),
        ].join(","),
      );
  }
  if (shuffled) random.shuffle(rows);
  return `order_id,order_date,customer_id,country,line,article,quantity\n${rows.join("\n")}\n`;
}

/** The table and what comes of it when a model gives the rows it learned from, in any order. */
export async function remade(
  csv: string,
  { seed = 3, rows }: { readonly seed?: number; readonly rows?: number } = {},
): Promise<{ readonly real: Table; readonly made: Table; readonly plan: string }> {
  const { loaded, specs } = await loadCsv(csv);
  const { data, restore } = prepare(loaded.table, specs, { seed });
  const random = new Random(seed);
  const given = takeRows(
    data.table,
    Int32Array.from({ length: rows ?? data.table.rows }, () =>
      Math.floor(random.uniform() * data.table.rows),
    ),
  );
  const made = restoreBatch(restore, given, { firstRow: 0, seed });
  return { real: loaded.table, made, plan: JSON.stringify(restore) };
}

/** How many keys have rows in which the column differs. */
export function differing(table: Table, key: string, name: string): number {
  const [keys, values] = [cells(table, key), cells(table, name)];
  const first = new Map<string, string>();
  const broken = new Set<string>();
  for (const [row, one] of keys.entries()) {
    if (!first.has(one)) first.set(one, values[row]!);
    else if (first.get(one) !== values[row]) broken.add(one);
  }
  return broken.size;
}

/** Rows of each key, those of a key in their order. */
export function rowsByKey(table: Table, key: string): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (const [row, one] of cells(table, key).entries()) {
    const list = rows.get(one);
    if (list === undefined) rows.set(one, [row]);
    else list.push(row);
  }
  return rows;
}
