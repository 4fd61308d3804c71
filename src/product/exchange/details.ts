import type { Feature } from "../schema.ts";

/** Keys of a feature that other programs have no field for. */
const detailKeys = ["rice", "needs", "data", "added", "started", "done", "stories"] as const;

/** A feature as a list of another program gives it: what is known of it, unchecked. */
export type Draft = Readonly<Record<string, unknown>> & { readonly title: string };

/** The keys of a feature that other programs have no field for, and its id, as one line of JSON. */
export function detailsText(feature: Feature): string {
  const details: Record<string, unknown> = { id: feature.id };
  for (const key of detailKeys) {
    const value = feature[key];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) details[key] = value;
  }
  return JSON.stringify(details);
}

/** Reads what `detailsText` wrote; anything else gives nothing. */
export function readDetails(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    const known: readonly string[] = ["id", ...detailKeys];
    return Object.fromEntries(Object.entries(value).filter(([key]) => known.includes(key)));
  } catch {
    return {};
  }
}

/** The draft without keys that have no value. */
export function withoutEmpty(draft: Readonly<Record<string, unknown>> & { readonly title: string }): Draft {
  return Object.fromEntries(
    Object.entries(draft).filter(([, value]) => value !== undefined && value !== "" && value !== null),
  ) as Draft;
}
