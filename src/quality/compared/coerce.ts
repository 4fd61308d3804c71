import { inferAffix } from "../../table/infer/inferAffix.ts";
import type { Column, DatetimeColumn, NumberColumn, StringColumn } from "../../table/table.ts";

/** Text is read as a number where it is one, its currency, percent sign or unit left aside, else missing; datetimes become epoch ms. */
export function asNumberColumn(column: Column): NumberColumn {
  if (column.kind === "number") return column;
  if (column.kind === "datetime") return { kind: "number", name: column.name, values: column.values };
  return { kind: "number", name: column.name, values: decode(column, parseNumber) };
}

/** Text is read as an ISO 8601 date or timestamp where it is one, else missing; numbers become missing. */
export function asDatetimeColumn(column: Column): DatetimeColumn {
  if (column.kind === "datetime") return column;
  if (column.kind === "number")
    return { kind: "datetime", name: column.name, values: new Float64Array(column.values.length).fill(NaN) };
  return { kind: "datetime", name: column.name, values: decode(column, parseIso) };
}

/** Numbers become their shortest decimal text, datetimes ISO 8601 without zone; whole numbers have no point. */
export function asStringColumn(column: Column): StringColumn {
  if (column.kind === "string") return column;
  const text = column.kind === "number" ? String : isoText;
  const codes = new Int32Array(column.values.length);
  const dictionary: string[] = [];
  const codeOf = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) {
    const value = column.values[i]! + 0;
    if (Number.isNaN(value)) {
      codes[i] = -1;
      continue;
    }
    let code = codeOf.get(value);
    if (code === undefined) {
      code = dictionary.length;
      codeOf.set(value, code);
      dictionary.push(text(value));
    }
    codes[i] = code;
  }
  return { kind: "string", name: column.name, codes, dictionary };
}

function decode(column: StringColumn, parse: (text: string) => number): Float64Array {
  const table = Float64Array.from(column.dictionary, parse);
  return Float64Array.from(column.codes, (code) => (code < 0 ? NaN : table[code]!));
}

function parseNumber(text: string): number {
  const trimmed = text.trim();
  const plain = trimmed === "" ? NaN : Number(trimmed);
  if (Number.isFinite(plain)) return plain;
  return inferAffix([trimmed, trimmed], { unique: false, decimalComma: false })?.values[0] ?? NaN;
}

function parseIso(text: string): number {
  const m = isoPattern.exec(text.trim());
  if (m === null) return NaN;
  const [year, month, day, hour, minute, second] = m.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = m[7] === undefined ? 0 : Number(`0.${m[7]}`) * 1000;
  const at = Date.UTC(year, month - 1, day, hour, minute, second) + fraction;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? at : NaN;
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?Z?)?$/;

function isoText(ms: number): string {
  return new Date(ms).toISOString().replace("T00:00:00.000Z", "").replace("Z", "");
}
