const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?Z?$/;

/** `2024-02-29`, `2024-02-29T13:05[:59[.123]]` as milliseconds of the wall clock since 1970; null when it is no such date. */
export function parseIsoDate(text: string): number | null {
  const parts = iso.exec(text.trim());
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const ms = Number((parts[7] ?? "").padEnd(3, "0"));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  const exists = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day!;
  if (!exists || hour! > 23 || minute! > 59 || second! > 59) return null;
  return date.setUTCHours(hour!, minute!, second!, ms);
}
