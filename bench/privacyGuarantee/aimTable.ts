import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { type DomainColumn, declaredColumns } from "../../src/config/privacy/domain.ts";
import { Random } from "../../src/numerics/random.ts";

/** A table of tokens with its public domain. */
export interface TokenTable {
  readonly columns: readonly DomainColumn[];
  readonly sizes: readonly number[];
  readonly tokens: readonly Int32Array[];
  readonly rows: number;
}

/**
 * Adult in the discretization of AIM: `adult.csv` and `adult-domain.json` of the public repository ryan112358/private-pgm, in a folder.
 * @throws RangeError when they are not there
 */
export function readAimTable(folder: string | undefined): TokenTable {
  if (folder === undefined || !existsSync(join(folder, "adult-domain.json")))
    throw new RangeError(
      "--data FOLDER is missing: a folder with adult.csv and adult-domain.json of private-pgm",
    );
  const sizesByName = JSON.parse(readFileSync(join(folder, "adult-domain.json"), "utf8")) as Record<
    string,
    number
  >;
  const [header, ...lines] = readFileSync(join(folder, "adult.csv"), "utf8").trim().split("\n");
  const names = header!.split(",");
  const tokens = names.map(() => new Int32Array(lines.length));
  lines.forEach((line, i) => {
    line.split(",").forEach((cell, j) => {
      tokens[j]![i] = Number(cell);
    });
  });
  const entries = names.map((name) => {
    const values = Array.from(
      { length: Number(Object.entries(sizesByName).find(([key]) => key === name)![1]) },
      (_, v) => v,
    );
    return [name, { values, missing: "never" }];
  });
  const text = JSON.stringify({ source: { path: "adult.csv" }, columns: Object.fromEntries(entries) });
  const { config } = parseConfig(text, "adult.synth.json");
  const columns = declaredColumns(config!, names).fitted;
  return { columns, sizes: columns.map(({ size }) => size), tokens, rows: lines.length };
}

export function takeTokens(table: TokenTable, rows: Uint32Array): TokenTable {
  return {
    ...table,
    tokens: table.tokens.map((t) => Int32Array.from(rows, (i) => t[i]!)),
    rows: rows.length,
  };
}

/** All sets of `width` columns of `columns`. */
export function columnSets(columns: number, width: number): number[][] {
  if (width === 0) return [[]];
  return columnSets(columns, width - 1).flatMap((set) =>
    Array.from({ length: columns - ((set.at(-1) ?? -1) + 1) }, (_, i) => [
      ...set,
      (set.at(-1) ?? -1) + 1 + i,
    ]),
  );
}

/**
 * 40 triples on which a bootstrap of the rows differs by .029, as on the 40 of the trial that the figures to reach come from, which
 * are not known; the mean over all 364 triples is .035.
 */
export function likeTrial(triples: readonly number[][]): number[][] {
  const random = new Random(2);
  return Array.from({ length: 40 }, () => triples[random.below(triples.length)]!);
}

/** Mean over sets of columns of the total variation distance of two tables. */
export function meanDistance(
  a: readonly Int32Array[],
  b: readonly Int32Array[],
  sets: readonly number[][],
  sizes: readonly number[],
): number {
  let sum = 0;
  for (const set of sets) {
    const cells = set.reduce((product, j) => product * sizes[j]!, 1);
    const difference = new Float64Array(cells);
    for (const [table, sign] of [
      [a, 1],
      [b, -1],
    ] as const) {
      const rows = table[0]!.length;
      for (let i = 0; i < rows; i++) {
        let cell = 0;
        for (const j of set) cell = cell * sizes[j]! + table[j]![i]!;
        difference[cell]! += sign / rows;
      }
    }
    sum += difference.reduce((total, x) => total + Math.abs(x), 0) / 2;
  }
  return sum / sets.length;
}
