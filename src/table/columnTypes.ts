export type ColumnRole = "feature" | "target" | "id" | "sensitive" | "drop";

/** Semantic type of a column, in SDV's vocabulary. */
export type Sdtype = "numerical" | "categorical" | "boolean" | "datetime" | "id" | "text";
