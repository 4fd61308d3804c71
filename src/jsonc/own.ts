/**
 * An object's own value at a key that comes from data; undefined for what every object inherits (`constructor`, `toString`,
 * `__proto__`). `scripts/structure.ts` refuses other ways of looking up data in an object.
 */
export function own<T>(object: Readonly<Record<string, T>> | null | undefined, key: string): T | undefined {
  return object !== null && object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}
