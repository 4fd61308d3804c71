import type { Board } from "./board.ts";

const head = ["id", "title", "moscow", "phase", "status", "score", "rank", "effort"] as const;

/**
 * Writes the features of a board as CSV (RFC 4180, CRLF). A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front (CWE-1236).
 */
export function featuresCsv({ features }: Board): string {
  const rows = features.map((feature) => head.map((key) => cellOf(feature[key])));
  return [head, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function cellOf(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
