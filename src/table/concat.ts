import { type Column, columnLength, makeTable, type StringColumn, type Table } from "./table.ts";

/** One table of all rows, in order. All parts must have the same columns; dictionaries may differ. */
export function concatTables(parts: readonly Table[]): Table {
  const first = parts[0];
  if (!first) throw new RangeError("no tables to join");
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  return makeTable(
    first.columns.map((column, i) =>
      concatColumns(
        column,
        parts.map((part) => part.columns[i]!),
        rows,
      ),
    ),
  );
}

function concatColumns(first: Column, parts: readonly Column[], rows: number): Column {
  if (first.kind === "string") return concatStrings(first, parts as readonly StringColumn[], rows);
  const values = new Float64Array(rows);
  let at = 0;
  for (const part of parts) {
    if (part.kind !== first.kind) throw new RangeError(`column ${first.name} changes its kind`);
    values.set(part.values, at);
    at += part.values.length;
  }
  if (first.kind === "number" || parts.every((part) => part.kind !== "datetime" || part.forms === undefined))
    return { ...first, values };
  const forms = new Uint8Array(rows);
  let from = 0;
  for (const part of parts) {
    if (part.kind === "datetime" && part.forms !== undefined) forms.set(part.forms, from);
    from += columnLength(part);
  }
  return { ...first, values, forms };
}

function concatStrings(first: StringColumn, parts: readonly StringColumn[], rows: number): StringColumn {
  const codes = new Int32Array(rows);
  const dictionary: string[] = [];
  const index = new Map<string, number>();
  let known: readonly string[] | undefined;
  let map: Int32Array = new Int32Array(0);
  let at = 0;
  for (const part of parts) {
    if (part.dictionary !== known) {
      known = part.dictionary;
      map = Int32Array.from(known, (text) => {
        let code = index.get(text);
        if (code === undefined) {
          code = dictionary.length;
          index.set(text, code);
          dictionary.push(text);
        }
        return code;
      });
    }
    for (const code of part.codes) codes[at++] = code < 0 ? -1 : map[code]!;
  }
  return { ...first, codes, dictionary };
}
