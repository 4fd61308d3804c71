import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { type AlignColumn, type Alignment, alignTables } from "../../src/quality/compared/align.ts";
import type { QualityInput } from "../../src/quality/input.ts";
import { readTable } from "../../src/table/read/read.ts";
import type { Table } from "../../src/table/table.ts";

const fixturesFolder = fileURLToPath(new URL("../fixtures/", import.meta.url));

export async function fixtureTable(path: string): Promise<Table> {
  return (await readTable(`${fixturesFolder}${path}`)).table;
}

export function fixtureJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${fixturesFolder}${path}`, "utf8")) as T;
}

/** Tables as every metric receives them. */
export function qualityInput(
  real: Table,
  synthetic: Table,
  holdout: Table | null,
  columns: readonly AlignColumn[],
): QualityInput & { readonly aligned: Alignment } {
  const aligned = alignTables(real, synthetic, holdout, columns);
  return {
    aligned,
    real: aligned.real,
    synthetic: aligned.synthetic,
    holdout: aligned.holdout,
    columns: aligned.columns,
    target: null,
    sensitive: [],
    quasiIdentifiers: [],
    seed: 1,
    signal: new AbortController().signal,
    progress: () => {},
  };
}

/** Agreement to `tolerance` relative (1e-15 absolute near 0), null with null. */
export function expectClose(
  actual: number | null | undefined,
  expected: number | null | undefined,
  what: string,
  tolerance = 1e-9,
): void {
  if (expected === null || expected === undefined || actual === null || actual === undefined) {
    expect(actual ?? null, what).toBe(expected ?? null);
    return;
  }
  const gap = Math.abs(actual - expected);
  expect(
    gap <= Math.max(1e-15, tolerance * Math.abs(expected)),
    `${what}: ${actual}, expected ${expected}`,
  ).toBe(true);
}
