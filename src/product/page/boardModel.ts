import { orderFeatures } from "../order.ts";
import { ranksOf, riceOf } from "../rice.ts";
import type { Feature, Product } from "../schema.ts";
import { moscowGroups, statuses } from "../words.ts";

export type Rest = Omit<Product, "features">;
export type RiceDraft = NonNullable<Feature["rice"]>;
export type Grouping = "moscow" | "phase" | "status";

/** A feature with what is computed for it. */
export interface Entry {
  readonly feature: Feature;
  /** Place in the file. */
  readonly place: number;
  readonly score: number | null;
  readonly missing: readonly string[];
  readonly rank: number | null;
  readonly neededBy: string | null;
}

/** Everything the views draw from; made once for a text and its drafts. */
export interface BoardModel {
  readonly rest: Rest;
  readonly features: readonly Feature[];
  /** In the order of work; dropped ones are last. */
  readonly ordered: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
  /** Present while the other features are still on their way: only the cards that are seen first are in this model. */
  readonly first?: FirstCards;
}

/** Computes scores, ranks and the order of work; `drafts` stand in for the numbers of features that are tried out. */
export function boardModel(
  rest: Rest,
  features: readonly Feature[],
  drafts: ReadonlyMap<string, RiceDraft>,
): BoardModel {
  const places = new Map(features.map(({ id }, place) => [id, place]));
  const tried = drafts.size === 0 ? features : features.map((f) => tryOut(f, drafts.get(f.id)));
  const planned = tried.filter(({ status }) => status !== "dropped");
  const dropped = tried.filter(({ status }) => status === "dropped");
  const ordered = [...orderFeatures(planned), ...dropped.map((feature) => ({ feature, neededBy: null }))];
  const rice = ordered.map(({ feature }) => riceOf(feature));
  const ranks = ranksOf(
    rice.map(({ score }, i) => (ordered[i]!.feature.status === "dropped" ? null : score)),
  );
  const entries = ordered.map(({ feature, neededBy }, i) => ({
    feature,
    neededBy,
    place: places.get(feature.id)!,
    score: rice[i]!.score,
    missing: rice[i]!.missing ?? [],
    rank: ranks[i]!,
  }));
  return {
    rest,
    features,
    ordered: entries,
    byId: new Map(entries.map((entry) => [entry.feature.id, entry])),
  };
}

function tryOut(feature: Feature, draft: RiceDraft | undefined): Feature {
  return draft === undefined ? feature : { ...feature, rice: { ...feature.rice, ...draft } };
}

/** A column of the board. `key` is what a feature in it has; null: none. */
export interface Column {
  readonly key: string | null;
  readonly entries: readonly Entry[];
  /** How many there are in all, and their effort in person-months. */
  readonly count: number;
  readonly effort: number;
}

/** The columns of a large board with only those cards that are seen first. */
export interface FirstCards {
  /** Features of the product. */
  readonly features: number;
  readonly columns: readonly Column[];
}

export interface Arrangement {
  readonly by: Grouping;
  readonly sort: "rice" | "hand";
  readonly search: string;
  /** Id of the only phase that is shown; null: all. */
  readonly phase: string | null;
}

/** The columns of a board, empty ones too. */
export function columnsOf(model: BoardModel, { by, sort, search, phase }: Arrangement): Column[] {
  const keys = columnKeys(model, by);
  const columns = new Map<string | null, Entry[]>(keys.map((key) => [key, []]));
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const only = by === "phase" ? null : phase;
  for (const entry of model.ordered) {
    const { feature } = entry;
    if (feature.status === "dropped" && by !== "status") continue;
    if (only !== null && feature.phase !== only) continue;
    if (words.length > 0 && !matches(feature, words)) continue;
    columns.get(feature[by] ?? null)?.push(entry);
  }
  return keys.flatMap((key) => {
    const entries = columns.get(key)!;
    // features without a group have a column only where there are some
    if (entries.length === 0 && (key === null || key === "dropped")) return [];
    const effort = entries.reduce((sum, { feature }) => sum + (feature.rice?.effort ?? 0), 0);
    const sorted = sort === "hand" ? entries.toSorted((a, b) => a.place - b.place) : entries;
    return [{ key, entries: sorted, count: entries.length, effort }];
  });
}

function columnKeys({ rest }: BoardModel, by: Grouping): (string | null)[] {
  if (by === "moscow") return [...moscowGroups, null];
  if (by === "status") return [...statuses];
  return [...rest.phases.map(({ id }) => id), null];
}

function matches({ id, title, why }: Feature, words: readonly string[]): boolean {
  const text = `${id} ${title} ${why ?? ""}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
