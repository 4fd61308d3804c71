import type { Table } from "./table.ts";

/** A text that spreadsheets take for a formula: it begins with =, @, a tab, or a sign before something that is no number. */
export function isFormula(text: string): boolean {
  return /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-][\d.,\s]*(?:[eE][+-]?\d+)?%?$/.test(text));
}

/** The text with a leading apostrophe, by which spreadsheets keep it a text. */
export function excelSafe(text: string): string {
  return isFormula(text) ? `'${text}` : text;
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
