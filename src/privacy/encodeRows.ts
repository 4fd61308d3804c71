import type { BinsColumn, DomainColumn, ValuesColumn } from "../config/privacy/domain.ts";
import { type Column, columnLength, findColumn, type Table } from "../table/table.ts";
import { readDatetime, readNumber } from "../transform/spelling.ts";

/** A cell that no table counts: a value outside the listed ones, or a missing one where none is allowed. */
export const uncounted = -1;

/**
 * Tokens of a table of cells as they are written. What a cell becomes depends on the cell and the domain alone, never on another
 * row: else adding one row could change more than one row's worth of counts.
 */
export function encodeRows(table: Table, domain: readonly DomainColumn[]): Int32Array[] {
  return domain.map((column) => {
    const cells = findColumn(table, column.name);
    if (cells === undefined) return new Int32Array(table.rows).fill(uncounted);
    return column.kind === "values" ? encodeValues(cells, column) : encodeBins(cells, column);
  });
}

function encodeValues(cells: Column, { values, size, missing }: ValuesColumn): Int32Array {
  const known = new Map(values.map((value, token) => [value, token]));
  for (const [token, value] of values.entries()) {
    const number = canonical(value);
    if (number !== undefined && !known.has(number)) known.set(number, token);
  }
  const absent = missing ? size - 1 : uncounted;
  const tokenOf = (text: string) => known.get(text) ?? known.get(canonical(text) ?? text) ?? uncounted;
  return encodeCells(cells, absent, tokenOf, (value) => tokenOf(String(value)));
}

/** `1.50`, ` 1.5` and `1.5` are one number; undefined for other texts. */
function canonical(text: string): string | undefined {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(number) ? String(number) : undefined;
}

function encodeBins(cells: Column, column: BinsColumn): Int32Array {
  const { edges, size, missing, sdtype, dateFormat, decimals } = column;
  const bins = edges.length - 1;
  const absent = missing ? size - 1 : uncounted;
  const tokenOf = (value: number) => {
    if (Number.isNaN(value)) return absent;
    let token = 0;
    while (token < bins - 1 && value > edges[token + 1]!) token++;
    return token;
  };
  const rounded = (value: number) =>
    tokenOf(decimals === null || !Number.isFinite(value) ? value : Number(value.toFixed(decimals)));
  const read = sdtype === "datetime" ? (text: string) => readDatetime(text, dateFormat) : readNumber;
  return encodeCells(cells, absent, (text) => rounded(read(text)), rounded);
}

function encodeCells(
  cells: Column,
  absent: number,
  ofText: (text: string) => number,
  ofNumber: (value: number) => number,
): Int32Array {
  const tokens = new Int32Array(columnLength(cells));
  if (cells.kind === "string") {
    const perText = cells.dictionary.map(ofText);
    for (let i = 0; i < tokens.length; i++)
      tokens[i] = cells.codes[i]! < 0 ? absent : perText[cells.codes[i]!]!;
    return tokens;
  }
  for (let i = 0; i < tokens.length; i++) {
    const value = cells.values[i]!;
    tokens[i] = Number.isNaN(value) ? absent : ofNumber(value);
  }
  return tokens;
}
