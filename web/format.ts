import type { Language } from "./words.ts";

export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value >= 100 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

export function timeText(iso: string | null, language: Language): string {
  return iso === null
    ? "–"
    : new Date(iso).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 90
    ? `${seconds} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`;
}

export function numberText(value: number, language: Language): string {
  return value.toLocaleString(language);
}
