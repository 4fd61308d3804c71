import { gzipSync } from "node:zlib";
import type { Random } from "../../src/numerics/random.ts";
import { type CellMaker, cellMaker, hostileTexts, pick } from "./hostileWords.ts";

export interface HostileFile {
  /** Name with its ending. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly what: string;
}

/** Whole files of the formats that cannot be written by hand. */
export type GoodFiles = ReadonlyMap<string, Uint8Array>;

interface Cells {
  readonly names: readonly string[];
  readonly makers: readonly CellMaker[];
  readonly rows: number;
}

/** A table that somebody might send to do harm, or by mistake: hostile names, cells and bytes in any format. */
export function hostileTable(random: Random, good: GoodFiles): HostileFile {
  const form = pick(Object.keys(forms), random);
  const file = forms[form as keyof typeof forms](random, good);
  const breaking = random.below(3) > 0 ? undefined : pick(Object.keys(breakings), random);
  if (breaking === undefined) return { ...file, what: form };
  return {
    ...file,
    bytes: breakings[breaking as keyof typeof breakings](file.bytes, random),
    what: `${form}, ${breaking}`,
  };
}

type Form = (random: Random, good: GoodFiles) => { readonly name: string; readonly bytes: Uint8Array };

const forms = {
  csv: (random) => ({ name: "t.csv", bytes: encode(csvText(random, ","), random) }),
  "csv again": (random) => ({ name: "t.csv", bytes: Buffer.from(csvText(random, ",")) }),
  "semicolons, tabs, bars": (random) => ({
    name: pick(["t.csv", "t.tsv", "t.txt"], random),
    bytes: Buffer.from(csvText(random, pick([";", "\t", "|"], random))),
  }),
  "csv.gz": (random) => ({ name: "t.csv.gz", bytes: gzipSync(csvText(random, ",")) }),
  json: (random) => ({ name: "t.json", bytes: Buffer.from(jsonText(random, false)) }),
  ndjson: (random) => ({
    name: pick(["t.ndjson", "t.jsonl"], random),
    bytes: Buffer.from(jsonText(random, true)),
  }),
  "nested json": (random) => ({ name: "t.json", bytes: Buffer.from(nested(random)) }),
  parquet: (_, good) => ({ name: "t.parquet", bytes: good.get("parquet")! }),
  excel: (_, good) => ({ name: "t.xlsx", bytes: good.get("xlsx")! }),
  noise: (random) => ({
    name: pick(["t.csv", "t.json", "t.parquet", "t.xlsx", "t.csv.gz", "t.ndjson", "t.txt"], random),
    bytes: Uint8Array.from({ length: random.below(400) }, () => random.below(256)),
  }),
  "another ending": (random) => ({
    name: pick(["t.parquet", "t.json", "t.xlsx", "t.ndjson", "t.csv.zst"], random),
    bytes: Buffer.from(csvText(random, ",")),
  }),
} as const satisfies Record<string, Form>;

const breakings = {
  "cut short"(bytes: Uint8Array, random: Random): Uint8Array {
    return bytes.subarray(0, random.below(bytes.length + 1));
  },
  "bits flipped"(bytes: Uint8Array, random: Random): Uint8Array {
    const copy = Uint8Array.from(bytes);
    for (let i = 0; i < 1 + random.below(4) && copy.length > 0; i++) {
      const at = random.below(copy.length);
      copy[at] = copy[at]! ^ (1 << random.below(8));
    }
    return copy;
  },
  "a piece twice"(bytes: Uint8Array, random: Random): Uint8Array {
    const [from, to] = [random.below(bytes.length + 1), random.below(bytes.length + 1)].sort((a, b) => a - b);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  "a hostile text inside"(bytes: Uint8Array, random: Random): Uint8Array {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([
      bytes.subarray(0, at),
      Buffer.from(pick(hostileTexts, random)),
      bytes.subarray(at),
    ]);
  },
} as const;

function cells(random: Random): Cells {
  const columns = 1 + random.below(7);
  const names = Array.from({ length: columns }, (_, i) =>
    random.below(3) === 0 ? pick(hostileTexts, random) : `c${i}`,
  );
  const rows = pick([0, 1, 2, 5, 20, 60, 60, 60], random);
  return { names, makers: names.map(() => cellMaker(random)), rows };
}

function csvText(random: Random, delimiter: string): string {
  const { names, makers, rows } = cells(random);
  const end = pick(["\n", "\n", "\n", "\r\n", "\r"], random);
  const careless = random.below(8) === 0;
  const quote = (text: string): string =>
    !careless && (text.includes(delimiter) || /["\r\n]/.test(text))
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const lines = [names.map(quote).join(delimiter)];
  for (let row = 0; row < rows; row++)
    lines.push(makers.map((make) => quote(make(row, random))).join(delimiter));
  return lines.join(end) + (random.below(4) === 0 ? "" : end);
}

function encode(text: string, random: Random): Uint8Array {
  const as = random.below(8);
  if (as === 0) return Buffer.from(`\uFEFF${text}`, "utf16le");
  if (as === 1) return Buffer.from(text, "latin1");
  return Buffer.from(as === 2 ? `\uFEFF${text}` : text);
}

function jsonText(random: Random, lines: boolean): string {
  const { names, makers, rows } = cells(random);
  const asText = names.map(() => random.below(2) === 0);
  const value = (text: string, column: number): string =>
    !asText[column] && /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/.test(text) ? text : JSON.stringify(text);
  const odd = random.below(6) === 0;
  const record = (row: number): string => {
    const keep = names.map((name, column) => ({ name, column })).filter(() => !odd || random.below(9) > 0);
    return `{${keep.map(({ name, column }) => `${JSON.stringify(name)}: ${oddValue(value(makers[column]!(row, random), column), odd, random)}`).join(", ")}}`;
  };
  const records = Array.from({ length: rows }, (_, row) => record(row));
  return lines ? `${records.join("\n")}\n` : `[${records.join(",\n")}]`;
}

function oddValue(value: string, odd: boolean, random: Random): string {
  if (!odd || random.below(20) > 0) return value;
  return pick(["null", "[]", "{}", '{"__proto__": 1}', "[1, 2]", "NaN", "1e400", "tru", '"\\ud800"'], random);
}

function nested(random: Random): string {
  const depth = pick([3, 50, 250, 5000, 30_000], random);
  const open = pick(["[", '[{"a":', '{"a":'], random);
  return open.repeat(depth) + pick(["", "1", '"x"'], random);
}
