import type { Diagnostics } from "../../protocol/report.ts";
import { type Column, missingCount, type Table } from "../../table/table.ts";
import type { Alignment } from "../compared/align.ts";
import { meanOf } from "../finite.ts";
import type { QualityColumn } from "../input.ts";
import {
  boundaryAdherence,
  categoryAdherence,
  isKey,
  keyUniqueness,
  missingAdherence,
  shapeAdherence,
} from "./adherence.ts";
import { tableStructure } from "./tableStructure.ts";

type Check = Diagnostics["columns"][number];

/**
 * SDMetrics' Diagnostic Score: mean of Data Validity (mean of the columns' BoundaryAdherence, CategoryAdherence and KeyUniqueness) and
 * Data Structure; Data Structure alone where no column can be checked. Missing-value and format rules stand beside it and do not enter
 * the score.
 *
 * @param real as read, before alignment
 * @param synthetic as read, before alignment
 */
export function assessDiagnostic(
  real: Table,
  synthetic: Table,
  aligned: Alignment,
  dropped: ReadonlySet<string>,
): Diagnostics {
  const counted: Check[] = [];
  const beside: Check[] = [];
  aligned.columns.forEach((spec, i) => {
    const r = aligned.real.columns[i]!;
    const s = aligned.synthetic.columns[i]!;
    const check = validity(spec, r, s);
    if (check !== null) counted.push(check);
    const unreadable =
      aligned.unreadable.find((u) => u.column === spec.name && u.side === "synthetic")?.cells ?? 0;
    beside.push(...besides(spec, r, s, unreadable));
  });
  const structure = tableStructure(real, synthetic, new Set(aligned.columns.map((c) => c.name)), dropped);
  const dataValidity = meanOf(counted.map((c) => c.score));
  return {
    score: dataValidity === null ? structure : (dataValidity + structure) / 2,
    dataValidity: dataValidity ?? structure,
    dataStructure: structure,
    columns: [...counted, ...beside],
    tableStructure: structure,
  };
}

function validity(spec: QualityColumn, real: Column, synthetic: Column): Check | null {
  const column = spec.name;
  if (spec.sdtype === "id" || spec.role === "id")
    return isKey(real) ? { column, metric: "KeyUniqueness", score: keyUniqueness(synthetic) } : null;
  if (real.kind === "string" && synthetic.kind === "string")
    return spec.sdtype === "text"
      ? null
      : { column, metric: "CategoryAdherence", score: categoryAdherence(real, synthetic) };
  if (real.kind !== "string" && synthetic.kind !== "string")
    return { column, metric: "BoundaryAdherence", score: boundaryAdherence(real, synthetic) };
  return null;
}

function besides(spec: QualityColumn, real: Column, synthetic: Column, unreadable: number): Check[] {
  const checks: Check[] = [];
  const column = spec.name;
  const missing = missingAdherence(real, synthetic);
  if (missing !== null) checks.push({ column, metric: "MissingAdherence", score: missing });
  if (unreadable > 0) {
    const readable =
      (synthetic.kind === "string" ? synthetic.codes : synthetic.values).length - missingCount(synthetic);
    checks.push({ column, metric: "FormatAdherence", score: readable / (readable + unreadable) });
  } else if (spec.sdtype === "datetime") {
    checks.push({
      column,
      metric: "FormatAdherence",
      score: missingCount(synthetic) === rowsOf(synthetic) ? null : 1,
    });
  } else if (spec.sdtype === "id" && real.kind === "string" && synthetic.kind === "string") {
    const score = shapeAdherence(real, synthetic);
    if (score !== null) checks.push({ column, metric: "FormatAdherence", score });
  }
  return checks;
}

function rowsOf(column: Column): number {
  return column.kind === "string" ? column.codes.length : column.values.length;
}
