import { guaranteeSentence } from "../config/privacy/statement.ts";
import { varianceOf } from "../config/privacy/tablePlan.ts";
import type { SavedPrivacy } from "../models/saved/savedPrivacy.ts";
import type { ShareableReport, TableDistance } from "../protocol/shareableReport.ts";
import type { Table } from "../table/table.ts";
import { countTables } from "./countTables.ts";
import { encodeRows } from "./encodeRows.ts";
import { coverage } from "./measure.ts";

/**
 * What may leave the house with the table: figures of the noisy tables of the model and of synthetic rows alone, so all of them are
 * post-processing under the guarantee. No real row is looked at. `table`: the file name of the synthetic table.
 */
export function shareableReport(saved: SavedPrivacy, synthetic: Table, table: string): ShareableReport {
  const { domain, epsilon, delta, unit, maxRowsPerUnit, domainFrom, rows } = saved.statement;
  const distances = tableDistances(saved, synthetic);
  const beyondNoise = ({ distance, byNoise }: TableDistance): number => distance - byNoise;
  return {
    table,
    guarantee: `${guaranteeSentence({ epsilon, delta, unit, maxRowsPerUnit })}.`,
    rows: Math.round(rows),
    domainFrom,
    columns: distances
      .filter(({ names }) => names.length === 1)
      .map((found, j) => {
        const column = domain[j]!;
        const { missing } = column;
        return column.kind === "values"
          ? { ...found, holds: "values", count: column.values.length, missing }
          : { ...found, holds: "bins", count: column.edges.length - 1, missing };
      }),
    pairs: distances
      .filter(({ names }) => names.length === 2)
      .sort((a, b) => beyondNoise(b) - beyondNoise(a)),
  };
}

function tableDistances({ statement, noisy }: SavedPrivacy, synthetic: Table): TableDistance[] {
  const { domain, tables, rows, rho } = statement;
  const plan = { tables, rho, cells: noisy.length };
  const sizes = domain.map(({ size }) => size);
  const counts = countTables(plan, encodeRows(synthetic, domain), sizes);
  const covered = coverage(plan, noisy, rows);
  let at = 0;
  return tables.map(({ columns, cells, variance }) => {
    const counted = columns.reduce((product, j) => product * covered[j]!, rows);
    let sum = 0;
    for (let i = at; i < at + cells; i++)
      sum += Math.abs(noisy[i]! / counted - counts[i]! / Math.max(1, synthetic.rows));
    at += cells;
    const byNoise = (0.5 * cells * Math.sqrt(varianceOf(variance)) * Math.sqrt(2 / Math.PI)) / counted;
    return {
      names: columns.map((j) => domain[j]!.name),
      cells,
      distance: Math.min(1, sum / 2),
      byNoise: Math.min(1, byNoise),
    };
  });
}
