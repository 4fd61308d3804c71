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
import { SeenNotes } from "./seenNotes.ts";

/**
 * Hands over the texts of all rows in order, part by part; null where there is none. `begin` is called before the first part, and again
 * where they have to be handed over once more from the first row.
 */
export type PassTexts = (begin: () => (texts: readonly (string | null)[]) => Promise<void>) => Promise<void>;

/** A feedback table as columns of equal length; rows without a text count nowhere. */
export interface FeedbackRows {
  readonly texts: readonly string[] | PassTexts;
  /** As written; empty where there is none. */
  readonly dates: Pick<readonly string[], "at">;
  /** Milliseconds since 1970; NaN where there is none; shorter where there are none. */
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
  /** Notes in which words and duplicates were looked for: the newest. */
  readonly compared: number;
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
/** Words and duplicates are looked for in so many notes: beyond them their time and memory would grow with the table. */
const maxCompared = 200_000;

interface Options {
  readonly links: Links;
  /** People who must use a word before it is told. */
  readonly minPeople: number;
  readonly breathe: Breathe;
  /** Notes in which words and duplicates are looked for, the newest; 200,000 when left out. */
  readonly compare?: number;
  /** Is told the texts of the rows that the analysis names. */
  readonly quote?: (row: string, text: string) => void;
}

/**
 * Analyzes feedback: themes by their words and links set by hand, words that no theme has, likely duplicates, the rating. Keeps the
 * texts of the newest notes only.
 * @throws what `breathe` throws
 */
export async function analyzeFeedback(
  rows: FeedbackRows,
  product: Pick<Product, "feedback" | "features">,
  { links, minPeople, breathe, quote, compare = maxCompared }: Options,
): Promise<FeedbackAnalysis> {
  const { scores, moments } = rows;
  const { themes } = product.feedback;
  const dateOf = (row: number) => rows.dates.at(row) ?? "";
  const seen = await see(
    rows.texts,
    breathe,
    () =>
      new SeenNotes({
        themes,
        links,
        keep: compare,
        keepOpen: maxInbox,
        dateOf,
        momentOf: (row) => moments[row] ?? Number.NaN,
      }),
  );
  const people = (row: number): number => rows.people?.[row] ?? row;
  const all = new Set<number>();
  for (const row of seen.rows) all.add(people(row));
  const { byTheme, byFeature } = await voicesOf(seen, product, people, breathe);
  const voices = (
    { id, title = id }: { readonly id: string; readonly title?: string | undefined },
    found: Found,
  ): Voices => {
    return {
      id,
      title,
      notes: found.notes,
      people: found.people.size,
      share: shareOf(found.people.size, all.size),
    };
  };
  const kept = seen.kept();
  const texts = kept.map(({ text }) => text);
  const names = kept.map(({ row, text }) => rowName(text, dateOf(row)));
  const words = await noteWords(texts, breathe);
  const duplicates = (await findDuplicates(words, breathe))
    .filter(({ a, b }) => sameRow(links, names[a]!) !== sameRow(links, names[b]!))
    .slice(0, maxDuplicates);
  const newWords = await countWords(
    words,
    Int32Array.from(kept, ({ row }) => people(row)),
    { minPeople, known: themes.flatMap((theme) => theme.words), limit: maxWords, breathe },
  );
  if (quote !== undefined) {
    for (const [name, text] of seen.shown) quote(name, text);
    for (const at of duplicates.flatMap(({ a, b }) => [a, b])) quote(names[at]!, texts[at]!);
  }
  return {
    notes: seen.rows.length,
    people: all.size,
    counted: rows.people === null ? "notes" : "people",
    themes: byLowerBound(themes.map((theme, k) => voices(theme, byTheme[k]!))),
    features: byLowerBound(
      product.features.flatMap((feature) => {
        const found = byFeature.get(feature.id);
        return found === undefined ? [] : [voices(feature, found)];
      }),
    ),
    open: seen.open,
    inbox: [...seen.inbox],
    compared: kept.length,
    newWords,
    duplicates: duplicates.map(({ a, b, similarity }) => ({ a: names[a]!, b: names[b]!, similarity })),
    same: sameRows(seen.here, links),
    rating:
      scores === null ? null : rate(scores.kind, lastAnswers(seen.rows, scores.values, people, moments)),
  };
}

async function see(
  texts: FeedbackRows["texts"],
  breathe: Breathe,
  make: () => SeenNotes,
): Promise<SeenNotes> {
  let seen = make();
  if (typeof texts !== "function") await seen.add(texts, breathe);
  else
    await texts(() => {
      const mine = make();
      seen = mine;
      return (part) => mine.add(part, breathe);
    });
  return seen;
}

interface Found {
  notes: number;
  readonly people: Set<number>;
}

/** Who speaks of each theme, by place, and for each feature: by a link set by hand, else by a theme that belongs to it. */
async function voicesOf(
  { rows, themes: found, linked }: SeenNotes,
  { feedback: { themes }, features }: Pick<Product, "feedback" | "features">,
  people: (row: number) => number,
  breathe: Breathe,
): Promise<{ byTheme: Found[]; byFeature: Map<string, Found> }> {
  const byTheme = themes.map((): Found => ({ notes: 0, people: new Set() }));
  const byFeature = new Map<string, Found>();
  const known = new Set(features.map(({ id }) => id));
  const count = (one: Found, person: number): void => {
    one.notes++;
    one.people.add(person);
  };
  for (const [i, row] of rows.entries()) {
    if (i % 1024 === 0) await breathe();
    const person = people(row);
    const link = linked[i];
    if (link !== null) for (const k of found[i]!) count(byTheme[k]!, person);
    const ids = link === undefined ? new Set(found[i]!.map((k) => themes[k]!.feature)) : new Set([link]);
    for (const id of ids) {
      if (id === undefined || id === null || !known.has(id)) continue;
      const one = byFeature.get(id) ?? { notes: 0, people: new Set() };
      byFeature.set(id, one);
      count(one, person);
    }
  }
  return { byTheme, byFeature };
}

function byLowerBound(voices: readonly Voices[]): Voices[] {
  return [...voices].sort((a, b) => b.share.low - a.share.low || (a.id < b.id ? -1 : 1));
}

/** Links of rows that are here to rows that are here. */
function sameRows(here: ReadonlySet<string>, links: Links): FeedbackAnalysis["same"] {
  return [...links].flatMap(([row, link]) =>
    link.kind === "same" && here.has(row) && here.has(link.row) ? [{ row, as: link.row }] : [],
  );
}

/** One answer a person: the one with the latest date, else the last row. People without an answer are left out. */
function lastAnswers(
  rows: readonly number[],
  values: Float64Array,
  people: (row: number) => number,
  moments: Float64Array,
): number[] {
  const last = new Map<number, number>();
  for (const row of rows) {
    if (Number.isNaN(values[row]!)) continue;
    const before = last.get(people(row));
    if (before === undefined || !(moments[row]! < moments[before]!)) last.set(people(row), row);
  }
  return [...last.values()].map((row) => values[row]!);
}
