import type { Random } from "../../src/numerics/random.ts";
import { hostileTexts, pick } from "./hostileWords.ts";

/** Columns of the table that hostile configs speak of. */
export const configColumns = ["city", "age", "day", "constructor", "toString"];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A config that asks for everything the schema knows, or nearly: of wrong types, out of range, unknown, contradicting, damaged. */
export function hostileConfig(random: Random): string {
  const config: [string, Json][] = [
    ["source", source(random)],
    ["model", model(random)],
    ["output", output(random)],
    ["report", report(random)],
    ["seed", 1],
  ];
  if (random.below(3) > 0) config.push(["columns", columns(random)]);
  if (random.below(3) === 0)
    config.push(["rules", Array.from({ length: 1 + random.below(3) }, () => rule(random))]);
  if (random.below(5) === 0) config.push([pick(hostileTexts, random), anything(random)]);
  if (random.below(12) === 0) config.splice(random.below(config.length), 1);
  const text = object(config.map(([key, value]) => [key, random.below(25) === 0 ? anything(random) : value]));
  return random.below(8) === 0 ? damage(text, random) : text;
}

/** Keys may repeat, and may be called `__proto__`. */
function object(entries: readonly (readonly [string, Json | string])[]): string {
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n ")}}`;
}

function source(random: Random): Json {
  const path =
    random.below(10) === 0 ? pick([...hostileTexts, ".", "none.csv", "h.synth.json"], random) : "good.csv";
  return {
    path,
    ...(random.below(8) === 0 && { header: random.below(2) === 0 }),
    ...(random.below(8) === 0 && { skip: pick([0, 1, 500, 1_000_000], random) }),
    ...(random.below(8) === 0 && { delimiter: pick([",", ";", "", "ab", "\n"], random) }),
    ...(random.below(8) === 0 && { missing: [pick(hostileTexts, random), pick(hostileTexts, random)] }),
    ...(random.below(15) === 0 && { quotes: false }),
  };
}

function model(random: Random): Json {
  const type = pick(
    ["independent", "independent", "gaussianCopula", "circuit", "auto", pick(hostileTexts, random)],
    random,
  );
  return random.below(6) === 0
    ? { type, [pick(["epochs", "states", "batchSize", "constructor"], random)]: anything(random) }
    : { type };
}

function output(random: Random): Json {
  return {
    path:
      random.below(8) === 0
        ? pick([...hostileTexts, ".", "good.csv", "none/o.csv", "o.xyz"], random)
        : pick(["o.csv", "o.tsv", "o.json", "o.ndjson", "o.parquet", "o.csv.gz"], random),
    rows: pick([1, 5, 20, 20, 20], random),
    ...(random.below(8) === 0 && { format: pick(["csv", "parquet", "xlsx"], random) }),
    ...(random.below(8) === 0 && { excelSafe: true }),
  };
}

function report(random: Random): Json {
  if (random.below(8) > 0) return { enabled: false };
  return {
    sections: ["fidelity"],
    target: pick([...configColumns, ...hostileTexts], random),
    holdout: pick([0, 0.2, 0.9], random),
    ...(random.below(3) === 0 && {
      gates: {
        [pick(["columnShapes", "constructor", "__proto__"], random)]: pick<Json>(
          [0.5, ">= 0.9", null],
          random,
        ),
      },
    }),
    ...(random.below(3) === 0 && { sensitive: [pick(configColumns, random)] }),
  };
}

function columns(random: Random): Json {
  const entries = Array.from({ length: 1 + random.below(3) }, (): [string, Json] => [
    random.below(4) === 0 ? pick(hostileTexts, random) : pick(configColumns, random),
    column(random),
  ]);
  return Object.fromEntries(entries);
}

function column(random: Random): Json {
  const fields: [string, () => Json][] = [
    [
      "type",
      () => pick(["numerical", "categorical", "boolean", "datetime", "id", "text", "constructor"], random),
    ],
    ["role", () => pick(["feature", "target", "id", "sensitive", "drop", "toString"], random)],
    ["decimals", () => pick<Json>([0, 2, 15, 400, -1], random)],
    ["min", () => pick<Json>([0, -1e308, 30, "2020-01-01", "2020-02-31", ""], random)],
    ["max", () => pick<Json>([100, 1e308, 10, "2025-12-31", "x"], random)],
    ["missing", () => pick(["model", "never", "always"], random)],
    ["maxCategories", () => pick([1, 2, 1_000_000], random)],
    ["minCategoryCount", () => pick([0, 1, 5, 1_000_000], random)],
    [
      "pattern",
      () =>
        pick(["[A-Z]{3}", "(a+)+$", "a{1000000}", "[", "(?=x)", "\\d{9}".repeat(7), "\\p{L}", "^$"], random),
    ],
    ["format", () => pick(["%Y-%m-%d", "%d/%m/%Y", "%Q", "%", "x".repeat(99)], random)],
    ["personal", () => pick<Json>(["email", "none", "constructor", { type: "person.name" }], random)],
  ];
  const chosen = Array.from({ length: 1 + random.below(3) }, () => pick(fields, random));
  return Object.fromEntries(
    chosen.map(([key, make]) => [key, random.below(12) === 0 ? anything(random) : make()]),
  );
}

function rule(random: Random): Json {
  const name = pick(configColumns, random);
  return pick<Json>(
    [
      `${name} > 0`,
      `${name} = age * 2`,
      `age = constructor + toString`,
      `if city = "Bonn" then age > 30`,
      `${"(".repeat(300)}age${")".repeat(300)} > 1`,
      `age ${pick(["<", ">>", "=", "≤", "between"], random)} ${pick(hostileTexts, random)}`,
      { unique: [name] },
      { fixed: configColumns },
      { [pick(["columns", "__proto__", "sum"], random)]: anything(random) },
      "",
      7,
    ],
    random,
  );
}

function anything(random: Random): Json {
  return pick<Json>(
    [
      null,
      true,
      -1,
      0.5,
      1e300,
      2 ** 53,
      "",
      [],
      {},
      [[[]]],
      { a: { b: {} } },
      pick(hostileTexts, random),
      [pick(hostileTexts, random)],
    ],
    random,
  );
}

function damage(text: string, random: Random): string {
  const at = random.below(text.length);
  return pick(
    [
      text.slice(0, at),
      text.slice(0, at) + pick(hostileTexts, random) + text.slice(at),
      text.slice(0, at) + pick(["{", "}", "[", "]", ",", ":", '"', "//", "/*"], random) + text.slice(at + 1),
      `${text}${text}`,
      `\uFEFF${text}`,
      "[".repeat(50_000),
    ],
    random,
  );
}
