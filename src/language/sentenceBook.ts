import { own } from "../jsonc/own.ts";

export interface Saying {
  /** Words of the data: they stay as they are. */
  readonly names: ReadonlySet<string>;
  /** Writes the numbers of a text. */
  numbers(text: string): string;
}

interface Pattern {
  readonly matches: RegExp;
  readonly answer: string;
  /** Blank of each group of `matches`, in order. */
  readonly blanks: readonly number[];
  /** Letters beside the blanks. */
  readonly fixed: number;
}

/** A text of a report is found by the English one with `{0}` for what was filled in; such keys end with this. */
export const reportKey = "/report";
/** So are those that the stages of a run say, which are too short to stand among sentences. */
export const runKey = "/run";

const numeric = /^[<>≥≤~+−-]*\d[\d.,]*(?: ?%)?(?:e[+-]?\d+)?(?: – [<>−-]*\d[\d.,]*(?: ?%)?)?$/;

/**
 * Translates sentences that are already written. A report keeps its sentences in English, whoever reads it, so that they are the same
 * for programs; a reader's language is found again by their form: the text itself, a pattern with blanks, or one after the other
 * where several sentences stand in a row. What is in a blank is a number, a word of the data, or a text of ours again.
 */
export class SentenceBook {
  readonly #texts: Readonly<Record<string, string>>;
  readonly #ending: string;
  readonly #patterns: readonly Pattern[];

  /** Takes the texts whose keys end with `ending`. */
  constructor(texts: Readonly<Record<string, string>>, ending: typeof reportKey | typeof runKey = reportKey) {
    this.#texts = texts;
    this.#ending = ending;
    this.#patterns = Object.entries(texts)
      .filter(([key]) => key.endsWith(ending) && /\{\d\}/.test(key))
      .map(([key, answer]) => patternOf(key.slice(0, -ending.length), answer))
      .sort((a, b) => b.fixed - a.fixed);
  }

  /** Returns the translation, or the text itself where there is none. */
  say(text: string, saying: Saying): string {
    return this.find(text, saying) ?? text;
  }

  /** Returns the translation; undefined where one part of the text has none. */
  find(text: string, saying: Saying): string | undefined {
    const exact = this.#exact(text);
    if (exact !== undefined) return exact;
    for (const pattern of this.#patterns) {
      const found = pattern.matches.exec(text)?.slice(1);
      if (found === undefined || found.some((value) => isSeveral(value) && !saying.names.has(value)))
        continue;
      const values: string[] = [];
      for (const [i, blank] of pattern.blanks.entries()) values[blank] = this.#fill(found[i]!, saying);
      return pattern.answer.replace(/\{(\d)\}/g, (whole, index: string) => values[Number(index)] ?? whole);
    }
    return this.#inParts(text, saying);
  }

  #exact(text: string): string | undefined {
    return own(this.#texts, `${text}${this.#ending}`) ?? own(this.#texts, text);
  }

  /** The content of a blank: a number, a word of ours, or something of the data. */
  #fill(value: string, saying: Saying): string {
    if (saying.names.has(value)) return value;
    if (numeric.test(value)) return saying.numbers(value);
    return this.#list(value, saying) ?? this.find(value, saying) ?? value;
  }

  /** `age, sex and 3 more columns`, where each part is of the data or a text of ours. */
  #list(value: string, saying: Saying): string | undefined {
    const at = value.lastIndexOf(" and ");
    const parts = [
      ...value.slice(0, at < 0 ? undefined : at).split(", "),
      ...(at < 0 ? [] : [value.slice(at + 5)]),
    ];
    if (parts.length < 2) return undefined;
    const said = parts.map((part) => (saying.names.has(part) ? part : this.find(part, saying)));
    if (said.includes(undefined)) return undefined;
    return at < 0 ? said.join(", ") : `${said.slice(0, -1).join(", ")} ${this.#exact("and")} ${said.at(-1)}`;
  }

  /** Sentences in a row, or two parts with a colon between them. */
  #inParts(text: string, saying: Saying): string | undefined {
    for (const between of [". ", ": "])
      for (let at = text.indexOf(between); at > 0; at = text.indexOf(between, at + 1)) {
        // a full stop belongs to its sentence
        const cut = between === ". " ? at + 1 : at;
        const first = this.find(text.slice(0, cut), saying);
        const rest = first === undefined ? undefined : this.find(text.slice(at + 2), saying);
        if (first !== undefined && rest !== undefined) return `${first}${text.slice(cut, at + 2)}${rest}`;
      }
    return undefined;
  }
}

/** Whether a text holds the end of a sentence: one blank does not. */
function isSeveral(text: string): boolean {
  return /[.:] \p{Lu}/u.test(text);
}

function patternOf(english: string, answer: string): Pattern {
  const blanks: number[] = [];
  const source = english.split(/\{(\d)\}/).map((part, i) => {
    if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    blanks.push(Number(part));
    return "(.+?)";
  });
  return {
    matches: new RegExp(`^${source.join("")}$`, "su"),
    answer,
    blanks,
    fixed: english.replace(/\{\d\}/g, "").length,
  };
}
