import type { Random } from "../../src/numerics/random.ts";

export interface JsonForgery {
  readonly what: string;
  readonly text: string;
}

type Place = { readonly holder: Record<string, unknown>; readonly key: string; readonly path: string };

/** Free text and JSON of a model file: anything may stand there. */
const free = /(^|\.)(info|notes)(\.|$)/;
/** Keys that may be absent, and lists whose length nothing else repeats. */
const optional = new Set(
  "spelling rare tokens affix exponent significant quoted personal filter birthDate distinct".split(" "),
);
const anyLength =
  /(^|\.)(dropped|trees|leftBins|parts|forms|upper|lower|rules|filters)$|\.entities\.\d+\.columns$/;
/** A value that no model has, by key. */
const absurd: Readonly<Record<string, unknown>> = {
  decimals: 400,
  step: 0,
  unit: -1,
  missingShare: 2,
  size: 2 ** 60,
  states: 0,
  width: 0,
  embeddingDim: 1_000_000_000,
  version: 0.5,
  kind: "constructor",
  by: "nobody",
  since: "nobody",
  column: 999,
  share: -1,
  candidates: 1e9,
  blocks: 10_000,
  origin: 1e300,
  pattern: "(((",
  physical: "toString",
};

/** The text of a JSON part with one thing in it that the program never writes. */
export function jsonForgeries(text: string, random: Random): JsonForgery {
  for (;;) {
    const root = JSON.parse(text) as Record<string, unknown>;
    const columns = namesOf(root);
    const places = [...walk(root, "")].filter(({ path }) => !free.test(path));
    const place = places[random.below(places.length)]!;
    const names = Object.keys(changes);
    const name = names[random.below(names.length)]!;
    const mark = changes[name]!(place, columns);
    if (mark === undefined) continue;
    const changed = JSON.stringify(root).replace('"\\u0000mark"', mark).replace('"\u0000mark"', mark);
    return { what: `${name} at ${place.path}`, text: changed };
  }
}

const marked = "\u0000mark";

/** Each changes what stands at a place, and returns the raw text for its mark; undefined where it does not apply. */
const changes: Readonly<Record<string, (place: Place, columns: ReadonlySet<unknown>) => string | undefined>> =
  {
    "another type"({ holder, key }) {
      const value = holder[key];
      holder[key] =
        typeof value === "string"
          ? 7
          : typeof value === "number"
            ? "x"
            : typeof value === "boolean"
              ? "yes"
              : 7;
      return value === null ? undefined : "";
    },
    "no finite number"({ holder, key }) {
      if (typeof holder[key] !== "number") return undefined;
      holder[key] = marked;
      return "1e999";
    },
    "a missing key"({ holder, key }) {
      if (Array.isArray(holder) || optional.has(key)) return undefined;
      delete holder[key];
      return "";
    },
    "a list cut short"({ holder, key, path }) {
      const value = holder[key];
      if (!Array.isArray(value) || value.length === 0 || anyLength.test(path)) return undefined;
      value.pop();
      return "";
    },
    "an absurd value"({ holder, key }) {
      if (!Object.hasOwn(absurd, key) || typeof holder[key] === "object") return undefined;
      holder[key] = absurd[key];
      return "";
    },
    "a column that is not there"({ holder, key, path }, columns) {
      if (!columns.has(holder[key]) || /(^|\.)(categories|dictionary|values)\.\d+$/.test(path))
        return undefined;
      holder[key] = "no such column";
      return "";
    },
    "brackets without end"({ holder, key }) {
      holder[key] = marked;
      return `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    },
    "an unknown key"({ holder, key }) {
      const value = holder[key];
      if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
      (value as Record<string, unknown>)["surprise"] = 1;
      return "";
    },
  };

/** The names of a part's columns. */
function namesOf(root: Record<string, unknown>): ReadonlySet<unknown> {
  const { columns } = (root["restore"] ?? root) as { readonly columns?: unknown };
  return new Set(Array.isArray(columns) ? columns.map((one: { readonly name?: unknown }) => one.name) : []);
}

/** Every value below the root, a few of each long list. */
function* walk(value: unknown, path: string): Generator<Place> {
  if (value === null || typeof value !== "object") return;
  const holder = value as Record<string, unknown>;
  const keys = Object.keys(holder);
  for (const key of keys.length > 40 ? keys.filter((_, i) => i % Math.ceil(keys.length / 8) === 0) : keys) {
    const at = path === "" ? key : `${path}.${key}`;
    yield { holder, key, path: at };
    yield* walk(holder[key], at);
  }
}
