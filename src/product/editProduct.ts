import { type Change, editConfigAll } from "../jsonc/editConfig.ts";
import { listAt, moveItem } from "../jsonc/moveItem.ts";
import { nearest } from "../jsonc/nearest.ts";
import { listText, quote } from "../jsonc/quote.ts";
import { applyEdits } from "../jsonc/textEdit.ts";
import { UserError } from "../table/userError.ts";
import type { Feature, Product } from "./schema.ts";

/** Keys of a feature that `set` writes, with where they stand and how their text is read. */
const settable = {
  title: { path: ["title"], read: asText },
  moscow: { path: ["moscow"], read: asText },
  phase: { path: ["phase"], read: asText },
  status: { path: ["status"], read: asText },
  why: { path: ["why"], read: asText },
  needs: { path: ["needs"], read: asList },
  data: { path: ["data"], read: asList },
  added: { path: ["added"], read: asText },
  started: { path: ["started"], read: asText },
  done: { path: ["done"], read: asText },
  reach: { path: ["rice", "reach"], read: asNumber },
  impact: { path: ["rice", "impact"], read: asNumber },
  confidence: { path: ["rice", "confidence"], read: asNumber },
  effort: { path: ["rice", "effort"], read: asNumber },
} as const;

/** Adds a feature behind the last of its phase and MoSCoW group, else at the end. */
export function addFeature(
  text: string,
  product: Product,
  feature: Readonly<Record<string, unknown>>,
): string {
  const after = product.features.findLastIndex(
    (other) => other.phase === feature["phase"] && other.moscow === feature["moscow"],
  );
  const end = product.features.length;
  const added = applyEdits(text, editConfigAll(text, [{ path: ["features", end], value: feature }]));
  if (after === -1 || after === end - 1) return added;
  const list = listAt(added, "features");
  return list === undefined ? added : applyEdits(added, moveItem(added, list, end, after + 1));
}

/**
 * Sets keys of a feature from `key=value` texts; an empty value removes the key. Setting the status to doing or done also
 * writes the day, where there is none.
 * @throws UserError for an unknown feature or key, naming the nearest one
 */
export function setFeature(
  text: string,
  product: Product,
  id: string,
  { assignments, today }: { readonly assignments: readonly string[]; readonly today: string },
): string {
  const at = indexOf(product, id);
  const feature = product.features[at]!;
  const changes = assignments.flatMap((assignment) => changesOf(assignment, feature, at, today));
  return applyEdits(text, editConfigAll(text, changes));
}

function changesOf(assignment: string, feature: Feature, at: number, today: string): Change[] {
  const cut = assignment.indexOf("=");
  if (cut <= 0) throw new UserError(`${assignment}: write key=value, such as moscow=must`);
  const key = assignment.slice(0, cut);
  const value = assignment.slice(cut + 1);
  if (!Object.hasOwn(settable, key)) {
    const guess = nearest(key, Object.keys(settable));
    throw new UserError(
      `there is no key ${quote(key)} to set${guess === undefined ? `; there are ${listText(Object.keys(settable))}` : `; did you mean ${guess}?`}`,
    );
  }
  const { path, read } = settable[key as keyof typeof settable];
  const changes: Change[] = [
    { path: ["features", at, ...path], value: value === "" ? undefined : read(value, key) },
  ];
  if (key === "status" && value === "doing" && feature.started === undefined)
    changes.push({ path: ["features", at, "started"], value: today });
  if (key === "status" && value === "done" && feature.done === undefined)
    changes.push({ path: ["features", at, "done"], value: today });
  return changes;
}

/** Moves a feature before another one, with its comments. @throws UserError for an unknown id */
export function moveFeature(text: string, product: Product, id: string, before: string): string {
  const from = indexOf(product, id);
  const to = indexOf(product, before);
  try {
    return applyEdits(text, moveItem(text, listAt(text, "features")!, from, to));
  } catch (error) {
    throw error instanceof RangeError ? new UserError(`features: ${error.message}`) : error;
  }
}

function indexOf({ features }: Product, id: string): number {
  const at = features.findIndex((feature) => feature.id === id);
  if (at !== -1) return at;
  const ids = features.map((feature) => feature.id);
  const guess = nearest(id, ids);
  throw new UserError(
    `there is no feature ${quote(id)}${guess === undefined ? `; there are ${listText(ids.slice(0, 12)) || "none"}` : `; did you mean ${guess}?`}`,
  );
}

function asText(value: string): string {
  return value;
}

function asList(value: string): string[] {
  return value.split(",").map((item) => item.trim());
}

function asNumber(value: string, key: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw new UserError(`${key}=${value}: ${key} is a number`);
  return number;
}
