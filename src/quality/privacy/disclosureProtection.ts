import { roughScore } from "../../metrics/formatScore.ts";
import { sureFactor, z95 } from "../../numerics/wilson.ts";
import type { Privacy } from "../../protocol/report.ts";
import type { Column, Table } from "../../table/table.ts";
import type { PrivacyData } from "./privacyData.ts";
import { RowGroups } from "./rowGroups.ts";

const binCount = 10;

/**
 * SDMetrics' DisclosureProtection (method CAP) for each declared sensitive column: 1 − the mean share of synthetic rows that hold
 * a training row's sensitive value among those that match it in every known column, over the protection of a blind guess. Known
 * are the declared quasi-identifiers, else all other columns; numbers and dates count in ten equal-width bins. The ceiling is the
 * same attack run with the holdout in the place of the synthetic table.
 */
export function disclosureProtection(data: PrivacyData): Privacy["disclosureProtection"] {
  if (data.empty) return [];
  const names = data.columns.map((c) => c.name);
  return data.sensitive.flatMap((column) => {
    const declared = data.quasiIdentifiers.filter((n) => n !== column);
    const known = declared.length > 0 ? declared : names.filter((n) => n !== column);
    if (known.length === 0) return [];
    const found = capProtection(data.all.training, data.all.synthetic, known, column);
    const best =
      data.all.holdout === null ? null : capProtection(data.all.training, data.all.holdout, known, column);
    const value = found?.score ?? null;
    const ceiling = best?.score ?? null;
    const status = grade(found, best);
    return [
      {
        column,
        known,
        value,
        ceiling,
        ...(value === null ? { note: "no training row matches a synthetic row in the known columns" } : {}),
        status,
        meaning: explain(column, value, ceiling, status),
      },
    ];
  });
}

export interface CapProtection {
  /** In [0, 1]. */
  readonly score: number;
  /** Standard error of the score over the training rows that have a match. */
  readonly error: number;
}

/** Null when no training row has a match, or the sensitive column holds a single value: then there is nothing to guess. */
export function capProtection(
  training: Table,
  attacker: Table,
  known: readonly string[],
  sensitive: string,
): CapProtection | null {
  const discrete = (table: Table, name: string) => discretize(find(table, name), find(training, name));
  const knownAttacker = known.map((n) => discrete(attacker, n));
  const keys = new RowGroups(knownAttacker, attacker.rows);
  const pairs = new RowGroups([...knownAttacker, discrete(attacker, sensitive)], attacker.rows);
  const knownTraining = known.map((n) => discrete(training, n));
  const secret = discrete(training, sensitive);
  const keyOf = keys.find(knownTraining, training.rows);
  const pairOf = pairs.find([...knownTraining, secret], training.rows);

  const values = new RowGroups([secret], training.rows).sizes.length;
  if (values < 2) return null;
  let matched = 0;
  let disclosed = 0;
  let squares = 0;
  for (let i = 0; i < training.rows; i++) {
    if (keyOf[i]! < 0) continue;
    matched++;
    const told = pairOf[i]! < 0 ? 0 : pairs.sizes[pairOf[i]!]! / keys.sizes[keyOf[i]!]!;
    disclosed += told;
    squares += told * told;
  }
  if (matched === 0) return null;
  const baseline = 1 - 1 / values;
  const mean = disclosed / matched;
  const variance = Math.max(squares / matched - mean * mean, 0.25 / matched);
  return {
    score: Math.min((1 - mean) / baseline, 1),
    error: Math.sqrt(variance / matched) / baseline,
  };
}

function find(table: Table, name: string): Column {
  return table.columns.find((c) => c.name === name)!;
}

/** Ten equal-width bins over the training range, closed on the right, open-ended outside. */
function discretize(column: Column, training: Column): Column {
  if (column.kind === "string" || training.kind === "string") return column;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const v of training.values) {
    if (v < min) min = v;
    if (v > max) max = v;
  }
  if (!(max > min)) return column;
  const width = (max - min) / binCount;
  const edges = Array.from({ length: binCount - 1 }, (_, i) => min + (i + 1) * width);
  const values = column.values.map((v) => {
    if (Number.isNaN(v)) return v;
    let bin = 0;
    while (bin < edges.length && v > edges[bin]!) bin++;
    return bin;
  });
  return { ...column, values };
}

function grade(found: CapProtection | null, best: CapProtection | null): "good" | "watch" | "bad" {
  if (found === null) return "good";
  if (best === null) return found.score < 0.2 ? "bad" : found.score < 0.5 ? "watch" : "good";
  const lost = best.score - found.score - sureFactor * z95 * Math.hypot(found.error, best.error);
  return lost > 0.1 ? "bad" : lost > 0.02 ? "watch" : "good";
}

function explain(column: string, value: number | null, ceiling: number | null, status: string): string {
  if (value === null)
    return `Nobody could guess ${column} by matching rows: nothing matches or there is nothing to guess.`;
  const against =
    ceiling === null ? "" : `, where unseen real rows in its place would leave ${roughScore(ceiling)}`;
  const seen = `Against somebody who looks up ${column} in matching synthetic rows, ${roughScore(value)} of the protection of a blind guess remains${against}`;
  return status === "good"
    ? `${seen}: the synthetic table gives no more away than general knowledge.`
    : `${seen}: the synthetic table gives ${column} away, so coarsen it or the columns that lead to it, or train less.`;
}
