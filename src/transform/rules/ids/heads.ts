import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { cellReader } from "../../../table/cellReader.ts";
import { type Holders, toldCounts } from "../../../table/protection/holders.ts";
import { type Column, findColumn, type StringColumn, type Table } from "../../../table/table.ts";
import { planName } from "../../columns/planFields.ts";

/** Where the beginning of an id ends: before its first digit, or behind the last separator. */
const endNames = ["digit", "separator"] as const;
type Ends = (typeof endNames)[number];

const forms: Readonly<Record<Ends, RegExp>> = {
  digit: /^[^\d]+(?=\d)/,
  separator: /^.*[^0-9A-Za-z](?=[0-9A-Za-z]+$)/,
};

/** What ids begin with, by the value of another column. */
export interface Heads {
  /** The column that says it. */
  readonly by: string;
  readonly ends: Ends;
  /** For dates: the beginning with `{yyyy}`, `{yy}`, `{mm}` or `{dd}` in it. */
  readonly template?: string;
  /** For others: values, as text, that enough rows have, with the beginning. */
  readonly known: readonly (readonly [value: string, head: string])[];
  /** Where the value is none of these. */
  readonly otherwise: string;
}

const text = z.string().max(100);
export const headsSchema = z
  .strictObject({
    by: planName,
    ends: z.enum(endNames),
    template: text.exactOptional(),
    known: z
      .array(z.tuple([z.string().max(10_000), text]).readonly())
      .max(1000)
      .readonly(),
    otherwise: text,
  })
  .readonly();

const maxHeads = 200;
/** Rows that hold a beginning, at least, and as many for each there is. */
const minHeadRows = 5;
const rowsPerHead = 10;
/** Of the rows, those whose value of the other column too few have, at most. */
const maxRare = 0.2;

export function headOf(value: string, ends: Ends): string | undefined {
  return forms[ends].exec(value)?.[0];
}

interface Beside {
  readonly table: Table;
  readonly specs: readonly ColumnSpec[];
  readonly minRows: number;
  /** Whose the rows are, where persons have several. */
  readonly holders?: Holders | undefined;
}

/** The column that says in every row what the ids begin with; undefined where none does, or all begin alike. */
export function findHeads(
  column: StringColumn,
  { table, specs, minRows, holders }: Beside,
): Heads | undefined {
  for (const ends of endNames) {
    const heads = column.dictionary.map((value) => headOf(value, ends));
    const ofRow = Array.from(column.codes, (code) => (code < 0 ? undefined : heads[code]));
    const counts = new Map<string, number>();
    for (const head of ofRow) if (head !== undefined) counts.set(head, (counts.get(head) ?? 0) + 1);
    const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
    if (usual === undefined || counts.size < 2 || ofRow.includes(undefined)) continue;
    const wanted = {
      ends,
      heads: ofRow as string[],
      otherwise: usual[0],
      minRows: Math.max(minRows, minHeadRows),
      holders,
    };
    const found = besides(column.name, specs, table).map((other) =>
      other.kind === "datetime" ? byDate(other, wanted) : byValue(other, wanted),
    );
    const [best] = found.filter((one) => one !== undefined);
    if (best !== undefined) return best;
  }
  return undefined;
}

function besides(own: string, specs: readonly ColumnSpec[], table: Table): Column[] {
  return specs.flatMap(({ name, role, sdtype }) => {
    const other = findColumn(table, name);
    const isLearned = role !== "drop" && role !== "id" && sdtype !== "id" && sdtype !== "text";
    return other === undefined || name === own || !isLearned ? [] : [other];
  });
}

interface Wanted {
  readonly ends: Ends;
  /** Of each row. */
  readonly heads: readonly string[];
  readonly otherwise: string;
  readonly minRows: number;
  readonly holders: Holders | undefined;
}

