import { readFileSync } from "node:fs";
import { type Column, makeTable, type Table } from "../../src/table/table.ts";

/**
 * Plain CSV files without quotes as tables with one dictionary per column; a column is numeric when all its cells are. Only for
 * tests of rooms that do not read files themselves.
 */
export function readCsvTables(paths: readonly string[]): Table[] {
  const files = paths.map((path) =>
    readFileSync(path, "utf8")
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(",")),
  );
  const header = files[0]![0]!;
  const tables: Column[][] = files.map(() => []);
  header.forEach((name, c) => {
    const cells = files.map((file) => file.slice(1).map((row) => row[c]!));
    const missing = (text: string) => text === "" || text === "NA";
    const numeric = cells.flat().every((text) => missing(text) || Number.isFinite(Number(text)));
    const dictionary: string[] = [];
    const codes = new Map<string, number>();
    const codeOf = (text: string): number => {
      if (missing(text)) return -1;
      if (!codes.has(text)) {
        codes.set(text, dictionary.length);
        dictionary.push(text);
      }
      return codes.get(text)!;
    };
    cells.forEach((column, t) => {
      tables[t]!.push(
        numeric
          ? {
              kind: "number",
              name,
              values: Float64Array.from(column, (v) => (missing(v) ? Number.NaN : Number(v))),
            }
          : { kind: "string", name, codes: Int32Array.from(column, codeOf), dictionary },
      );
    });
  });
  return tables.map(makeTable);
}
