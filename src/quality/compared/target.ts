import { isDiscrete, isTargetCandidate, likelyTarget } from "../../config/suggestTarget.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { findDetermination } from "../../table/profile/determination.ts";
import { type Column, missingCount, type Table } from "../../table/table.ts";
import type { QualityColumn } from "../input.ts";
import { isPredictor } from "../predictors.ts";

export interface TargetChoice {
  /** What the utility section is asked for, even if it cannot do it; null when nothing can be predicted. */
  readonly name: string | null;
  readonly target: ReportJson["target"];
  /** Why the wish was not followed. */
  readonly note: string | null;
}

/**
 * Chooses the column the utility section predicts: the one asked for, else the one whose role is `target`, else the one that
 * `likelyTarget` gives, as for a new config, else the last number.
 *
 * @param columns of `real`, in the same order
 */
export function chooseTarget(
  real: Table,
  columns: readonly QualityColumn[],
  wanted: string | undefined,
): TargetChoice {
  const declared = columns.find((c) => c.role === "target");
  const asked = wanted === undefined ? declared : columns.find((c) => c.name === wanted);
  const guess = guessTarget(real, columns);
  if (asked !== undefined) {
    const named = wanted === undefined ? "Its role in the config is target." : "Chosen by name.";
    return describe(asked, guess?.column === asked ? `${guess.reason}, unless you chose it.` : named);
  }
  const note =
    wanted === undefined
      ? null
      : `The target ${wanted} is not among the columns both tables share${guess === null ? "" : `; ${guess.column.name} is predicted instead`}.`;
  if (guess === null) return { name: null, target: null, note };
  const reason = `${guess.reason}; name another with report.target or --target.`;
  return { ...describe(guess.column, reason), note };
}

interface Guess {
  readonly column: QualityColumn;
  readonly reason: string;
}

function guessTarget(real: Table, columns: readonly QualityColumn[]): Guess | null {
  const usable = columns.filter((c) => c.role !== "id");
  const byName = new Map(real.columns.map((c) => [c.name, c]));
  const among = new Set(usable.filter(isPredictor).map(({ name }) => name));
  const candidates = usable
    .filter(({ sdtype }) => isDiscrete(sdtype))
    .map(({ name, sdtype }) => {
      const column = byName.get(name)!;
      const candidate = { name, sdtype, cardinality: distinct(column), missing: missingCount(column) };
      const determined =
        isTargetCandidate(candidate, real.rows) && findDetermination(real, name, among) !== null;
      return { ...candidate, determined };
    });
  const likely = likelyTarget(candidates, real.rows);
  const discrete = usable.find(({ name }) => name === likely?.name);
  if (likely !== undefined && discrete !== undefined)
    return { column: discrete, reason: `Guessed by SynData ${likely.because}` };
  const number = usable.findLast(
    (c) => c.sdtype === "numerical" && missingCount(byName.get(c.name)!) < real.rows / 2,
  );
  if (number === undefined) return null;
  return {
    column: number,
    reason:
      "Guessed by SynData as the last number, as no column has 2 to 20 categories that do not follow from other columns",
  };
}

function describe(spec: QualityColumn, reason: string): TargetChoice {
  if (spec.sdtype === "id" || spec.sdtype === "text") return { name: spec.name, target: null, note: null };
  const continuous = spec.sdtype === "numerical" || spec.sdtype === "datetime";
  return {
    name: spec.name,
    target: { column: spec.name, reason, task: continuous ? "regression" : "classification" },
    note: null,
  };
}

function distinct(column: Column): number {
  if (column.kind !== "string") return new Set(column.values.filter((value) => !Number.isNaN(value))).size;
  const seen = new Uint8Array(column.dictionary.length);
  for (const code of column.codes) if (code >= 0) seen[code] = 1;
  return seen.reduce((n, s) => n + s, 0);
}
