import { own } from "../../src/jsonc/own.ts";
/** Looking into the config as written, which may hold anything anywhere. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Own property: a column may be named `constructor`. */
export function ownValue(value: unknown, key: string): unknown {
  return isObject(value) ? own(value, key) : undefined;
}

export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (here, key) => (Array.isArray(here) && typeof key === "number" ? here[key] : ownValue(here, String(key))),
    value,
  );
}

export function textsAt(value: unknown, path: readonly (string | number)[]): readonly string[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}
