import type { ColumnFormat } from "../format.ts";
import { fitsSeparators, valueOfFrame } from "../infer/inferAffix.ts";
import { readFrame } from "../infer/numberFrame.ts";
import { parseDuration } from "./durationForm.ts";

/** Three digits after the comma could as well be thousands. */
const decimalComma = /^[+-]?\d*,(?!\d{3}$)\d+$/;

/**
 * The number that a text stands for in a column of this format, or NaN: as the column writes it, with or without its prefix, suffix
 * and thousands separators, or as a plain number, with a decimal comma too where that is clear.
 */
export function readSpelledNumber(
  text: string,
  format: Pick<ColumnFormat, "affix" | "decimalPoint">,
): number {
  const trimmed = text.trim();
  if (trimmed === "") return Number.NaN;
  const { affix, decimalPoint } = format;
  if (affix?.zero === trimmed) return 0;
  if (affix?.duration !== undefined) {
    const seconds = parseDuration(trimmed);
    return Number.isNaN(seconds) ? Number(trimmed) : seconds;
  }
  const frame = readFrame(trimmed);
  const isForeign =
    frame === null ||
    (frame.prefix !== "" && frame.prefix.trim() !== affix?.prefix.trim()) ||
    (frame.suffix !== "" && frame.suffix.trim() !== affix?.suffix.trim());
  if (!isForeign)
    for (const thousands of new Set([affix?.thousands ?? "", ""]))
      if (fitsSeparators(frame.digits, [thousands, decimalPoint]))
        return valueOfFrame(frame, [thousands, decimalPoint]);
  const isDecimal = affix?.thousands !== "," && decimalComma.test(trimmed);
  return Number(isDecimal ? trimmed.replace(",", ".") : trimmed);
}
