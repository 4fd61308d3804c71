import type { ReportJson } from "../protocol/report.ts";

/** The words of a report that come from the data. */
export function reportNames({ columns, tables, training }: ReportJson): string[] {
  const names = [tables.real.name, tables.synthetic.name, training?.model ?? ""];
  return [...columns.map(({ name }) => name), ...names];
}
