/**
 * A condition on one column: some values, a closed range (null bounds are open), missing or present.
 * The bounds are numbers (epoch ms for dates, ticks in a model's table), or also text written as in the file.
 */
export type Condition<Bound extends number | string = number> =
  | { readonly column: string; readonly op: "in"; readonly values: readonly (string | number)[] }
  | { readonly column: string; readonly op: "range"; readonly min: Bound | null; readonly max: Bound | null }
  | { readonly column: string; readonly op: "missing" }
  | { readonly column: string; readonly op: "present" };
