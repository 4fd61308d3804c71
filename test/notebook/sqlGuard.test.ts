import fc from "fast-check";
import { expect, it } from "vitest";
import { checkStatement } from "../../src/notebook/sqlGuard.ts";
import { openDuckDb } from "../../src/table/duckdb.ts";

const select = 1;
const functions = ["enable_logging", "ENABLE_Profiling", "truncate_duckdb_logs", "force_checkpoint", "query"];
const blank = fc.constantFrom(
  " ",
  "\n",
  "\t",
  "\u200b",
  "\u00a0",
  "/* ; */",
  "/* /* ' */ */",
  "-- x\n",
  "/**/",
);

it("no space and no comment hides a function that writes files or runs a text as a query", () => {
  const call = fc.record({
    name: fc.constantFrom(...functions),
    quoted: fc.boolean(),
    before: fc.constantFrom(
      "SELECT * FROM ",
      "SELECT '/*', * FROM main.",
      "CREATE MACRO m() AS TABLE SELECT * FROM ",
    ),
    between: fc.array(blank, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(call, ({ name, quoted, before, between }) => {
      const sql = `${before}${quoted ? `"${name}"` : name}${between.join("")}('SELECT 1') -- */`;
      expect(() => checkStatement(select, sql)).toThrow(`${name} cannot be used here`);
    }),
  );
});

it("columns and texts of such names are no calls", () => {
  for (const sql of [
    "SELECT query, checkpoint FROM t",
    "SELECT 'enable_logging' AS a",
    "SELECT set_profile + 1 FROM t",
  ])
    expect(() => checkStatement(select, sql)).not.toThrow();
});

it("every function of this DuckDB that logs, profiles or runs a text is among those refused", async () => {
  const { connection, close } = await openDuckDb([]);
  const reader = await connection.runAndReadAll(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type <> 'pragma' AND regexp_matches(function_name, '^(en|dis)able_|truncate|write_log|checkpoint|_sql$|^query$')",
  );
  close();
  const names = reader.getRows().map(([name]) => String(name));
  expect(names).toContain("enable_logging");
  // these only read: texts turned into a tree of JSON
  const harmless = /^(json_serialize_sql|json_deserialize_sql)$/;
  const missed = names.filter((name) => {
    try {
      checkStatement(select, `SELECT * FROM ${name}()`);
      return !harmless.test(name);
    } catch {
      return false;
    }
  });
  expect(missed).toEqual([]);
});
