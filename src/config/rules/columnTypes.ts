import type { ColumnSpec } from "../columnSpec.ts";
import type { ColumnTypes, ValueType } from "./typeRule.ts";

/** What the rules may take each column for. */
export function columnTypes(specs: readonly ColumnSpec[]): ColumnTypes {
  return new Map(specs.map((spec) => [spec.name, typeOfColumn(spec)]));
}

function typeOfColumn({ role, sdtype, format }: ColumnSpec): ValueType | { readonly why: string } {
  if (role === "drop") return { why: "is left out of the output (role drop): no rule can name it" };
  if (role === "id" || sdtype === "id")
    return { why: "is an id, which is generated and never fitted: no rule can name it" };
  if (sdtype === "text") return { why: "is free text, which is never fitted: no rule can name it" };
  if (sdtype === "numerical") return "number";
  if (sdtype === "datetime") return "date";
  if (format.physical === "integer" || format.physical === "decimal") return "number";
  return format.physical === "date" || format.physical === "timestamp" ? "date" : "text";
}
