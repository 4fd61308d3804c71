import { groupPlace } from "./moscow.ts";
import { riceOf } from "./rice.ts";
import type { Feature } from "./schema.ts";

/** A feature in the order of work. */
export interface Ordered {
  readonly feature: Feature;
  /** Id of the feature that needs this one and brought it forward; null where it stands by its own priority. */
  readonly neededBy: string | null;
}

/**
 * Orders features by MoSCoW group, then RICE (those without a score last), then place in the file. A feature never comes before
 * one that it needs: what it needs is brought forward. Unknown needs are passed over.
 * @throws RangeError when needs form a cycle (`findCycle` finds it first)
 */
export function orderFeatures(features: readonly Feature[]): Ordered[] {
  const groups = Uint8Array.from(features, ({ moscow }) => groupPlace(moscow));
  const scores = Float64Array.from(features, (feature) => riceOf(feature).score ?? Number.NEGATIVE_INFINITY);
  const wanted = Int32Array.from(features, (_, place) => place).sort(
    (a, b) => groups[a]! - groups[b]! || scores[b]! - scores[a]! || a - b,
  );
  if (features.every(({ needs }) => needs.length === 0))
    return Array.from(wanted, (place) => ({ feature: features[place]!, neededBy: null }));
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const ordered: Ordered[] = [];
  const placed = new Set<string>();
  const open = new Set<string>();
  const place = (feature: Feature, neededBy: string | null): void => {
    if (placed.has(feature.id)) return;
    if (open.has(feature.id)) throw new RangeError(`${feature.id} needs itself`);
    open.add(feature.id);
    for (const need of feature.needs) {
      const other = byId.get(need);
      if (other !== undefined) place(other, feature.id);
    }
    open.delete(feature.id);
    placed.add(feature.id);
    ordered.push({ feature, neededBy });
  };
  for (const i of wanted) place(features[i]!, null);
  return ordered;
}

/** Finds a cycle among needs: ids in order, the first one again at the end; null when there is none. */
export function findCycle(features: readonly Pick<Feature, "id" | "needs">[]): string[] | null {
  const byId = new Map(features.map((feature) => [feature.id, feature]));
  const done = new Set<string>();
  for (const { id, needs } of features) {
    if (needs.length === 0) continue;
    const path: string[] = [];
    const onPath = new Set<string>();
    // Explicit stack: a chain of thousands of needs must not exhaust that of the engine.
    const stack: { id: string; next: number }[] = [{ id, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      if (top.next === 0) {
        path.push(top.id);
        onPath.add(top.id);
      }
      const need = byId.get(top.id)?.needs[top.next++];
      if (need === undefined || done.has(top.id)) {
        done.add(top.id);
        onPath.delete(top.id);
        path.pop();
        stack.pop();
      } else if (onPath.has(need)) return [...path.slice(path.indexOf(need)), need];
      else if (byId.has(need) && !done.has(need)) stack.push({ id: need, next: 0 });
    }
  }
  return null;
}
