import type { Product } from "../schema.ts";

/** Lists of a product whose entries have ids. */
export type ProductList = "features" | "phases" | "personas" | "data";

/** What has to be written where an entry refers to another one. */
export interface ReferenceChange {
  readonly list: ProductList;
  /** Entry that refers; null where `path` begins at the top of the file. */
  readonly id: string | null;
  /** Below the entry. */
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Changes that rename what refers to an entry, or with `to` undefined take it out. */
export function referencesTo(
  product: Product,
  list: ProductList,
  id: string,
  to: string | undefined,
): ReferenceChange[] {
  const inList = (ids: readonly string[]): string[] | undefined => {
    const left = ids.flatMap((other) => (other !== id ? [other] : to === undefined ? [] : [to]));
    return left.length === 0 ? undefined : left;
  };
  const changes: ReferenceChange[] = [];
  const add = (where: ProductList, entry: string, path: ReferenceChange["path"], value: unknown): void => {
    changes.push({ list: where, id: entry, path, value });
  };
  for (const feature of product.features) {
    if (list === "features" && feature.id !== id && feature.needs.includes(id))
      add("features", feature.id, ["needs"], inList(feature.needs));
    if (list === "data" && feature.data.includes(id))
      add("features", feature.id, ["data"], inList(feature.data));
    if (list === "phases" && feature.phase === id) add("features", feature.id, ["phase"], to);
    for (const [k, story] of feature.stories.entries())
      if (list === "personas" && story.as === id) add("features", feature.id, ["stories", k, "as"], to);
  }
  const { themes, notes } = product.feedback;
  const atTop = (path: ReferenceChange["path"], value: unknown): void => {
    changes.push({ list, id: null, path: ["feedback", ...path], value });
  };
  for (const [i, { feature }] of themes.entries())
    if (list === "features" && feature === id) atTop(["themes", i, "feature"], to);
  for (const [i, note] of notes.entries()) {
    if (list === "features" && note.features.includes(id))
      atTop(["notes", i, "features"], inList(note.features));
    if (list === "personas" && note.as === id) atTop(["notes", i, "as"], to);
  }
  for (const { id: persona, rows } of product.personas)
    if (list === "data" && rows?.data === id)
      add("personas", persona, to === undefined ? ["rows"] : ["rows", "data"], to);
  if (list === "data")
    for (const phase of product.phases)
      for (const [k, criterion] of phase.exit.entries())
        if (criterion.data === id && to !== undefined) add("phases", phase.id, ["exit", k, "data"], to);
  return changes;
}
