import { basename } from "node:path";
import type { ColumnSpec } from "../../config/columnSpec.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { Table } from "../../table/table.ts";
import { PipelineError } from "../pipelineError.ts";

/** A table and the file it came from. */
export interface NamedTable {
  readonly path: string;
  readonly table: Table;
}

/** @throws PipelineError when there is nothing to compare: no common column, or a holdout that lacks one of them */
export function checkSharedColumns(
  real: NamedTable,
  synthetic: NamedTable,
  holdout: NamedTable | undefined,
  specs: readonly Pick<ColumnSpec, "name" | "role">[],
): void {
  const has = ({ table }: NamedTable, name: string): boolean =>
    table.columns.some((column) => column.name === name);
  const compared = specs.filter(({ name, role }) => role !== "drop" && has(real, name));
  const shared = compared.filter(({ name }) => has(synthetic, name)).map(({ name }) => name);
  if (shared.length === 0)
    throw new PipelineError(
      `${basename(synthetic.path)} and ${basename(real.path)} have no column in common: ${columnsOf(real)}, ${columnsOf(synthetic)}`,
    );
  if (holdout === undefined) return;
  const lacking = shared.filter((name) => !has(holdout, name));
  if (lacking.length > 0)
    throw new PipelineError(
      `the holdout ${basename(holdout.path)} cannot be used: it lacks ${few(lacking)}, which both tables have; give rows of the same table, or leave --holdout out`,
    );
}

function columnsOf({ path, table }: NamedTable): string {
  return `${basename(path)} has ${few(table.columns.map(({ name }) => name))}`;
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => quote(name));
  return names.length > 6 ? `${shown.join(", ")} and ${names.length - 6} more` : listText(shown);
}
