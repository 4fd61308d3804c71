import type { ParsedConfig } from "../config/parseConfig.ts";
import { resolveColumns } from "../config/resolveColumns.ts";
import { locate } from "../jsonc/configText.ts";
import { Random } from "../numerics/random.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { codesOf } from "../table/codes.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { findColumn, missingCount, type Table } from "../table/table.ts";
import { kindOf } from "../transform/columns/columnKinds.ts";
import { entityRows } from "../transform/entities/entityPlan.ts";
import { ModelError } from "../transform/modelTable.ts";
import { prepareColumn } from "../transform/prepare.ts";

/** Patterns of ids and text that cannot be read, or make fewer different ids than rows are asked for. */
export function checkIds(parsed: ParsedConfig, table: Table, profile: TableProfile): Diagnostic[] {
  const { config } = parsed;
  if (config === undefined) return [];
  const rows = config.output.rows ?? table.rows;
  const findings: Diagnostic[] = [];
  for (const spec of resolveColumns(config, profile)) {
    const column = findColumn(table, spec.name);
    if (column === undefined || spec.role === "drop") continue;
    if (spec.pattern === null && spec.sdtype !== "id" && spec.role !== "id") continue;
    let message: string | undefined;
    try {
      const { plan } = prepareColumn(column, spec, {
        random: new Random(0),
        rareOutput: "redraw",
        people: null,
        entities: [],
        beside: () => undefined,
        named: () => [],
        rows,
      });
      // of an id that stands in several rows fewer are needed, where one part of rows is dealt out to entities
      const { distinct } = codesOf(column);
      const perRow = rows > entityRows ? 1 : distinct / Math.max(1, table.rows - missingCount(column));
      const needed = Math.ceil(rows * perRow);
      if (plan !== null) message = kindOf(plan).shortage?.(plan, needed);
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
