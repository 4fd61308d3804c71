import type { DomainColumn } from "../config/privacy/domain.ts";
import { guaranteeSentence } from "../config/privacy/statement.ts";
import { varianceOf } from "../config/privacy/tablePlan.ts";
import type { SavedPrivacy } from "../models/saved/savedPrivacy.ts";
import type { Table } from "../table/table.ts";
import { countTables } from "./countTables.ts";
import { encodeRows } from "./encodeRows.ts";
import { coverage } from "./measure.ts";

/** How far the synthetic rows are from one noisy table. */
interface TableDistance {
  readonly names: readonly string[];
  readonly cells: number;
  /** Total variation distance, 0 to 1. */
  readonly distance: number;
  /** What noise alone would bring on average: ½ · cells · σ √(2/π) / rows. */
  readonly byNoise: number;
}

/** Pairs listed, those furthest from their noisy table first. */
const maxPairs = 20;

/**
 * A report that may leave the house with the table: Markdown, made from the noisy tables of the model and from synthetic rows alone, so
 * all of it is post-processing under the guarantee. No real row is looked at.
 */
export function shareableReport({ statement, noisy }: SavedPrivacy, synthetic: Table): string {
  const { domain, epsilon, delta, unit, maxRowsPerUnit, domainFrom, rows } = statement;
  const distances = tableDistances({ statement, noisy }, synthetic);
  const singles = distances.filter(({ names }) => names.length === 1);
  const pairs = distances.filter(({ names }) => names.length === 2);
  const furthest = pairs.toSorted((a, b) => b.distance - b.byNoise - (a.distance - a.byNoise));
  const whose =
    domainFrom === "declared" ? "declared as public" : "declared as public or bought from the budget";
  return `${[
    "# What this synthetic table is",
    "",
    `${guaranteeSentence({ epsilon, delta, unit, maxRowsPerUnit })}.`,
    "",
    "This report was made from the noisy tables of the model and the synthetic rows alone. It looks at no real row and is covered by the same guarantee: it may be shared with the table.",
    "",
    `About ${count(Math.round(rows))} real rows were counted, as the noise tells. What the ${count(domain.length)} columns may hold is ${whose}.`,
    "",
    "## Columns",
    "",
    "Distance: total variation distance of the synthetic rows from the noisy counts. By noise: what noise alone brings on average; a distance about as large is as close as can be known.",
    "",
    "| column | holds | distance | by noise |",
    "|---|---|---|---|",
    ...singles.map(
      ({ names, distance, byNoise }, j) =>
        `| ${cell(names[0]!)} | ${holds(domain[j]!)} | ${distance.toFixed(3)} | ${byNoise.toFixed(3)} |`,
    ),
    ...(pairs.length === 0
      ? []
      : [
          "",
          "## Pairs of columns",
          "",
          `Mean distance of ${count(pairs.length)} pairs: ${mean(pairs, "distance")}, by noise ${mean(pairs, "byNoise")}. Furthest beyond the noise:`,
          "",
          "| pair | cells | distance | by noise |",
          "|---|---|---|---|",
          ...furthest
            .slice(0, maxPairs)
            .map(
              ({ names, cells, distance, byNoise }) =>
                `| ${names.map(cell).join(" × ")} | ${count(cells)} | ${distance.toFixed(3)} | ${byNoise.toFixed(3)} |`,
            ),
        ]),
  ].join("\n")}\n`;
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

function holds(column: DomainColumn): string {
  const missing = column.missing ? ", may be missing" : "";
  if (column.kind === "values") return `${count(column.values.length)} values${missing}`;
  return `${count(column.edges.length - 1)} bins${missing}`;
}

/** A name that cannot end its cell. */
function cell(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replace(/[\\|`<>*_[\]]/g, "\\$&");
}

function mean(found: readonly TableDistance[], key: "distance" | "byNoise"): string {
  return (found.reduce((sum, table) => sum + table[key], 0) / found.length).toFixed(3);
}

function count(n: number): string {
  return n.toLocaleString("en-US");
}
