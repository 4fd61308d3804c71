import { own } from "../jsonc/own.ts";
import { grouped } from "./counts.ts";
import { SentenceBook } from "./sentenceBook.ts";

/** A language a report can be shown in. Its texts are keyed by the English ones, with `{0}`, `{1}` … for what is filled in. */
export interface Language {
  readonly code: (typeof reportLanguages)[number];
  readonly texts: Readonly<Record<string, string>>;
}

export const reportLanguages = ["en", "de"] as const;

export const inEnglish: Language = { code: "en", texts: {} };

/** Returns the language of a tag such as `de-AT`, with its texts where there are any; else English. */
export function languageOf(tag: string, texts: Readonly<Record<string, string>> | undefined): Language {
  return texts !== undefined && /^de\b/i.test(tag) ? { code: "de", texts } : inEnglish;
}

interface Spoken {
  readonly language: Language;
  readonly book: SentenceBook;
}

const books = new WeakMap<Language, SentenceBook>();
let spoken: Spoken = { language: inEnglish, book: bookOf(inEnglish) };
let data: ReadonlySet<string> = new Set();

/**
 * Runs `write` with every word and number in `language`. Only for work that ends before it returns. `names`: words of the data, such
 * as column names, which stay as they are where a sentence holds them.
 */
export function inLanguage<T>(language: Language, names: Iterable<string>, write: () => T): T {
  const before = { spoken, data };
  spoken = { language, book: bookOf(language) };
  data = new Set(names);
  try {
    return write();
  } finally {
    ({ spoken, data } = before);
  }
}

function bookOf(language: Language): SentenceBook {
  const book = books.get(language) ?? new SentenceBook(language.texts);
  books.set(language, book);
  return book;
}

/** Says a text of ours with its blanks filled: `{0}` is the first value. */
export function say(message: string, ...values: readonly (string | number)[]): string {
  return translated(message).replace(/\{(\d)\}/g, (whole, index: string) =>
    String(values[Number(index)] ?? whole),
  );
}

/** Returns `say` in one language, for work that continues after the call that began it. */
export function sayIn(language: Language): typeof say {
  return (message, ...values) => inLanguage(language, [], () => say(message, ...values));
}

/** Returns the text of a message with its blanks still open. */
export function translated(message: string): string {
  const { texts } = spoken.language;
  return own(texts, `${message}/report`) ?? own(texts, message) ?? message;
}

/** Says a text whose blanks are filled already, with numbers as they are to be shown. */
export function sayText(text: string): string {
  return spoken.language.code === "en" ? text : spoken.book.say(text, { names: data, numbers: (n) => n });
}

/** Says a sentence of `report.json`, which is English with English numbers. */
export function saySentence(text: string): string {
  return spoken.language.code === "en" ? text : spoken.book.say(text, { names: data, numbers: decimal });
}

/** Returns the tag that numbers and dates are written by. */
export function numberLocale(): "en-US" | "de-DE" {
  return spoken.language.code === "de" ? "de-DE" : "en-US";
}

/** Writes a count with thousands separated. */
export function wholeNumber(n: number): string {
  return spoken.language.code === "en" ? grouped(n) : n.toLocaleString(numberLocale());
}

/** Writes the decimal points and thousands separators of English numbers as the language does. */
export function decimal(text: string): string {
  if (spoken.language.code === "en") return text;
  return text.replace(/\d[\d,]*(?:\.\d+)?/g, (number) =>
    number.replace(/[.,]/g, (mark) => (mark === "." ? "," : ".")),
  );
}