function byValue(
  other: Exclude<Column, { kind: "datetime" }>,
  { ends, heads, otherwise, minRows, holders }: Wanted,
): Heads | undefined {
  const read = cellReader(other);
  const known: (readonly [value: string, head: string])[] = [];
  const index = new Map<string, number>();
  const codes = new Int32Array(heads.length);
  for (const [row, head] of heads.entries()) {
    const value = read(row);
    if (value === null) return undefined;
    const code = index.get(String(value)) ?? index.size;
    if (code === index.size) {
      if (index.size * rowsPerHead > heads.length) return undefined;
      index.set(String(value), code);
      known.push([String(value), head]);
    } else if (known[code]![1] !== head) return undefined;
    codes[row] = code;
  }
  const counts = toldCounts({ codes, distinct: index.size }, minRows, holders);
  const told = known.filter((_, code) => counts[code]! >= minRows);
  const rows = known.reduce((sum, _, code) => sum + (counts[code]! >= minRows ? counts[code]! : 0), 0);
  const isMost = holders !== undefined || rows >= (1 - maxRare) * heads.length;
  return told.length < 2 || told.length > maxHeads || !isMost
    ? undefined
    : { by: other.name, ends, known: told, otherwise: headOfMost(told, otherwise) };
}

/** The most frequent head where enough rows have it. */
function headOfMost(told: Heads["known"], usual: string): string {
  return told.some(([, head]) => head === usual) ? usual : told[0]![1];
}

function byDate(
  { name, values }: Extract<Column, { kind: "datetime" }>,
  { ends, heads, minRows }: Wanted,
): Heads | undefined {
  const first = values[0];
  if (first === undefined || values.some((ms) => Number.isNaN(ms)) || values.length < rowsPerHead * 2)
    return undefined;
  const template = templatesOf(heads[0]!, first).find((one) =>
    heads.every((head, row) => writeTemplate(one, values[row]!) === head),
  );
  // what the template leaves of a head stands in all of them
  return template === undefined || heads.length < minRows
    ? undefined
    : { by: name, ends, template, known: [], otherwise: writeTemplate(template, 0) };
}

const two = (n: number) => String(n).padStart(2, "0");

function tokensOf(ms: number): Readonly<Record<string, string>> {
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return {
    yyyy: String(year).padStart(4, "0"),
    yy: two(year % 100),
    mm: two(date.getUTCMonth() + 1),
    dd: two(date.getUTCDate()),
  };
}

/** Ways in which a beginning writes a date: its year, and the month and day that stand behind it or each other. */
function templatesOf(head: string, ms: number): string[] {
  const tokens = tokensOf(ms);
  const orders = [
    ["yyyy", "mm", "dd"],
    ["yy", "mm", "dd"],
    ["dd", "mm", "yyyy"],
    ["yyyy", "mm"],
    ["yy", "mm"],
    ["mm", "yyyy"],
    ["yyyy"],
    ["yy"],
  ];
  return orders.flatMap((order) =>
    ["", "-", "/", "."].flatMap((separator) => {
      if (order.length === 1 && separator !== "") return [];
      const written = order.map((name) => tokens[name]!).join(separator);
      const at = head.indexOf(written);
      const shape = order.map((name) => `{${name}}`).join(separator);
      return at < 0 ? [] : [head.slice(0, at) + shape + head.slice(at + written.length)];
    }),
  );
}

function writeTemplate(template: string, ms: number): string {
  const tokens = tokensOf(ms);
  return template.replace(/\{(yyyy|yy|mm|dd)\}/g, (_, name: string) => tokens[name]!);
}

/** What the id of a row begins with, by the row's value of the other column. */
export function writeHeads({ template, known, otherwise }: Heads, by: Column): (row: number) => string {
  if (template !== undefined && by.kind === "datetime")
    return (row) => (Number.isNaN(by.values[row]!) ? otherwise : writeTemplate(template, by.values[row]!));
  const heads = new Map(known);
  const read = cellReader(by);
  return (row) => heads.get(String(read(row))) ?? otherwise;
}
