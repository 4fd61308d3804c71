import { epsilonOf } from "../../src/config/privacy/accounting.ts";
import { varianceOf } from "../../src/config/privacy/tablePlan.ts";
import { rank, rocAuc } from "../../src/learners/scores.ts";
import { FittedCircuit } from "../../src/models/circuit/fittedCircuit.ts";
import { normalQuantile } from "../../src/numerics/normal.ts";
import { Random } from "../../src/numerics/random.ts";
import { fitTables } from "../../src/privacy/fitTables.ts";
import { estimateRows } from "../../src/privacy/measure.ts";
import type { SecretBits } from "../../src/privacy/secretBits.ts";
import type { AuditedPlan, Mechanism } from "./mechanism.ts";

/** What an attacker who holds the model file scores canaries by: the noisy tables in it, or the likelihood of the model fitted to them. */
export type Score = "tables" | "likelihood";

export interface OneRunOptions {
  readonly canaries: number;
  readonly score: Score;
  readonly seed: number;
  readonly bits: SecretBits;
}

/** Standard errors that a bound lies below what was measured: once in a thousand audits it is too high. */
const deviations = 3.09;

/**
 * The audit of one run (Steinke, Nasr & Jagielski 2023): every canary is in the table or not by a coin, and its score should not tell
 * which. A mechanism of ρ-zCDP by Gaussian noise tells the two apart no better than two normals of distance µ = √(2ρ), whatever the
 * score: the area under its ROC curve is at most Φ(µ / √2) (Dong, Roth & Su 2022; in one run: Mahloujifar, Melis & Chaudhuri 2024).
 * The lower bound of that area gives one of µ, and so of ε at δ. Canaries count as independent, which rows that share hardly a cell are.
 *
 * @returns the lower bound of ε
 */
export async function auditOneRun(
  audited: AuditedPlan,
  mechanism: Mechanism,
  options: OneRunOptions,
): Promise<number> {
  const { canaries, seed, bits } = options;
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
  const area = rocAuc(rank(scores, isIn)) ?? 0.5;
  const error = Math.sqrt((canaries + 1) / (12 * kept.length * (canaries - kept.length)));
  const distance = Math.SQRT2 * normalQuantile(Math.max(0.5, area - deviations * error));
  return distance === 0 ? 0 : epsilonOf(distance ** 2 / 2, privacy.delta);
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
