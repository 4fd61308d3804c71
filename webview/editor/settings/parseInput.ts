import type { OptionField } from "../../../src/protocol/editor.ts";
import type { Words } from "../../../src/protocol/editorStrings.ts";

/** What a person typed into a field: a value (undefined: nothing, the default holds), or why it is none. */
export type Typed = { readonly value: unknown } | { readonly error: string };

export function parseInput(field: OptionField, typed: string, t: Words): Typed {
  const text = typed.trim();
  if (text === "") return { value: undefined };
  switch (field.kind) {
    case "integer":
    case "number":
      return parseNumber(field, text, t);
    case "integers": {
      const numbers = text
        .split(/[\s,;×x]+/)
        .filter((part) => part !== "")
        .map(Number);
      return numbers.every((n) => Number.isInteger(n)) ? { value: numbers } : { error: t("field.integers") };
    }
    case "bound":
      return { value: isNumber(text) ? Number(text) : text };
    default:
      return { value: typed };
  }
}

/** How a value is written in its field. */
export function showInput(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(showInput).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `0 to 1`, `from 1`, or nothing. */
export function rangeText({ minimum, maximum }: OptionField, t: Words): string {
  if (minimum !== undefined && maximum !== undefined) return t("field.range", plain(minimum), plain(maximum));
  if (minimum !== undefined) return t("field.from", plain(minimum));
  return maximum === undefined ? "" : t("field.upTo", plain(maximum));
}

function parseNumber(field: OptionField, text: string, t: Words): Typed {
  const whole = field.kind === "integer";
  if (field.auto && text.toLowerCase() === "auto") return { value: "auto" };
  // A decimal comma, but not a comma between thousands.
  const point = !whole && /^[^.,]*,\d+$/.test(text) ? text.replace(",", ".") : text.replace(/[_\s]/g, "");
  if (!isNumber(point) || (whole && !Number.isInteger(Number(point)))) {
    const key = whole ? "field.integer" : "field.number";
    return { error: t(field.auto ? `${key}OrAuto` : key) };
  }
  const value = Number(point);
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
  return value < minimum || value > maximum ? { error: t("field.outside", rangeText(field, t)) } : { value };
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text));
}

function plain(value: number): string {
  return Math.abs(value) >= 1e21 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential().replace("e+", "e")
    : value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 });
}
