import type { InferredDuration } from "../cells/durationForm.ts";
import type { ColumnFormat } from "../format.ts";

/** How a column of durations, in seconds, is written. */
export function durationFormat({
  form,
  decimals,
  fixed,
}: Omit<InferredDuration, "values">): Pick<
  ColumnFormat,
  "physical" | "decimals" | "fixedDecimals" | "keepPoint" | "affix"
> {
  return {
    physical: decimals === 0 ? "integer" : "decimal",
    decimals,
    fixedDecimals: fixed,
    keepPoint: false,
    affix: { prefix: "", suffix: "", thousands: "", signFirst: true, duration: form },
  };
}
