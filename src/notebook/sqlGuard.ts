import { SqlError } from "./sqlError.ts";

/** Statements of a query, as `StatementType` of DuckDB's API numbers them; others change settings, files or databases. */
const allowed: ReadonlySet<number> = new Set([
  1, // SELECT
  2, // INSERT
  3, // UPDATE
  4, // EXPLAIN
  5, // DELETE
  6, // PREPARE
  7, // CREATE
  8, // EXECUTE
  9, // ALTER
  10, // TRANSACTION
  12, // ANALYZE
  13, // VARIABLE_SET
  14, // CREATE_FUNC
  15, // DROP
  20, // SET: of variables; the configuration is locked
  30, // MERGE_INTO
]);

/** Table functions that switch logging or profiling on, which writes files and can end the process. */
const switches =
  /\b(?:(?:enable|disable|truncate|set|clear)_\w*(?:log|logs|logging|profile|profiling|profiler)\w*|write_log|force_checkpoint|checkpoint)"?\s*\(/i;

/** @throws SqlError when a statement is more than a query over tables */
export function checkStatement(type: number, sql: string): void {
  if (!allowed.has(type))
    throw new SqlError(
      "only queries over tables can be run here: SELECT, CREATE, INSERT and the like",
      undefined,
    );
  const found = switches.exec(sql);
  if (found !== null)
    throw new SqlError(`${found[0].replace(/["\s(]+$/, "")} cannot be used here`, undefined);
}
