import type { Breathe } from "../../numerics/breathe.ts";
import type { Estimate } from "../intervals.ts";
import { shareOf } from "../intervals.ts";
import type { Product } from "../schema.ts";
import { countWords, type WordCount } from "./countWords.ts";
import { findDuplicates } from "./duplicates.ts";
import type { ScoreKind } from "./feedbackSchema.ts";
import { type Links, rowName, sameRow } from "./links.ts";
import { noteWords } from "./noteWords.ts";
import { type Rating, rate } from "./rating.ts";
import { contentWords, stem, wordsOf } from "./words.ts";

/** A feedback table as columns of equal length; rows without a text are absent. */
export interface FeedbackRows {
  readonly texts: readonly string[];
  /** As written; empty where there is none. */
  readonly dates: readonly string[];
  /** Milliseconds since 1970; NaN where there is none. */
  readonly moments: Float64Array;
  /** A number a person, from 0; null where people cannot be told apart. */
  readonly people: Int32Array | null;
  /** NaN where there is none, −1 where it is no number; null without a rating. */
  readonly scores: { readonly kind: ScoreKind; readonly values: Float64Array } | null;
}

/** How many speak of a theme or for a feature. */
export interface Voices {
  readonly id: string;
  readonly title: string;
  readonly notes: number;
  /** People, each counted once; notes where people cannot be told apart. */
  readonly people: number;
  /** Share of all people, with Wilson's 95 % interval. */
  readonly share: Estimate;
}

/** What a feedback table says. Holds no text of it; rows are named. */
export interface FeedbackAnalysis {
  readonly notes: number;
  readonly people: number;
  /** What `people` counts. */
  readonly counted: "people" | "notes";
  /** The largest lower bound of the share first. */
  readonly themes: readonly Voices[];
  readonly features: readonly Voices[];
  /** Notes that no theme and no link covers. */
  readonly open: number;
  /** The first of them, by row name. */
  readonly inbox: readonly string[];
  /** Words outside all themes that at least `minPeople` use, the most used first. */
  readonly newWords: readonly WordCount[];
  readonly duplicates: readonly { readonly a: string; readonly b: string; readonly similarity: number }[];
  /** Rows that a person said are the same as another one. */
  readonly same: readonly { readonly row: string; readonly as: string }[];
  /** One answer a person: the last one. */
  readonly rating: Rating | null;
}

const maxWords = 30;
const maxDuplicates = 200;
const maxInbox = 50;

/**
 * Analyzes feedback: themes by their words and links set by hand, words that no theme has, likely duplicates, the rating.
 * @param minPeople people who must use a word before it is told
 * @throws what `breathe` throws
 */
export async function analyzeFeedback(
  rows: FeedbackRows,
  product: Pick<Product, "feedback" | "features">,
  options: { readonly links: Links; readonly minPeople: number; readonly breathe: Breathe },
): Promise<FeedbackAnalysis> {
  const { texts, scores } = rows;
  const people = rows.people ?? Int32Array.from(texts, (_, row) => row);
  const all = new Set(people).size;
  const { themes } = product.feedback;
  const names = await namesOf(rows, options.breathe);
  const linked = linkedFeatures(names, options.links);
  const found = await themesOf(texts, themes, options.breathe);
  const voices = (id: string, title: string, has: (row: number) => boolean): Voices => {
    const mine = [...texts.keys()].filter(has);
    const count = new Set(mine.map((row) => people[row]!)).size;
    return { id, title, notes: mine.length, people: count, share: shareOf(count, all) };
  };
  const features = product.features.map(({ id, title }) =>
    voices(id, title, (row) => {
      const link = linked[row];
      if (link !== undefined) return link === id;
      return found[row]!.some((k) => themes[k]!.feature === id);
    }),
  );
  const words = await noteWords(texts, options.breathe);
  const duplicates = await findDuplicates(words, options.breathe);
  const newWords = await countWords(words, people, {
    minPeople: options.minPeople,
    known: themes.flatMap((theme) => theme.words),
    limit: maxWords,
    breathe: options.breathe,
  });
  const open = names.filter((_, row) => found[row]!.length === 0 && linked[row] === undefined);
  return {
    notes: texts.length,
    people: all,
    counted: rows.people === null ? "notes" : "people",
    themes: byLowerBound(
      themes.map(({ id, title }, k) =>
        voices(id, title ?? id, (row) => linked[row] !== null && found[row]!.includes(k)),
      ),
    ),
    features: byLowerBound(features.filter(({ notes }) => notes > 0)),
    open: open.length,
    inbox: [...new Set(open)].slice(0, maxInbox),
    newWords,
    duplicates: duplicates
      .filter(({ a, b }) => sameRow(options.links, names[a]!) !== sameRow(options.links, names[b]!))
      .slice(0, maxDuplicates)
      .map(({ a, b, similarity }) => ({ a: names[a]!, b: names[b]!, similarity })),
    same: sameRows(names, options.links),
    rating: scores === null ? null : rate(scores.kind, lastAnswers(scores.values, people, rows.moments)),
  };
}

