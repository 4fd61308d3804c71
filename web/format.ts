import type { Language } from "./words.ts";

export function bytesText(bytes: number, language: Language): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  const digits = value >= 100 || power === 0 ? 0 : 1;
  return `${decimalText(value, digits, language)} ${units[power]}`;
}

export function timeText(iso: string | null, language: Language): string {
  return iso === null
    ? "–"
    : new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

export function durationText(ms: number, language: Language): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${decimalText(seconds / 3600, 1, language)} h`;
}

export function numberText(value: number, language: Language): string {
  return value.toLocaleString(language);
}

/** With so many digits behind the point, or the comma. */
export function decimalText(value: number, digits: number, language: Language): string {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
