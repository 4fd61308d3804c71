import { varianceOf } from "../../src/config/privacy/tablePlan.ts";
import { FittedCircuit } from "../../src/models/circuit/fittedCircuit.ts";
import { Random } from "../../src/numerics/random.ts";
import { fitTables } from "../../src/privacy/fitTables.ts";
import { estimateRows } from "../../src/privacy/measure.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";
import { binomialTail } from "./clopperPearson.ts";
import type { AuditedPlan, Mechanism } from "./mechanism.ts";

/** What an attacker who holds the model file scores canaries by: the noisy tables in it, or the likelihood of the model fitted to them. */
export type Score = "tables" | "likelihood";

export interface OneRunOptions {
  readonly canaries: number;
  readonly guesses: number;
  readonly score: Score;
  readonly seed: number;
  readonly bits: SecretBits;
}

/**
 * The audit of one run (Steinke, Nasr & Jagielski 2023, theorem 3.1): every canary is in the table or not by a coin; the highest scores
 * are guessed to be in, the lowest out. With ε as promised, so many right guesses have a probability below 1 in 1,000.
 *
 * @returns the lower bound of ε
 */
export async function auditOneRun(
  audited: AuditedPlan,
  mechanism: Mechanism,
  options: OneRunOptions,
): Promise<number> {
  const { canaries, guesses, seed, bits } = options;
  const { sizes, privacy } = audited;
  const random = new Random(seed).fork("canaries");
  const rows = sizes.map((size) => Int32Array.from({ length: canaries }, () => random.below(size)));
  const isIn = Uint8Array.from({ length: canaries }, () => random.below(2));
  const kept = Uint32Array.from({ length: canaries }, (_, i) => i).filter((i) => isIn[i] === 1);
  const noisy = mechanism(
    rows.map((column) => Int32Array.from(kept, (i) => column[i]!)),
    bits,
  );
  const scores =
    options.score === "tables" ? tableScores(audited, noisy, rows) : await likelihoods(audited, noisy, rows);
  const order = Uint32Array.from({ length: canaries }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const half = Math.floor(guesses / 2);
  let right = 0;
  for (let i = 0; i < half; i++) right += isIn[order[i]!]! + (1 - isIn[order[canaries - 1 - i]!]!);
  return lowerBound(right, 2 * half, canaries, privacy.delta);
}

/** The largest ε that so many right guesses speak against, with the correction for δ (the paper's theorem, k = 1). */
function lowerBound(right: number, guesses: number, canaries: number, delta: number): number {
  const explained = (epsilon: number) => {
    const p = Math.exp(epsilon) / (1 + Math.exp(epsilon));
    const beyond = (hits: number) => binomialTail(hits, guesses, p);
    return beyond(right) + 2 * canaries * delta * (beyond(right - 1) - beyond(right));
  };
  let epsilon = 0;
  while (epsilon < 50 && explained(epsilon) < 0.001) epsilon += 0.01;
  return Math.max(0, epsilon - 0.01);
}

/** Σ of the noisy counts of a row's cells in the tables of pairs, each by its precision: single columns hardly tell one row from another. */
function tableScores(
  { plan, sizes }: AuditedPlan,
  noisy: Int32Array,
  rows: readonly Int32Array[],
): Float64Array {
  const scores = new Float64Array(rows[0]!.length);
  let at = 0;
  for (const { columns, cells, variance } of plan.tables) {
    const [a, b] = columns;
    if (b !== undefined)
      for (let i = 0; i < scores.length; i++) {
        scores[i]! += noisy[at + rows[a]![i]! * sizes[b]! + rows[b]![i]!]! / varianceOf(variance);
      }
    at += cells;
  }
  return scores;
}

async function likelihoods(
  { plan, sizes, columns }: AuditedPlan,
  noisy: Int32Array,
  rows: readonly Int32Array[],
): Promise<Float64Array> {
  const fit = await fitTables(
    { plan, noisy, sizes, rows: estimateRows(plan, noisy) },
    {
      states: 32,
      random: new Random(1),
      signal: new AbortController().signal,
      maxSteps: 300,
      report: () => undefined,
    },
  );
  const metas = columns.map(({ name, size }) => ({
    kind: "discrete" as const,
    name,
    categories: Array.from({ length: size }, (_, v) => String(v)),
    missing: false,
  }));
  const model = new FittedCircuit({
    columns: metas,
    books: metas.map((column, j) => ({ kind: "category", column, size: sizes[j]!, missing: -1 })),
    shape: fit.shape,
    parameters: fit.parameters,
    ratio: undefined,
    moves: undefined,
    notes: null,
  });
  const table = {
    rows: rows[0]!.length,
    columns: metas.map(({ name, categories }, j) => ({
      kind: "string" as const,
      name,
      codes: rows[j]!,
      dictionary: categories,
    })),
  };
  try {
    return await model.logLikelihood(table);
  } finally {
    await model.dispose();
  }
}
