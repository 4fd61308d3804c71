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

/**
 * Functions that switch logging, profiling or another parser on or off, which writes files and can end the process, and those that run a text as a query.
 * Between a function's name and its bracket nothing can stand but spaces and comments, so the start of a comment counts as well.
 */
const refused =
  /\b((?:enable|disable)_\w+|(?:truncate|set|clear)_\w*(?:log|profil)\w*|write_log|\w*checkpoint\w*|query|json_execute_serialized_sql)"?[\s\u2000-\u200f\u202f\u205f\u3000\ufeff]*(?:\(|--|\/\*)/i;

/** @throws SqlError when a statement is more than a query over tables */
export function checkStatement(type: number, sql: string): void {
  if (!allowed.has(type))
    throw new SqlError(
      "only queries over tables can be run here: SELECT, CREATE, INSERT and the like",
      undefined,
    );
  const found = refused.exec(sql);
  if (found !== null) throw new SqlError(`${found[1]} cannot be used here`, undefined);
}
