import { listText, quote } from "../jsonc/quote.ts";
import type { Table } from "./table.ts";

/** A text that spreadsheets take for a formula: it begins with =, @, a tab, or a sign before something that is no number. */
export function isFormula(text: string): boolean {
  return /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-][\d.,\s]*(?:[eE][+-]?\d+)?%?$/.test(text));
}

/** The text with a leading apostrophe, by which spreadsheets keep it a text. */
export function excelSafe(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

/** One sentence when a spreadsheet would run texts of the table as formulas; it names their columns. */
export function formulaWarning(table: Table): string[] {
  const names = formulaColumns(table);
  if (names.length === 0) return [];
  const shown = listText(names.slice(0, 5).map((name) => quote(name)));
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return [
    `${shown}${more}: texts that begin like formulas (=, @, + or -) are written as they are, and a spreadsheet would run them; set output.excelSafe to true`,
  ];
}

/** Names of the columns that hold such texts, in their cells or as their name. */
export function formulaColumns(table: Table): string[] {
  return table.columns
    .filter(({ name, ...column }) => {
      if (isFormula(name)) return true;
      return column.kind === "string" && column.dictionary.some(isFormula);
    })
    .map(({ name }) => name);
}
