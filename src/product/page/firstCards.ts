import type { Feature } from "../schema.ts";
import {
  type Arrangement,
  type BoardModel,
  boardModel,
  columnsOf,
  type FirstCards,
  type Rest,
} from "./boardModel.ts";

/** Cards of a column that are drawn before anybody scrolls: those of 1,300 pixels. */
const seenFirst = 12;
/** Boards of fewer features are drawn from the product at once. */
const manyFeatures = 500;

/**
 * Finds what is drawn first of a product, ahead of all its features; the order of work is computed at once.
 * @returns the cards for the way a board is arranged; undefined for a product of few features
 */
export function makeFirstCards(
  rest: Rest,
  features: readonly Feature[],
): ((arrangement: Arrangement) => FirstCards) | undefined {
  if (features.length < manyFeatures) return undefined;
  const model = boardModel(rest, features, new Map());
  return (arrangement) => ({
    features: features.length,
    columns: columnsOf(model, arrangement).map((column) => ({
      ...column,
      entries: column.entries.slice(0, seenFirst),
    })),
  });
}

/** What a board is drawn from while only its first cards are there. */
export function modelOfFirst(rest: Rest, first: FirstCards): BoardModel {
  const ordered = first.columns.flatMap(({ entries }) => entries);
  return {
    rest,
    first,
    ordered,
    features: ordered.map(({ feature }) => feature),
    byId: new Map(ordered.map((entry) => [entry.feature.id, entry])),
  };
}
