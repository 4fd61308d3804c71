import type { ParsedConfig } from "../config/parseConfig.ts";
import { resolveColumns } from "../config/resolveColumns.ts";
import { locate } from "../jsonc/configText.ts";
import { quote } from "../jsonc/quote.ts";
import type { Diagnostic } from "../protocol/run.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { findColumn, type Table } from "../table/table.ts";
import { ModelError } from "../transform/modelTable.ts";
import { prepareSide } from "../transform/prepareSide.ts";

/** Patterns of ids and text that cannot be read, or make fewer different ids than rows are asked for. */
export function checkIds(parsed: ParsedConfig, table: Table, profile: TableProfile): Diagnostic[] {
  const { config } = parsed;
  if (config === undefined) return [];
  const rows = config.output.rows ?? table.rows;
  const findings: Diagnostic[] = [];
  for (const spec of resolveColumns(config, profile)) {
    const column = findColumn(table, spec.name);
    if (column === undefined || spec.pattern === null || spec.role === "drop") continue;
    let message: string | undefined;
    try {
      const plan = prepareSide(column, spec)?.plan;
      if (plan?.kind === "pattern" && plan.unique && plan.size < rows)
        message = `column ${quote(spec.name)}: the pattern ${plan.pattern} makes only ${plan.size} different new values, ${rows} rows are asked for; widen the pattern or ask for fewer rows`;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      ({ message } = error);
    }
    if (message !== undefined)
      findings.push(
        locate(parsed.source, {
          severity: "error",
          code: "invalid-pattern",
          message,
          path: ["columns", spec.name, "pattern"],
          at: "value",
        }),
      );
  }
  return findings;
}
