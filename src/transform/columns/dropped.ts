import type { PrepareColumn } from "./columnKind.ts";

/** Leaves out columns whose role is `drop`. */
export const prepareDropped: PrepareColumn = (_column, spec) =>
  spec.role === "drop" ? { plan: null, dropped: "its role is drop" } : null;
