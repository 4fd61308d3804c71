import { columnLength, missingCount } from "../../table/table.ts";
import type { PrepareColumn } from "./columnKind.ts";
import { patternPlan, readPattern } from "./ids/patterned.ts";

/** Free text is never fitted or copied: left out, or generated from the pattern. */
export const prepareText: PrepareColumn = (column, spec, { random }) => {
  if (spec.sdtype !== "text") return null;
  if (spec.pattern === null) return { plan: null, dropped: "it is free text, which is never copied" };
  const pattern = readPattern(spec, false);
  const rows = Math.max(1, columnLength(column));
  return {
    plan: {
      ...patternPlan(column, spec, { pattern, unique: false, random }),
      missingShare: spec.missing === "never" ? 0 : missingCount(column) / rows,
    },
    warning: `column ${spec.name} is free text: filled with generated values of the pattern ${spec.pattern}`,
  };
};