async function namesOf({ texts, dates }: FeedbackRows, breathe: Breathe): Promise<string[]> {
  const names: string[] = [];
  for (const [row, text] of texts.entries()) {
    if (row % 64 === 0) await breathe();
    names.push(rowName(text, dates[row]!));
  }
  return names;
}

function byLowerBound(voices: readonly Voices[]): Voices[] {
  return [...voices].sort((a, b) => b.share.low - a.share.low || (a.id < b.id ? -1 : 1));
}

/**
 * Per row the places of its themes: those of which it has a word. A word of several words must stand together; common words between
 * them do not count, unless they are part of it, as in *no bike*.
 */
async function themesOf(
  texts: readonly string[],
  themes: Product["feedback"]["themes"],
  breathe: Breathe,
): Promise<number[][]> {
  const stems = (words: readonly string[]): string => ` ${words.map(stem).join(" ")} `;
  const phrases = themes.map(({ words }) =>
    words.map((word) => {
      const [all, content] = [wordsOf(word), contentWords(word)];
      const exact = content.length < all.length;
      return { exact, text: stems(exact ? all : content) };
    }),
  );
  const found: number[][] = [];
  const none: number[] = [];
  for (const [row, text] of texts.entries()) {
    if (row % 64 === 0) await breathe();
    if (themes.length === 0) {
      found.push(none);
      continue;
    }
    const [all, content] = [stems(wordsOf(text)), stems(contentWords(text))];
    const has = (phrase: { exact: boolean; text: string }): boolean =>
      phrase.text.trim() !== "" && (phrase.exact ? all : content).includes(phrase.text);
    found.push([...phrases.keys()].filter((k) => phrases[k]!.some(has)));
  }
  return found;
}

/** Per row the feature a person linked it to, by itself or through the row it is the same as; null: none; undefined: no link. */
function linkedFeatures(names: readonly string[], links: Links): (string | null | undefined)[] {
  return names.map((name) => {
    const link = links.get(sameRow(links, name));
    if (link === undefined || link.kind === "same") return undefined;
    return link.kind === "none" ? null : link.feature;
  });
}

/** Links of rows that are here to rows that are here. */
function sameRows(names: readonly string[], links: Links): FeedbackAnalysis["same"] {
  const here = new Set(names);
  return [...links].flatMap(([row, link]) =>
    link.kind === "same" && here.has(row) && here.has(link.row) ? [{ row, as: link.row }] : [],
  );
}

/** One answer a person: the one with the latest date, else the last row. People without an answer are left out. */
function lastAnswers(values: Float64Array, people: Int32Array, moments: Float64Array): number[] {
  const last = new Map<number, number>();
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row]!)) continue;
    const before = last.get(people[row]!);
    if (before === undefined || !(moments[row]! < moments[before]!)) last.set(people[row]!, row);
  }
  return [...last.values()].map((row) => values[row]!);
}
