import { describe, expect, it } from "vitest";
import { checkColumns } from "../../src/config/check/checkColumns.ts";
import { initConfig } from "../../src/config/initConfig.ts";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { resolveColumns } from "../../src/config/resolveColumns.ts";
import { describeTable } from "../../src/transform/personal/profilePersonal.ts";
import { readText } from "../table/files.ts";

const rows = 240;
const two = (n: number): string => String(n).padStart(2, "0");
/** Whole numbers below `below`, spread as a hash would. */
const spread = (i: number, below: number): number => Math.floor(((i * 0.6180339887 + 0.31) % 1) * below);
const day = (i: number): string => `${2020 + (i % 4)}-${two(1 + (i % 12))}-${two(1 + (spread(i, 28) % 28))}`;

interface Kind {
  /** The cell of a row. */
  readonly cell: (row: number) => string;
  /** What the comment must say of the guess. */
  readonly says: RegExp;
  /** The key that changes it, and a value that does. */
  readonly change: readonly [key: string, value: unknown];
}

/** One column of each kind that is guessed. */
const kinds: Readonly<Record<string, Kind>> = {
  count: { cell: (i) => String(spread(i, 90)), says: /whole numbers/, change: ["type", "categorical"] },
  price: {
    cell: (i) => (spread(i, 9e5) / 100).toFixed(2),
    says: /numbers with decimals/,
    change: ["decimals", 0],
  },
  amount: {
    cell: (i) => `$${(spread(i, 9e4) / 100).toFixed(2)}`,
    says: /written with "\$" before/,
    change: ["type", "text"],
  },
  grade: { cell: (i) => String(1 + (i % 4)), says: /codes or grades/, change: ["type", "numerical"] },
  color: {
    cell: (i) => ["red", "green", "blue"][i % 3]!,
    says: /3 different values/,
    change: ["type", "text"],
  },
  active: {
    cell: (i) => (i % 3 === 0 ? "yes" : "no"),
    says: /holds (yes and no|no and yes) only/,
    change: ["type", "categorical"],
  },
  joined: { cell: day, says: /dates written %Y-%m-%d/, change: ["type", "categorical"] },
  seen: {
    cell: (i) => `${spread(i, 2) === 0 ? day(i) : day(i).split("-").reverse().join("/")}`,
    says: /2 forms|dates in/,
    change: ["type", "categorical"],
  },
  lasted: {
    cell: (i) => `${spread(i, 40)}:${two(i % 60)}:00`,
    says: /durations, written/,
    change: ["type", "categorical"],
  },
  iso: {
    cell: (i) => `PT${spread(i, 40)}H${i % 60}M`,
    says: /durations, written as ISO 8601/,
    change: ["type", "categorical"],
  },
  at_ms: {
    cell: (i) => String(1.7e12 + spread(i, 1e9) * 13),
    says: /milliseconds since 1970/,
    change: ["type", "id"],
  },
  voucher: { cell: (i) => String(1000 + i), says: /never learned from/, change: ["type", "numerical"] },
  code: {
    cell: (i) => `0x${(0xa0000 + spread(i, 300_000) + i).toString(16).toUpperCase()}`,
    says: /all of the form/,
    change: ["type", "categorical"],
  },
  tools: {
    cell: (i) =>
      ["Python", "SQL", "R", "Java", "Go", "Rust"].filter((_, k) => (spread(i, 64) >> k) & 1).join(";") ||
      "SQL",
    says: /several answers in a cell.*"split": "none"/,
    change: ["split", "none"],
  },
  size: {
    cell: (i) => `${spread(i, 200)}${i % 5 === 0 ? "+" : "x"}${spread(i + 7, 300)}`,
    says: /texts of the form.*"split": "none"/,
    change: ["split", "none"],
  },
  region: {
    cell: (i) => ["NA", "EU", "AS", "AF"][i % 4]!,
    says: /NA is read as a value.*source\.missing/,
    change: ["type", "text"],
  },
  gaps: {
    cell: (i) => (i % 7 === 0 ? (i % 2 === 0 ? "n/a" : "null") : String(spread(i, 50))),
    says: /written in 2 ways.*source\.missing/,
    change: ["missing", "never"],
  },
  born: {
    cell: (i) => `${two(1 + (i % 12))}/${two(1 + (i % 28))}/${two(40 + (i % 55))}`,
    says: /two-digit years.*"format"/,
    change: ["format", "%m/%d/%1900y"],
  },
  email: {
    cell: (i) => `k${i}.zeta@firma${i % 3}.cz`,
    says: /personal data \(e-mail address.*invented/,
    change: ["replace", "keep"],
  },
  city: {
    cell: (i) => ["Ulm", "Bonn", "Jena"][i % 3]!,
    says: /quasi-identifier \(city\)/,
    change: ["role", "drop"],
  },
  remark: {
    cell: (i) =>
      `${["we", "they", "you"][i % 3]} ${Array.from({ length: 5 + (i % 4) }, (_, k) => (spread(i * 9 + k, 60_000) + 1e5).toString(36)).join(" ")}`,
    says: /"pattern"|give a pattern|give it a "?pattern/,
    change: ["type", "categorical"],
  },
};

const names = Object.keys(kinds);
const text = [
  names.join("|"),
  ...Array.from({ length: rows }, (_, row) => names.map((name) => kinds[name]!.cell(row)).join("|")),
].join("\n");

describe("a new config", async () => {
  const loaded = await readText(`${text}\n`, {}, "kinds.csv");
  const profile = describeTable(loaded);
  const config = initConfig("kinds.csv", profile);
  const lines = config.split("\n");

  it.each(names)("explains its guess of %s, and the key that it names changes it", (name) => {
    const at = lines.findIndex((line) => line.startsWith(`    "${name}": `));
    expect(lines[at - 1]).toMatch(kinds[name]!.says);
    const [key, value] = kinds[name]!.change;
    expect(`${lines[at - 1]} ${lines[at]} ${lines.slice(0, 20).join(" ")}`).toContain(key);
    const change = (columns: Record<string, object>) =>
      parseConfig(JSON.stringify({ source: { path: "kinds.csv" }, columns }), "c");
    const changed = change({ [name]: { [key]: value } });
    const errors = [...changed.diagnostics, ...checkColumns(changed, profile)].filter(
      ({ severity }) => severity === "error",
    );
    expect(errors).toEqual([]);
    const specOf = ({ config: one }: ReturnType<typeof change>) =>
      resolveColumns(one!, profile).find((spec) => spec.name === name);
    expect(specOf(changed)).not.toEqual(specOf(change({})));
  });

  it("is valid, and means the same as no line at all", () => {
    const parsed = parseConfig(config, "c");
    expect(parsed.diagnostics).toEqual([]);
    expect(resolveColumns(parsed.config!, profile)).toEqual(
      resolveColumns(parseConfig('{ "source": { "path": "kinds.csv" } }', "c").config!, profile),
    );
  });
});
