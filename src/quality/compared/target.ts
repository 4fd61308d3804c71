import { isDiscrete, likelyTarget } from "../../config/suggestTarget.ts";
import type { ReportJson } from "../../protocol/report.ts";
import { type Column, missingCount, type Table } from "../../table/table.ts";

import type { QualityColumn } from "../input.ts";

export interface TargetChoice {
  /** What the utility section is asked for, even if it cannot do it; null when nothing can be predicted. */
  readonly name: string | null;
  readonly target: ReportJson["target"];
  /** Why the wish was not followed. */
  readonly note: string | null;
}

/**
 * The column the utility section predicts: the one asked for, else the one whose role is `target`, else the one that
 * `likelyTarget` gives, as for a new config, else the last number.
 *
 * @param columns of `real`, in the same order
 */
export function chooseTarget(
  real: Table,
  columns: readonly QualityColumn[],
  wanted: string | undefined,
): TargetChoice {
  if (wanted !== undefined) {
    const spec = columns.find((c) => c.name === wanted);
    if (spec !== undefined) return describe(spec, "Chosen by name.");
    const other = chooseTarget(real, columns, undefined);
    return {
      ...other,
      note: `The target ${wanted} is not among the columns both tables share${other.name === null ? "" : `; ${other.name} is predicted instead`}.`,
    };
  }
  const declared = columns.find((c) => c.role === "target");
  if (declared !== undefined) return describe(declared, "Its role in the config is target.");
  const usable = columns.filter((c) => c.role !== "id");
  const byName = new Map(real.columns.map((c) => [c.name, c]));
  const candidates = usable
    .filter(({ sdtype }) => isDiscrete(sdtype))
    .map(({ name, sdtype }) => {
      const column = byName.get(name)!;
      return { name, sdtype, cardinality: distinct(column), missing: missingCount(column) };
    });
  const likely = likelyTarget(candidates, real.rows);
  const discrete = usable.find(({ name }) => name === likely);
  if (discrete !== undefined)
    return describe(
      discrete,
      "Chosen as the last column of 2 to 20 categories that is no part of a date; name another with report.target or --target.",
    );
  const number = usable.findLast(
    (c) => c.sdtype === "numerical" && missingCount(byName.get(c.name)!) < real.rows / 2,
  );
  if (number !== undefined)
    return describe(
      number,
      "Chosen as the last number, as no column has 2 to 20 categories; name another with report.target or --target.",
    );
  return { name: null, target: null, note: null };
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
