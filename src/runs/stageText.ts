import { decimal, inLanguage, type Language, saySentence } from "../language/language.ts";
import { runKey, SentenceBook } from "../language/sentenceBook.ts";

const books = new WeakMap<Language, SentenceBook>();

/**
 * Returns what a stage of a run says of itself in a language: events of runs are English, whoever looks at them. `auto` writes the
 * model it tries in front of what that model says.
 */
export function stageText(text: string, language: Language): string {
  if (language.code === "en") return text;
  const book = books.get(language) ?? new SentenceBook(language.texts, runKey);
  books.set(language, book);
  const tried = /^\w+, /.exec(text)?.[0] ?? "";
  return inLanguage(language, [], () => {
    const say = (said: string) =>
      book.find(said, { names: new Set(), numbers: decimal }) ?? saySentence(said);
    const whole = say(text);
    return whole === text ? tried + say(text.slice(tried.length)) : whole;
  });
}
