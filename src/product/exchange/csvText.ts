import { excelSafe } from "../../table/formulaCells.ts";

/**
 * Writes records as CSV (RFC 4180, CRLF). A cell that a spreadsheet would run as a formula gets an apostrophe in front
 * (CWE-1236); `plainCell` takes it off again.
 */
export function csvText(records: readonly (readonly (string | number | null | undefined)[])[]): string {
  return records.map((record) => `${record.map(cellOf).map(quoted).join(",")}\r\n`).join("");
}

/** The cell without the apostrophe that `csvText` put before a formula. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && excelSafe(cell.slice(1)) === cell ? cell.slice(1) : cell;
}

function cellOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? excelSafe(value) : String(value);
}

function quoted(cell: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
