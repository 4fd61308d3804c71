import type { Breathe } from "../../numerics/breathe.ts";
import type { Product } from "../schema.ts";
import { type Links, rowName, sameRow } from "./links.ts";
import { makeThemesOf } from "./themesOf.ts";

/** A note whose text is kept. */
export interface KeptNote {
  readonly row: number;
  readonly text: string;
}

interface Options {
  readonly themes: Product["feedback"]["themes"];
  readonly links: Links;
  /** How many of the newest notes are kept. */
  readonly keep: number;
  /** How many notes that nothing covers are kept, the first ones. */
  readonly keepOpen: number;
  readonly dateOf: (row: number) => string;
  /** Milliseconds since 1970; NaN where there is none. */
  readonly momentOf: (row: number) => number;
}

/** What is remembered of notes that pass by: per note a few numbers; texts only of the newest, and of those that a person is to see. */
export class SeenNotes {
  /** Rows that have a text, in order, and the themes of each by place. */
  readonly rows: number[] = [];
  readonly themes: (readonly number[])[] = [];
  /** Per row that has a text the feature that a person linked it to; null: none; undefined: no link. */
  readonly linked: (string | null | undefined)[] = [];
  /** Notes that no theme and no link covers. */
  open = 0;
  /** Texts by row name: of the first open notes, and of rows that a person said are the same as another one. */
  readonly shown = new Map<string, string>();
  readonly inbox = new Set<string>();
  /** Rows of links to others and their targets that are here. */
  readonly here = new Set<string>();
  #next = 0;
  #kept: KeptNote[] = [];
  readonly #inSame: ReadonlySet<string>;
  readonly #themesOf: (text: string) => readonly number[];
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.#themesOf = makeThemesOf(options.themes);
    this.#inSame = new Set(
      [...options.links].flatMap(([row, link]) => (link.kind === "same" ? [row, link.row] : [])),
    );
  }

  /** Takes the texts of the next rows; rows without one are counted on and left out. @throws what `breathe` throws */
  async add(texts: readonly (string | null)[], breathe: Breathe): Promise<void> {
    for (const text of texts) {
      if (this.#next % 64 === 0) await breathe();
      const row = this.#next++;
      if (text !== null && text.trim() !== "") this.#note(row, text);
    }
  }

  /** The newest notes, in the order of their rows; the last ones where they have no date. */
  kept(): readonly KeptNote[] {
    this.#forget();
    return this.#kept.sort((a, b) => a.row - b.row);
  }

  #note(row: number, text: string): void {
    const { keep, keepOpen, links } = this.#options;
    const name = rowName(text, this.#options.dateOf(row));
    const themes = this.#themesOf(text);
    const linked = linkedFeature(name, links);
    this.rows.push(row);
    this.themes.push(themes);
    this.linked.push(linked);
    if (themes.length === 0 && linked === undefined) {
      this.open++;
      if (this.inbox.size < keepOpen) {
        this.inbox.add(name);
        this.shown.set(name, text);
      }
    }
    if (this.#inSame.has(name)) {
      this.here.add(name);
      this.shown.set(name, text);
    }
    this.#kept.push({ row, text });
    if (this.#kept.length >= 2 * keep) this.#forget();
  }

  #forget(): void {
    const { keep, momentOf } = this.#options;
    if (this.#kept.length <= keep) return;
    const when = ({ row }: KeptNote): number => {
      const moment = momentOf(row);
      return Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment;
    };
    const newer = (a: KeptNote, b: KeptNote) => (when(a) === when(b) ? b.row - a.row : when(b) - when(a));
    this.#kept = this.#kept.sort(newer).slice(0, keep);
  }
}

/** The feature a person linked a row to, by itself or through the row it is the same as. */
function linkedFeature(name: string, links: Links): string | null | undefined {
  const link = links.get(sameRow(links, name));
  if (link === undefined || link.kind === "same") return undefined;
  return link.kind === "none" ? null : link.feature;
}
