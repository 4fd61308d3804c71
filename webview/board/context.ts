import type { BoardFacts, BoardRequest } from "../../src/product/page/boardMessages.ts";
import type { BoardModel, Grouping, RiceDraft } from "../../src/product/page/boardModel.ts";
import type { BoardWords } from "../../src/product/page/boardStrings.ts";
import type { ProductEdit } from "../../src/product/page/productEdits.ts";
import type { Problem } from "../../src/protocol/editor.ts";
import type { BoardKept } from "./kept.ts";

/** What a new feature begins with. */
export type NewGroup = Partial<Record<Grouping, string>>;

/** What every part of the page draws from and speaks through; the same object while nothing of it changes. */
export interface BoardContext {
  readonly model: BoardModel;
  /** The text as it is, without what is tried out. */
  readonly written: BoardModel;
  /** Undefined until the host has looked. */
  readonly facts: BoardFacts | undefined;
  readonly problems: readonly Problem[];
  readonly version: number;
  readonly today: string;
  readonly file: string;
  /** Nothing can be changed: the file is read-only or the board is an old one. */
  readonly readonly: boolean;
  /** The text has errors now; this is the board of the one before. */
  readonly old: boolean;
  readonly t: BoardWords;
  readonly language: string;
  readonly kept: BoardKept;
  readonly drafts: ReadonlyMap<string, RiceDraft>;
  /** One undo step. `said`: what the live region says once it is done. */
  edit(edits: readonly ProductEdit[], said?: string): void;
  request(request: BoardRequest): void;
  keep(change: Partial<BoardKept>): void;
  draft(id: string, rice: RiceDraft | undefined): void;
  /** Opens the panel of a feature; null closes it. */
  open(id: string | null): void;
  /** Opens the panel for a new feature of a group. */
  add(group: NewGroup): void;
  /** Says something to screen readers. */
  say(text: string): void;
  /** Says something at the top of the page, too. */
  notice(text: string): void;
}

/** A number in the person's language. */
export function numberText(value: number, language: string, digits = 3): string {
  return format(language, "maximumSignificantDigits", digits).format(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Formats take long to make. */
function format(
  language: string,
  option: "maximumSignificantDigits" | "maximumFractionDigits",
  digits: number,
): Intl.NumberFormat {
  const key = `${language} ${option} ${digits}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(language, { [option]: digits });
  formats.set(key, known);
  return known;
}

/** A score with two significant digits: its parts are guesses. */
export function scoreIn(value: number | null, language: string): string {
  return value === null
    ? "–"
    : format(language, "maximumFractionDigits", 10).format(Number(value.toPrecision(2)));
}

export function percentText(share: number, language: string): string {
  return `${format(language, "maximumFractionDigits", 0).format(100 * share)} %`;
}

/** “3 days ago” of a day or an ISO time. */
export function ageText(when: string, today: string, language: string): string {
  const days = Math.round((Date.parse(when.slice(0, 10)) - Date.parse(today)) / 86_400_000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (Math.abs(days) >= 365) return format.format(Math.round(days / 365), "year");
  if (Math.abs(days) >= 60) return format.format(Math.round(days / 30.44), "month");
  return format.format(days, "day");
}

/** A day in the person's language. */
export function dayText(day: string, language: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language, { dateStyle: "medium", timeZone: "UTC" });
}
