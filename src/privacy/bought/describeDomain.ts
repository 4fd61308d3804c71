import type { DomainColumn } from "../../config/privacy/domain.ts";
import type { DomainPlan } from "../../config/privacy/domainPlan.ts";
import { counted, grouped } from "../../language/counts.ts";
import type { BoughtDomain } from "./buyDomain.ts";

/** What was bought, a sentence a column. All of it is public by then. */
export function describeDomain({ columns, leftOut }: BoughtDomain, { threshold }: DomainPlan): string[] {
  return [
    ...columns.map((column) => `column "${column.name}": ${describeColumn(column, threshold)}, paid for`),
    ...leftOut.map(
      ({ name, reason }) =>
        `column "${name}": left out, as ${reason}; "values", or "min" and "max", declare it`,
    ),
  ];
}

function describeColumn(column: DomainColumn, threshold: number): string {
  const missing = column.missing ? " and missing values" : "";
  if (column.kind === "values")
    return `${counted(column.values.length, "text")} that about ${grouped(threshold)} rows or more share${missing}`;
  const { min, max, edges, dateFormat } = column;
  const written = (bound: number) =>
    dateFormat === null ? String(bound) : new Date(bound).toISOString().slice(0, 10);
  return `${counted(edges.length - 1, "bin")} from ${written(min)} to ${written(max)}${missing}`;
}
